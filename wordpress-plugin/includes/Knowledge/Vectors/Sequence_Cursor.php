<?php
declare( strict_types=1 );

namespace MxChat\Knowledge\Vectors;

/**
 * Remembers the generation of a store that all web servers share.
 */
final class Sequence_Cursor implements Cursor {

	private readonly string $key;

	public function __construct( string $store_name ) {
		$this->key = 'generation_' . hash( 'sha256', $store_name );
	}

	public function read(): int {
		return Sequence_Store::get( $this->key );
	}

	public function write( int $generation ): void {
		Sequence_Store::set( $this->key, $generation );
	}
}
