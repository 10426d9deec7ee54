<?php
/**
 * Thresholds as people write them: the twin of the core's `threshold`.
 *
 * @package MxChat
 */

declare( strict_types=1 );

namespace MxChat\Core\Polyfill;

use MxChat\Core\Core_Exception;

/**
 * Parses and prints thresholds.
 */
final class Threshold {

	/** A text longer than this is not a number that a person wrote. */
	private const MAX_LENGTH = 32;

	/**
	 * See `MxChat\Core\parse_threshold()`.
	 *
	 * @param string $text What was written.
	 * @throws Core_Exception `invalid_threshold`.
	 */
	public static function parse_threshold( string $text ): float {
		if ( strlen( $text ) > self::MAX_LENGTH || 1 !== preg_match( '/\A([0-9]+(?:\.[0-9]+)?)(%?)\z/', $text, $match ) ) {
			throw Core_Exception::of( 'invalid_threshold' );
		}
		$number    = (float) $match[1];
		$threshold = '%' === $match[2] || $number > 1.0 ? $number / 100.0 : $number;
		if ( $threshold > 1.0 ) {
			throw Core_Exception::of( 'invalid_threshold' );
		}
		return $threshold;
	}

	/**
	 * See `MxChat\Core\format_threshold()`.
	 *
	 * @param float $threshold From 0 to 1.
	 * @throws Core_Exception `invalid_threshold` or `not_finite`.
	 */
	public static function format_threshold( float $threshold ): string {
		if ( ! is_finite( $threshold ) ) {
			throw Core_Exception::of( 'not_finite' );
		}
		if ( $threshold < 0.0 || $threshold > 1.0 ) {
			throw Core_Exception::of( 'invalid_threshold' );
		}
		// Whole hundredths of a percent: casting to int rounds down, so 0.29 × 10,000 may lie a bit below 2,900.
		$hundredths = (int) ( $threshold * 10000.0 + 0.5 );
		$percent    = intdiv( $hundredths, 100 );
		$decimals   = $hundredths % 100;
		if ( 0 === $decimals ) {
			return (string) $percent;
		}
		return $percent . '.' . rtrim( sprintf( '%02d', $decimals ), '0' );
	}
}
