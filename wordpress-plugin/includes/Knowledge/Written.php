<?php
declare( strict_types=1 );

namespace MxChat\Knowledge;

/**
 * What came of writing a source.
 */
final class Written {

	public const PENDING = 'pending';

	/**
	 * @param bool        $has_changed Whether visitors are answered from something else now.
	 * @param bool|string $is_embedded True, PENDING where a job goes on, false where there are no embeddings.
	 */
	public function __construct( public readonly bool $has_changed, public readonly bool|string $is_embedded ) {}
}
