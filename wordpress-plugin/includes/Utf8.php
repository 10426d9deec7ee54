<?php
declare( strict_types=1 );

namespace MxChat;

/**
 * What PHP does with UTF-8 only where the host has mbstring, and WordPress does not make up for.
 */
final class Utf8 {

	/**
	 * The beginning of a text, at most so many bytes and no half character.
	 */
	public static function cut( string $text, int $max_bytes ): string {
		if ( strlen( $text ) <= $max_bytes ) {
			return $text;
		}
		$end = $max_bytes;
		// A byte 10xxxxxx goes on with the character before it.
		while ( $end > 0 && ( ord( $text[ $end ] ) & 0xc0 ) === 0x80 ) {
			--$end;
		}
		return substr( $text, 0, $end );
	}
}
