<?php
/**
 * Embeddings as they are compared: the twin of the core's `action::vector`.
 *
 * @package MxChat
 */

declare( strict_types=1 );

namespace MxChat\Core\Polyfill\Action;

use MxChat\Core\Core_Exception;
use MxChat\Core\Polyfill\Similarity;

/**
 * Of unit length, seen from the mean of ordinary messages.
 */
final class Vector {

	/** Shorter vectors count as this long, so that none is divided by zero. */
	private const MIN_NORM = 1e-12;

	/**
	 * An embedding of unit length.
	 *
	 * @param list<float> $embedding Its numbers.
	 * @return list<float>
	 * @throws Core_Exception `not_finite`.
	 */
	public static function unit( array $embedding ): array {
		$length = max( Similarity::norm( $embedding ), self::MIN_NORM );
		return array_map( static fn( float $number ): float => $number / $length, $embedding );
	}

	/**
	 * A vector seen from the mean, of unit length, as packed 32-bit floats.
	 *
	 * @param list<float> $row  Its numbers.
	 * @param list<float> $mean As many.
	 */
	public static function centred( array $row, array $mean ): string {
		$seen = [];
		foreach ( $row as $i => $number ) {
			$seen[] = $number - $mean[ $i ];
		}
		$length = max( sqrt( Similarity::dot( $seen, $seen ) ), self::MIN_NORM );
		return pack( 'g*', ...array_map( static fn( float $number ): float => $number / $length, $seen ) );
	}

	/**
	 * The products of a vector with packed rows, one after the other.
	 *
	 * The sums run in the order of Similarity::dot(). Written out: without a compiler, half of the time would go into
	 * copying each row into a list and calling a function for it.
	 *
	 * @param list<float> $vector Its numbers.
	 * @param string      $rows   Rows of as many 32-bit floats.
	 * @return list<float>
	 */
	public static function products( array $vector, string $rows ): array {
		$width    = count( $vector );
		$whole    = $width - $width % 8;
		$products = [];
		foreach ( 0 === $width || '' === $rows ? [] : str_split( $rows, 4 * $width ) as $packed ) {
			// Counted from 1.
			$row = unpack( 'g*', $packed );
			$s0  = 0.0;
			$s1  = 0.0;
			$s2  = 0.0;
			$s3  = 0.0;
			$s4  = 0.0;
			$s5  = 0.0;
			$s6  = 0.0;
			$s7  = 0.0;
			for ( $i = 0; $i < $whole; $i += 8 ) {
				$s0 += $vector[ $i ] * $row[ $i + 1 ];
				$s1 += $vector[ $i + 1 ] * $row[ $i + 2 ];
				$s2 += $vector[ $i + 2 ] * $row[ $i + 3 ];
				$s3 += $vector[ $i + 3 ] * $row[ $i + 4 ];
				$s4 += $vector[ $i + 4 ] * $row[ $i + 5 ];
				$s5 += $vector[ $i + 5 ] * $row[ $i + 6 ];
				$s6 += $vector[ $i + 6 ] * $row[ $i + 7 ];
				$s7 += $vector[ $i + 7 ] * $row[ $i + 8 ];
			}
			if ( $whole < $width ) {
				$rest = [ $s0, $s1, $s2, $s3, $s4, $s5, $s6, $s7 ];
				for ( $i = $whole; $i < $width; ++$i ) {
					$rest[ $i - $whole ] += $vector[ $i ] * $row[ $i + 1 ];
				}
				[ $s0, $s1, $s2, $s3, $s4, $s5, $s6, $s7 ] = $rest;
			}
			$products[] = ( ( $s0 + $s4 ) + ( $s2 + $s6 ) ) + ( ( $s1 + $s5 ) + ( $s3 + $s7 ) );
		}
		return $products;
	}
}
