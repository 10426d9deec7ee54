<?php
declare( strict_types=1 );

namespace MxChat\Knowledge\Vectors;

/**
 * From several rankings of chunks to the passages that are worth reading.
 */
final class Fusion {

	/** A model's token has about four bytes of text in English, and three in Chinese or Japanese. */
	private const BYTES_PER_MODEL_TOKEN = 3;

	/**
	 * The chunks whose real score reaches the threshold in one of the rankings. Ranks alone cannot say that nothing fits.
	 *
	 * @param list<int>                $ids
	 * @param list<array<int,float>>   $scores Scores by chunk id, one list of each ranking.
	 * @return list<int>
	 */
	public static function above( array $ids, array $scores, float $threshold ): array {
		$best = static fn( int $id ) => max( array( 0.0, ...array_column( $scores, $id ) ) );
		return array_values( array_filter( $ids, static fn( int $id ) => $best( $id ) >= $threshold ) );
	}

	/**
	 * The first chunks, at most so many of each source: one long page shall not push out every other.
	 *
	 * @param list<int>      $ids     Best first.
	 * @param array<int,int> $sources Source by chunk id.
	 * @return list<int>
	 */
	public static function diverse( array $ids, array $sources, int $per_source, int $limit ): array {
		$kept  = array();
		$count = array();
		foreach ( $ids as $id ) {
			$source           = $sources[ $id ];
			$count[ $source ] = ( $count[ $source ] ?? 0 ) + 1;
			if ( $count[ $source ] <= $per_source ) {
				$kept[] = $id;
			}
		}
		return array_slice( $kept, 0, $limit );
	}

	/**
	 * Widens hits by the chunks beside them, nearest first and the best hit first, while the budget lasts.
	 *
	 * The hits themselves come before any neighbour. What lies together becomes one span.
	 *
	 * @param list<array{source_id:int,position:int}> $hits  Best first.
	 * @param array<int,array<int,int>>               $bytes Length of the text by source and position.
	 * @return list<array{source_id:int,first:int,last:int}> Spans of positions, in the order of their best hit.
	 */
	public static function with_neighbours( array $hits, array $bytes, int $reach, int $max_model_tokens ): array {
		$left  = $max_model_tokens * self::BYTES_PER_MODEL_TOKEN;
		$taken = array();
		foreach ( range( 0, $reach ) as $distance ) {
			foreach ( $hits as $hit ) {
				foreach ( array_unique( array( $hit['position'] + $distance, $hit['position'] - $distance ) ) as $position ) {
					$size = $bytes[ $hit['source_id'] ][ $position ] ?? null;
					if ( $size === null || $size > $left || isset( $taken[ $hit['source_id'] ][ $position ] ) || ! self::touches( $taken, $hit, $position ) ) {
						continue;
					}
					$taken[ $hit['source_id'] ][ $position ] = true;
					$left -= $size;
				}
			}
		}
		return self::spans( $hits, $taken );
	}

	/**
	 * A neighbour beyond one that did not fit would leave a gap in the text.
	 */
	private static function touches( array $taken, array $hit, int $position ): bool {
		$step = $hit['position'] <=> $position;
		return $step === 0 || isset( $taken[ $hit['source_id'] ][ $position + $step ] );
	}

	private static function spans( array $hits, array $taken ): array {
		$spans = array();
		foreach ( $hits as $hit ) {
			$positions = $taken[ $hit['source_id'] ] ?? array();
			if ( ! isset( $positions[ $hit['position'] ] ) ) {
				continue;
			}
			$first = $hit['position'];
			$last  = $hit['position'];
			while ( isset( $positions[ $first - 1 ] ) ) {
				--$first;
			}
			while ( isset( $positions[ $last + 1 ] ) ) {
				++$last;
			}
			$spans[ $hit['source_id'] . ':' . $first ] ??= array(
				'source_id' => $hit['source_id'],
				'first'     => $first,
				'last'      => $last,
			);
		}
		return array_values( $spans );
	}
}
