<?php
declare( strict_types=1 );

namespace MxChat\Rest;

/**
 * Times at the border: ISO 8601 in UTC outside, `Y-m-d H:i:s` in UTC in the tables.
 */
final class Time {

	public static function now(): string {
		return gmdate( 'Y-m-d H:i:s' );
	}

	public static function from_unix( int $seconds ): string {
		return gmdate( 'Y-m-d H:i:s', $seconds );
	}

	public static function to_unix( string $stored ): int {
		return (int) strtotime( $stored . ' UTC' );
	}

	public static function to_iso( string $stored ): string {
		return str_replace( ' ', 'T', $stored ) . 'Z';
	}

	/**
	 * A time as a client wrote it, in the form of the tables; null if it is none. Without a zone it is UTC.
	 */
	public static function parse( string $text ): ?string {
		// In a query string a "+" of the offset arrives as a space.
		$text = preg_replace( '/^(\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?) (\d\d:?\d\d)$/', '$1+$2', $text );
		try {
			$time = new \DateTimeImmutable( $text, new \DateTimeZone( 'UTC' ) );
		} catch ( \Exception ) {
			return null;
		}
		$year = (int) $time->setTimezone( new \DateTimeZone( 'UTC' ) )->format( 'Y' );
		return $year >= 1000 && $year <= 9999 ? $time->setTimezone( new \DateTimeZone( 'UTC' ) )->format( 'Y-m-d H:i:s' ) : null;
	}
}
