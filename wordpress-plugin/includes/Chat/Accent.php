<?php
declare( strict_types=1 );

namespace MxChat\Chat;

/**
 * The owner's colour, and those made of it that can be read: on it, and beside it by day and by night.
 *
 * Contrast as WCAG 2.2 defines it, at least 4.5 to 1.
 */
final class Accent {

	public const PATTERN = '^(#[0-9a-fA-F]{6})?$';

	private const CONTRAST = 4.5;
	private const BLACK    = array( 0, 0, 0 );
	private const WHITE    = array( 255, 255, 255 );

	/** Of the widget's grounds the two on which a colour is hardest to read: src/chat/launcher.css. */
	private const LIGHT = array( 0xf5, 0xf6, 0xf9 );
	private const DARK  = array( 0x1b, 0x1f, 0x29 );

	/**
	 * Custom properties of the widget; an empty string for none.
	 */
	public static function style( string $accent ): string {
		if ( $accent === '' || ! preg_match( '/' . self::PATTERN . '/D', $accent ) ) {
			return '';
		}
		$colour = array_map( 'hexdec', str_split( substr( $accent, 1 ), 2 ) );
		$text   = self::contrast( $colour, self::WHITE ) >= self::CONTRAST ? self::WHITE : self::BLACK;
		return sprintf(
			'--mxchat-accent:%s;--mxchat-accent-text:%s;--mxchat-accent-on-light:%s;--mxchat-accent-on-dark:%s;',
			self::hex( $colour ),
			self::hex( $text ),
			self::hex( self::legible( $colour, self::LIGHT, self::BLACK ) ),
			self::hex( self::legible( $colour, self::DARK, self::WHITE ) )
		);
	}

	/**
	 * As much of the colour as can be read on the ground, the rest of `$rescue`.
	 */
	private static function legible( array $colour, array $ground, array $rescue ): array {
		for ( $percent = 100; $percent > 0; $percent -= 5 ) {
			$mixed = array_map( static fn( int $own, int $other ) => intdiv( $own * $percent + $other * ( 100 - $percent ), 100 ), $colour, $rescue );
			if ( self::contrast( $mixed, $ground ) >= self::CONTRAST ) {
				return $mixed;
			}
		}
		return $rescue;
	}

	private static function contrast( array $one, array $other ): float {
		$luminances = array( self::luminance( $one ), self::luminance( $other ) );
		return ( max( $luminances ) + 0.05 ) / ( min( $luminances ) + 0.05 );
	}

	private static function luminance( array $colour ): float {
		[ $red, $green, $blue ] = array_map(
			static fn( int $value ) => $value / 255 <= 0.04045 ? $value / 255 / 12.92 : ( ( $value / 255 + 0.055 ) / 1.055 ) ** 2.4,
			$colour
		);
		return 0.2126 * $red + 0.7152 * $green + 0.0722 * $blue;
	}

	private static function hex( array $colour ): string {
		return vsprintf( '#%02x%02x%02x', $colour );
	}
}
