<?php
declare( strict_types=1 );

namespace MxChat\Knowledge\Vectors;

/**
 * The last change of a chunk's vector.
 */
final class Change {

	/**
	 * @param Vector|null $vector Null where the vector is gone.
	 */
	public function __construct( public readonly int $seq, public readonly int $chunk_id, public readonly ?Vector $vector ) {}
}
