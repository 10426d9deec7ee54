<?php
declare( strict_types=1 );

namespace MxChat\Tools;

/**
 * Dates as JSON writes them (RFC 3339): a day that is on the calendar, a time that is on the clock.
 */
final class Date_Text {

	public static function is_day( string $text ): bool {
		return preg_match( '/^(\d{4})-(\d\d)-(\d\d)$/D', $text, $part ) === 1 && checkdate( (int) $part[2], (int) $part[3], (int) $part[1] );
	}

	public static function is_time( string $text ): bool {
		return preg_match( '/^(\d{4}-\d\d-\d\d)[Tt ](\d\d):(\d\d):(\d\d)(\.\d{1,9})?([Zz]|[+-]\d\d:\d\d)$/D', $text, $part ) === 1
			&& self::is_day( $part[1] )
			&& (int) $part[2] < 24 && (int) $part[3] < 60 && (int) $part[4] < 60;
	}
}
