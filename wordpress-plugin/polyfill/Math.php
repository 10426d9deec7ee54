<?php
/**
 * `ln` and `exp` in one written definition: the twin of the core's `math`.
 *
 * @package MxChat
 */

declare( strict_types=1 );

namespace MxChat\Core\Polyfill;

/**
 * Only `+ − × ÷` in the core's order, so that both give the same bits on every platform.
 */
final class Math {

	private const LN_2        = 0.693147180559945309417232121458;
	private const SQRT_2      = 1.41421356237309504880168872420969808;
	private const FRAC_SQRT_2 = 0.707106781186547524400844362104849039;

	/**
	 * Natural logarithm of a positive, finite number; NaN for any other.
	 *
	 * @param float $x The number.
	 */
	public static function ln( float $x ): float {
		if ( ! ( $x > 0.0 && $x < INF ) ) {
			return NAN;
		}
		$exponent = 0.0;
		while ( $x > self::SQRT_2 ) {
			$x        *= 0.5;
			$exponent += 1.0;
		}
		while ( $x < self::FRAC_SQRT_2 ) {
			$x        *= 2.0;
			$exponent -= 1.0;
		}
		$s      = ( $x - 1.0 ) / ( $x + 1.0 );
		$square = $s * $s;
		$sum    = 0.0;
		for ( $odd = 25.0; $odd > 0.0; $odd -= 2.0 ) {
			$sum = $sum * $square + 1.0 / $odd;
		}
		return $exponent * self::LN_2 + 2.0 * $s * $sum;
	}

	/**
	 * The number e to the power of `$x`; 0 below −700, the value at 700 above it, NaN for NaN.
	 *
	 * @param float $x The exponent.
	 */
	public static function exp( float $x ): float {
		if ( is_nan( $x ) ) {
			return $x;
		}
		if ( $x < -700.0 ) {
			return 0.0;
		}
		$rest  = $x > 700.0 ? 700.0 : $x;
		$power = 1.0;
		while ( $rest > 0.5 ) {
			$rest  -= self::LN_2;
			$power *= 2.0;
		}
		while ( $rest < -0.5 ) {
			$rest  += self::LN_2;
			$power *= 0.5;
		}
		$sum = 1.0;
		for ( $n = 14.0; $n > 0.0; $n -= 1.0 ) {
			$sum = 1.0 + $sum * $rest / $n;
		}
		return $sum * $power;
	}

	/**
	 * The logistic function: a score of any size as a probability from 0 to 1.
	 *
	 * @param float $x The score.
	 */
	public static function logistic( float $x ): float {
		return 1.0 / ( 1.0 + self::exp( -$x ) );
	}
}
