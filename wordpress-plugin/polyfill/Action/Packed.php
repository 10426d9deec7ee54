<?php
/**
 * Reading the numbers of packed bytes: the twin of the core's `action::packed`.
 *
 * @package MxChat
 */

declare( strict_types=1 );

namespace MxChat\Core\Polyfill\Action;

use MxChat\Core\Core_Exception;

/**
 * Headers, hashes in order, lines of text.
 */
final class Packed {

	/**
	 * The numbers of a header behind magic and version, without its checksum.
	 *
	 * @param string $header  The first bytes of a record.
	 * @param string $magic   Its first four bytes.
	 * @param int    $version Its version.
	 * @param int    $checked Where the header's checksum stands.
	 * @return list<int>
	 * @throws Core_Exception `invalid_record`.
	 */
	public static function header( string $header, string $magic, int $version, int $checked ): array {
		if ( strlen( $header ) !== $checked + 4 ) {
			throw Core_Exception::of( 'invalid_record' );
		}
		$numbers = array_values( unpack( 'V*', $header ) );
		if ( ! str_starts_with( $header, $magic ) || $version !== $numbers[1] || crc32( substr( $header, 0, $checked ) ) !== end( $numbers ) ) {
			throw Core_Exception::of( 'invalid_record' );
		}
		return array_slice( $numbers, 2, -1 );
	}

	/**
	 * Refuses a number that is not finite, or is not above zero where it is a length.
	 *
	 * @param float $number    The number.
	 * @param bool  $is_length Whether it is one.
	 * @throws Core_Exception `invalid_record`.
	 */
	public static function check( float $number, bool $is_length = false ): float {
		if ( ! is_finite( $number ) || ( $is_length && ! ( $number > 0.0 ) ) ) {
			throw Core_Exception::of( 'invalid_record' );
		}
		return $number;
	}

	/**
	 * The place of a hash among ascending ones, or -1.
	 *
	 * The core's own search: where a damaged record is out of order, both go the same way.
	 *
	 * @param string $hashes Packed.
	 * @param int    $hash   What is looked for.
	 */
	public static function find( string $hashes, int $hash ): int {
		$low  = 0;
		$high = strlen( $hashes ) >> 2;
		while ( $low < $high ) {
			$middle = $low + ( ( $high - $low ) >> 1 );
			$found  = unpack( 'V', $hashes, $middle << 2 )[1];
			if ( $found === $hash ) {
				return $middle;
			}
			if ( $found < $hash ) {
				$low = $middle + 1;
			} else {
				$high = $middle;
			}
		}
		return -1;
	}

	/**
	 * The lines of a text, each with a line break after it.
	 *
	 * @param string $text Any bytes.
	 * @return list<string>
	 * @throws Core_Exception `invalid_record` if they are not UTF-8.
	 */
	public static function lines( string $text ): array {
		if ( 1 !== preg_match( '//u', $text ) ) {
			throw Core_Exception::of( 'invalid_record' );
		}
		return '' === $text ? [] : explode( "\n", str_ends_with( $text, "\n" ) ? substr( $text, 0, -1 ) : $text );
	}
}
