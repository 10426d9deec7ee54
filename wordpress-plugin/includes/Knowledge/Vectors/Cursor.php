<?php
declare( strict_types=1 );

namespace MxChat\Knowledge\Vectors;

/**
 * Where a store's generation is remembered.
 */
interface Cursor {

	public function read(): int;

	public function write( int $generation ): void;
}
