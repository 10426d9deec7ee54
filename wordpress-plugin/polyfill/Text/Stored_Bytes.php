<?php
/**
 * The bytes of a segment, in a string or in a file.
 *
 * @package MxChat
 */

declare( strict_types=1 );

namespace MxChat\Core\Polyfill\Text;

use MxChat\Core\Core_Exception;

/**
 * Of a file only what is asked for is read, so that a large segment does not need as much memory.
 */
final class Stored_Bytes {

	/** What a segment begins with if the rest is the path of the file that holds it. */
	private const FILE = 'file://';

	/**
	 * Use of().
	 *
	 * @param string        $string The bytes, if they are not in a file.
	 * @param resource|null $file   The file.
	 * @param int           $length How many bytes there are.
	 */
	private function __construct( private string $string, private mixed $file, public readonly int $length ) {}

	/**
	 * The bytes that a segment's string stands for.
	 *
	 * @param string $segment Bytes, or `file://` and a path.
	 * @throws Core_Exception `storage` if the file cannot be read.
	 */
	public static function of( string $segment ): self {
		if ( ! str_starts_with( $segment, self::FILE ) ) {
			return new self( $segment, null, strlen( $segment ) );
		}
		$path = substr( $segment, strlen( self::FILE ) );
		$file = str_contains( $path, "\0" ) || ! is_file( $path ) ? false : @fopen( $path, 'rb' );
		if ( false === $file ) {
			throw Core_Exception::of( 'storage' );
		}
		return new self( '', $file, fstat( $file )['size'] );
	}

	/**
	 * Numbers that stand somewhere.
	 *
	 * @param string $format Of unpack().
	 * @param int    $at     Where they begin.
	 * @param int    $length How many bytes they take.
	 * @return array<int|string, int>
	 */
	public function numbers( string $format, int $at, int $length ): array {
		return null === $this->file ? unpack( $format, $this->string, $at ) : unpack( $format, $this->slice( $at, $length ) );
	}

	/**
	 * Some of the bytes.
	 *
	 * @param int $at     Where they begin.
	 * @param int $length How many; the file may hold fewer.
	 */
	public function slice( int $at, int $length ): string {
		if ( null === $this->file ) {
			return substr( $this->string, $at, $length );
		}
		fseek( $this->file, $at );
		return (string) stream_get_contents( $this->file, $length );
	}
}
