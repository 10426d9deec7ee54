<?php
declare( strict_types=1 );

namespace MxChat\Embeddings;

/**
 * An embedding of length one, as it is stored and sent to the core.
 */
final class Unit_Vector {

	private const SUMS = 8;

	/**
	 * Packed little-endian 32-bit floats; null where the numbers point nowhere or are none.
	 *
	 * The squares are summed as the core sums products, so that every build of the product stores the same bits.
	 *
	 * @param array<int,mixed> $numbers
	 */
	public static function pack( array $numbers ): ?string {
		$sums = array_fill( 0, self::SUMS, 0.0 );
		foreach ( $numbers as $i => $number ) {
			if ( ! is_float( $number ) && ! is_int( $number ) ) {
				return null;
			}
			$sums[ $i % self::SUMS ] += (float) $number * (float) $number;
		}
		[ $s0, $s1, $s2, $s3, $s4, $s5, $s6, $s7 ] = $sums;
		$length = sqrt( ( ( $s0 + $s4 ) + ( $s2 + $s6 ) ) + ( ( $s1 + $s5 ) + ( $s3 + $s7 ) ) );
		if ( ! is_finite( $length ) || $length <= 0.0 ) {
			return null;
		}
		return pack( 'g*', ...array_map( static fn( float|int $number ) => $number / $length, $numbers ) );
	}
}
