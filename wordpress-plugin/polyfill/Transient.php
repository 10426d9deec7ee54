<?php
/**
 * Keys and limits: the twin of the core's `transient`.
 *
 * @package MxChat
 */

declare( strict_types=1 );

namespace MxChat\Core\Polyfill;

use MxChat\Core\Core_Exception;

/**
 * Names what is kept for a while, and counts hits in windows.
 */
final class Transient {

	/** The last second of the year 9999. */
	private const MAX_SECONDS = 253402300799;

	/** 366 days: with MAX_COUNT it keeps every product within 64 bits. */
	private const MAX_WINDOW_SECONDS = 31622400;

	private const MAX_COUNT = 1000000000;

	/**
	 * See `MxChat\Core\transient_key()`.
	 *
	 * @param string $install_secret The secret of this installation.
	 * @param int    $blog_id        The site within its network.
	 * @param string $purpose        1 to 32 of a-z and "_".
	 * @param string $subject        Whom or what it is about.
	 * @throws Core_Exception `invalid_secret`, `invalid_purpose` or `out_of_range`.
	 */
	public static function transient_key( #[\SensitiveParameter] string $install_secret, int $blog_id, string $purpose, string $subject ): string {
		if ( '' === $install_secret ) {
			throw Core_Exception::of( 'invalid_secret' );
		}
		if ( 1 !== preg_match( '/\A[a-z_]{1,32}\z/', $purpose ) ) {
			throw Core_Exception::of( 'invalid_purpose' );
		}
		if ( $blog_id < 1 ) {
			throw Core_Exception::of( 'out_of_range' );
		}
		$encoded = '';
		foreach ( [ $install_secret, (string) $blog_id, $purpose, $subject ] as $field ) {
			// The length before each field keeps ("ab", "c") apart from ("a", "bc").
			$encoded .= pack( 'J', strlen( $field ) ) . $field;
		}
		return 'mxchat_' . $purpose . '_' . substr( hash( 'sha256', $encoded ), 0, 32 );
	}

	/**
	 * See `MxChat\Core\rate_window()`.
	 *
	 * @param int $now            Unix seconds.
	 * @param int $window_seconds From 1 to 366 days.
	 * @throws Core_Exception `out_of_range`.
	 */
	public static function rate_window( int $now, int $window_seconds ): int {
		self::within( $now, 0, self::MAX_SECONDS );
		self::within( $window_seconds, 1, self::MAX_WINDOW_SECONDS );
		return $now - $now % $window_seconds;
	}

	/**
	 * See `MxChat\Core\check_rate()`.
	 *
	 * @param int $limit          The most hits in any window.
	 * @param int $window_seconds From 1 to 366 days.
	 * @param int $previous       Hits of the window before this one.
	 * @param int $current        Hits of this window.
	 * @param int $now            Unix seconds.
	 * @return array{allowance: int, remaining: int, retry_after_seconds: int, resets_at: int}
	 * @throws Core_Exception `out_of_range`.
	 */
	public static function check_rate( int $limit, int $window_seconds, int $previous, int $current, int $now ): array {
		$resets_at = self::rate_window( $now, $window_seconds ) + $window_seconds;
		foreach ( [ $limit, $previous, $current ] as $count ) {
			self::within( $count, 0, self::MAX_COUNT );
		}
		$seconds_left = $resets_at - $now;
		$allowance    = self::allowance( $limit, $window_seconds, $previous, $seconds_left );
		return [
			'allowance'           => $allowance,
			'remaining'           => max( 0, $allowance - $current ),
			'retry_after_seconds' => $current < $allowance
				? 0
				: self::wait( $limit, $window_seconds, $previous, $current, $seconds_left ),
			'resets_at'           => $resets_at,
		];
	}

	/**
	 * How many hits a window may hold while `$seconds_left` of it remain: the window before it
	 * still counts for that share of its hits.
	 *
	 * @param int $limit          The most hits in any window.
	 * @param int $window_seconds The window.
	 * @param int $previous       Hits of the window before.
	 * @param int $seconds_left   From 1 to the window.
	 */
	private static function allowance( int $limit, int $window_seconds, int $previous, int $seconds_left ): int {
		$carried = intdiv( $previous * $seconds_left + $window_seconds - 1, $window_seconds );
		return max( 0, $limit - $carried );
	}

	/**
	 * Seconds until a hit would be admitted if none came meanwhile. Called when none is admitted now.
	 *
	 * @param int $limit          The most hits in any window.
	 * @param int $window_seconds The window.
	 * @param int $previous       Hits of the window before.
	 * @param int $current        Hits of this window.
	 * @param int $seconds_left   Of this window.
	 */
	private static function wait( int $limit, int $window_seconds, int $previous, int $current, int $seconds_left ): int {
		if ( 0 === $limit ) {
			return $seconds_left;
		}
		// In this window: the first second at which the hits carried over leave room for one more.
		$room = $limit - 1 - $current;
		if ( $room > 0 ) {
			$left = intdiv( $room * $window_seconds, $previous );
			if ( $left >= 1 ) {
				return $seconds_left - $left;
			}
		}
		// In the next window this one's hits are what is carried over; in the one after, nothing is.
		$left = 0 === $current ? $window_seconds : min( $window_seconds, intdiv( ( $limit - 1 ) * $window_seconds, $current ) );
		return $seconds_left + $window_seconds - $left;
	}

	/**
	 * Refuses a number outside its range.
	 *
	 * @param int $number The number.
	 * @param int $least  The smallest allowed.
	 * @param int $most   The largest allowed.
	 * @throws Core_Exception `out_of_range`.
	 */
	private static function within( int $number, int $least, int $most ): void {
		if ( $number < $least || $number > $most ) {
			throw Core_Exception::of( 'out_of_range' );
		}
	}
}
