<?php
/**
 * Bytes of a string or of a file.
 *
 * @package MxChat
 */

declare( strict_types=1 );

namespace MxChat\Core\Polyfill\Index;

use MxChat\Core\Core_Exception;

/**
 * Reads parts, so that a file need not fit into memory.
 */
final class Source {

	/** How many bytes there are. */
	public readonly int $length;

	/**
	 * Takes a string, or an open file and its length.
	 *
	 * @param string|resource $bytes  The bytes or the file.
	 * @param int|null        $length How many bytes of a file count.
	 */
	public function __construct( private $bytes, ?int $length = null ) {
		$this->length = $length ?? strlen( $bytes );
	}

	/**
	 * Some bytes.
	 *
	 * @throws Core_Exception With `invalid_record` if there are fewer.
	 */
	public function read( int $offset, int $length ): string {
		if ( $offset < 0 || $length < 0 || $offset + $length > $this->length ) {
			throw Core_Exception::of( 'invalid_record' );
		}
		if ( 0 === $length ) {
			return '';
		}
		if ( is_string( $this->bytes ) ) {
			return substr( $this->bytes, $offset, $length );
		}
		$bytes = -1 === fseek( $this->bytes, $offset ) ? false : stream_get_contents( $this->bytes, $length );
		if ( false === $bytes || strlen( $bytes ) !== $length ) {
			throw Core_Exception::of( 'invalid_record' );
		}
		return $bytes;
	}

	/**
	 * The XXH3 of bytes as it is stored: little-endian.
	 */
	public static function checksum( string $bytes ): string {
		return strrev( hash( 'xxh3', $bytes, true ) );
	}
}
