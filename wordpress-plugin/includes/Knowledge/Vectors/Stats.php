<?php
declare( strict_types=1 );

namespace MxChat\Knowledge\Vectors;

/**
 * What a store holds.
 */
final class Stats {

	/**
	 * @param int|null $bytes  Null where the store does not tell.
	 * @param string   $advice A sentence for the owner; empty if there is nothing to say.
	 */
	public function __construct(
		public readonly int $rows,
		public readonly ?int $bytes = null,
		public readonly string $advice = '',
	) {}
}
