<?php
/**
 * How alike two embeddings are, and which of many are most alike.
 *
 * @package MxChat
 */

declare( strict_types=1 );

namespace MxChat\Core\Polyfill;

use MxChat\Core\Core_Exception;

/**
 * The twin of the core's `similarity`.
 *
 * Product i goes to running sum i mod 8; the eight sums are then combined in a written order. That order is
 * the contract that makes the result the same bits as the native one.
 */
final class Similarity {

	/**
	 * Cosine similarity of two packed embeddings, from -1 to 1.
	 *
	 * @throws Core_Exception With `invalid_embedding`, `dimension_mismatch` or `not_finite`.
	 */
	public static function cosine_similarity( string $a, string $b ): float {
		$left  = self::numbers( $a );
		$right = self::numbers( $b );
		if ( count( $left ) !== count( $right ) ) {
			throw Core_Exception::of( 'dimension_mismatch', count( $left ), count( $right ) );
		}
		return self::ratio( self::dot( $left, $right ), self::norm( $left ) * self::norm( $right ) );
	}

	/**
	 * The embeddings most alike to the query, best first, equal scores by position.
	 *
	 * @return list<array{position:int,score:float}>
	 * @throws Core_Exception With `invalid_embedding`, `dimension_mismatch`, `out_of_range` or `not_finite`.
	 */
	public static function rank_embeddings( string $query, string $embeddings, int $limit, float $threshold ): array {
		if ( $limit < 0 ) {
			throw Core_Exception::of( 'out_of_range' );
		}
		$wanted = self::numbers( $query );
		$bytes  = strlen( $query );
		if ( 0 === $bytes || 0 !== strlen( $embeddings ) % 4 ) {
			throw Core_Exception::of( 'invalid_embedding' );
		}
		if ( 0 !== strlen( $embeddings ) % $bytes ) {
			throw Core_Exception::of( 'dimension_mismatch', count( $wanted ), intdiv( strlen( $embeddings ) % $bytes, 4 ) );
		}
		if ( ! is_finite( $threshold ) ) {
			throw Core_Exception::of( 'not_finite' );
		}
		$norm   = self::norm( $wanted );
		$ranked = [];
		$rows   = intdiv( strlen( $embeddings ), $bytes );
		for ( $position = 0; $position < $rows; ++$position ) {
			$row   = array_values( unpack( 'g*', substr( $embeddings, $position * $bytes, $bytes ) ) );
			$score = self::ratio( self::dot( $wanted, $row ), $norm * self::norm( $row ) );
			if ( $score >= $threshold ) {
				$ranked[] = [
					'position' => $position,
					'score'    => $score,
				];
			}
		}
		usort(
			$ranked,
			static fn ( array $a, array $b ): int => ( $b['score'] <=> $a['score'] ) ?: ( $a['position'] <=> $b['position'] )
		);
		return array_slice( $ranked, 0, $limit );
	}

	/**
	 * The numbers of a packed embedding.
	 *
	 * @return list<float>
	 * @throws Core_Exception With `invalid_embedding`.
	 */
	public static function numbers( string $packed ): array {
		if ( 0 !== strlen( $packed ) % 4 ) {
			throw Core_Exception::of( 'invalid_embedding' );
		}
		return '' === $packed ? [] : array_values( unpack( 'g*', $packed ) );
	}

	/**
	 * The sum of products, in the written order.
	 *
	 * @param list<float> $a One embedding.
	 * @param list<float> $b Another of the same dimensions.
	 */
	public static function dot( array $a, array $b ): float {
		$s0    = 0.0;
		$s1    = 0.0;
		$s2    = 0.0;
		$s3    = 0.0;
		$s4    = 0.0;
		$s5    = 0.0;
		$s6    = 0.0;
		$s7    = 0.0;
		$count = count( $a );
		$whole = $count - $count % 8;
		for ( $i = 0; $i < $whole; $i += 8 ) {
			$s0 += $a[ $i ] * $b[ $i ];
			$s1 += $a[ $i + 1 ] * $b[ $i + 1 ];
			$s2 += $a[ $i + 2 ] * $b[ $i + 2 ];
			$s3 += $a[ $i + 3 ] * $b[ $i + 3 ];
			$s4 += $a[ $i + 4 ] * $b[ $i + 4 ];
			$s5 += $a[ $i + 5 ] * $b[ $i + 5 ];
			$s6 += $a[ $i + 6 ] * $b[ $i + 6 ];
			$s7 += $a[ $i + 7 ] * $b[ $i + 7 ];
		}
		if ( $whole < $count ) {
			$rest = [ $s0, $s1, $s2, $s3, $s4, $s5, $s6, $s7 ];
			for ( $i = $whole; $i < $count; ++$i ) {
				$rest[ $i - $whole ] += $a[ $i ] * $b[ $i ];
			}
			[ $s0, $s1, $s2, $s3, $s4, $s5, $s6, $s7 ] = $rest;
		}
		return ( ( $s0 + $s4 ) + ( $s2 + $s6 ) ) + ( ( $s1 + $s5 ) + ( $s3 + $s7 ) );
	}

	/**
	 * The length of an embedding.
	 *
	 * @param list<float> $embedding Its numbers.
	 * @throws Core_Exception With `not_finite`.
	 */
	public static function norm( array $embedding ): float {
		$squares = self::dot( $embedding, $embedding );
		if ( ! is_finite( $squares ) ) {
			throw Core_Exception::of( 'not_finite' );
		}
		return sqrt( $squares );
	}

	/**
	 * The quotient of a sum of products and the product of two lengths, kept in -1 to 1.
	 */
	public static function ratio( float $product, float $norms ): float {
		return $norms > 0.0 ? max( -1.0, min( 1.0, $product / $norms ) ) : 0.0;
	}
}
