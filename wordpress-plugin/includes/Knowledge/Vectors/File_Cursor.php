<?php
declare( strict_types=1 );

namespace MxChat\Knowledge\Vectors;

/**
 * Remembers the generation of an index in files, among these: where they are lost, it is lost with them.
 */
final class File_Cursor implements Cursor {

	public function __construct( private readonly string $path ) {}

	public function read(): int {
		$text = is_file( $this->path ) ? (string) file_get_contents( $this->path ) : '';
		return preg_match( '/^[0-9]{1,18}$/D', $text ) === 1 ? (int) $text : 0;
	}

	public function write( int $generation ): void {
		$new = $this->path . '.' . bin2hex( random_bytes( 8 ) );
		if ( ! wp_mkdir_p( dirname( $this->path ) ) || file_put_contents( $new, (string) $generation ) === false || ! rename( $new, $this->path ) ) {
			throw Store_Failure::of( 'store_storage', 'The generation could not be written.' );
		}
	}
}
