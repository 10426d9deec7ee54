<?php
declare( strict_types=1 );

namespace MxChat\Knowledge\Vectors;

/**
 * How far a feed has come.
 */
final class Feed_Progress {

	/**
	 * @param int  $generation The change up to which the store is fed.
	 * @param int  $target     The last change there is.
	 * @param bool $is_busy    Another process feeds the store; this one did nothing.
	 */
	public function __construct(
		public readonly int $generation,
		public readonly int $target,
		public readonly int $written,
		public readonly int $forgotten,
		public readonly bool $is_busy,
	) {}

	public function is_complete(): bool {
		return $this->generation >= $this->target;
	}
}
