<?php
/**
 * BM25 over segments: the twin of the core's `text::search`.
 *
 * @package MxChat
 */

declare( strict_types=1 );

namespace MxChat\Core\Polyfill\Text;

use MxChat\Core\Core_Exception;
use MxChat\Core\Polyfill\Math;

/**
 * Segments that form one collection, with the sums over them.
 */
final class Search {

	/** How soon more occurrences stop to count. */
	private const SATURATION = 1.2;

	/** How much a long chunk is held against it. */
	private const LENGTH_SHARE = 0.5;

	/** Occurrences that a place in the title is worth. */
	private const TITLE_WORTH = 1.0;

	private const WEIGHTS = [
		Features::WORD  => 1.0,
		Features::PIECE => 0.5,
		Features::CODE  => 2.0,
	];

	/**
	 * The segments, taken apart.
	 *
	 * @var list<Segment>
	 */
	private array $segments = [];

	/** Chunks in all segments. */
	public readonly float $rows;

	private float $average_length;

	/**
	 * Opens the segments of a collection.
	 *
	 * @param list<string> $segments Segments, a later one replacing rows of the earlier ones.
	 * @throws Core_Exception `invalid_record`.
	 */
	public function __construct( array $segments ) {
		$rows   = 0;
		$length = 0;
		foreach ( $segments as $bytes ) {
			$segment          = Segment::open( $bytes );
			$this->segments[] = $segment;
			$rows            += $segment->rows;
			$length          += $segment->total_length;
		}
		$this->rows           = (float) $rows;
		$this->average_length = 0 === $length || 0 === $rows ? 1.0 : (float) $length / $this->rows;
	}

	/**
	 * How much a feature tells: near 0 where every chunk has it.
	 *
	 * @param int $hash The feature.
	 */
	public function idf( int $hash ): float {
		$frequency = 0;
		foreach ( $this->segments as $segment ) {
			$frequency += $segment->frequency( $hash );
		}
		$others = $this->rows - (float) $frequency + 0.5;
		return Math::ln( 1.0 + ( $others > 0.0 ? $others : 0.0 ) / ( (float) $frequency + 0.5 ) );
	}

	/**
	 * The features of a question, each once, in its order.
	 *
	 * @param string $question Valid UTF-8.
	 * @return list<array{int, string}> Hash and kind of each.
	 */
	public static function distinct( string $question ): array {
		$distinct = [];
		foreach ( Features::of( $question ) as $feature ) {
			$distinct[ $feature[0] . $feature[1] ] ??= $feature;
		}
		return array_values( $distinct );
	}

	/**
	 * The chunks that match best, best first.
	 *
	 * @param string $question Valid UTF-8.
	 * @param int    $limit    The most results to return.
	 * @return list<array{id: int, score: float}>
	 */
	public function find( string $question, int $limit ): array {
		$weights = [];
		foreach ( self::distinct( $question ) as [ $hash, $kind ] ) {
			$weights[] = [ $hash, self::WEIGHTS[ $kind ] * $this->idf( $hash ) ];
		}
		$scores = [];
		$places = [];
		foreach ( $this->segments as $index => $segment ) {
			foreach ( $this->score_rows( $segment, $weights ) as $row => $score ) {
				if ( $score > 0.0 ) {
					$scores[] = $score;
					$places[] = [ $index, $row ];
				}
			}
		}
		// A stable sort: where scores are equal, the earlier segment and the lower id stay first.
		arsort( $scores, SORT_NUMERIC );
		$found = [];
		foreach ( $scores as $place => $score ) {
			if ( count( $found ) >= $limit ) {
				break;
			}
			[ $index, $row ] = $places[ $place ];
			$id              = $this->segments[ $index ]->id( $row );
			if ( $id >= 0 && ! $this->is_replaced( $index, $id ) ) {
				$found[] = [
					'id'    => $id,
					'score' => $score,
				];
			}
		}
		return $found;
	}

	/**
	 * Whether a later segment has the id too.
	 *
	 * @param int $index Position of the segment.
	 * @param int $id    An id in it.
	 */
	private function is_replaced( int $index, int $id ): bool {
		foreach ( array_slice( $this->segments, $index + 1 ) as $later ) {
			if ( $later->contains( $id ) ) {
				return true;
			}
		}
		return false;
	}

	/**
	 * The score of each row that has one of the features, by ascending row.
	 *
	 * @param Segment                  $segment One segment.
	 * @param list<array{int, float}> $weights Hash and weight of each feature of the question.
	 * @return array<int, float>
	 */
	private function score_rows( Segment $segment, array $weights ): array {
		$lengths = $segment->lengths();
		$scores  = [];
		foreach ( $weights as [ $hash, $weight ] ) {
			[ $rows, $amounts ] = $segment->postings( $hash );
			foreach ( $rows as $i => $row ) {
				if ( ! isset( $lengths[ $row ] ) ) {
					continue;
				}
				$amount         = $amounts[ $i ];
				$length         = (float) $lengths[ $row ] / $this->average_length;
				$slowdown       = self::SATURATION * ( 1.0 - self::LENGTH_SHARE + self::LENGTH_SHARE * $length );
				$count          = (float) ( $amount & 0x7f ) + ( $amount > 0x7f ? self::TITLE_WORTH : 0.0 );
				$scores[ $row ] = ( $scores[ $row ] ?? 0.0 ) + $weight * ( $count * ( self::SATURATION + 1.0 ) / ( $count + $slowdown ) );
			}
		}
		ksort( $scores );
		return $scores;
	}
}
