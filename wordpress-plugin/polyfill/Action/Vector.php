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
	 * The sums run in the order of Similarity::dot().
	 *
	 * @param list<float> $vector Its numbers.
	 * @param string      $rows   Rows of as many 32-bit floats.
	 * @return list<float>
	 */
	public static function products( array $vector, string $rows ): array {
		$width    = count( $vector );
		$products = [];
		if ( 0 === $width ) {
			return $products;
		}
		foreach ( str_split( $rows, 4 * $width ) as $row ) {
			if ( '' !== $row ) {
				$products[] = Similarity::dot( $vector, array_values( unpack( 'g*', $row ) ) );
			}
		}
		return $products;
	}
}
