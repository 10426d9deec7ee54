<?php
/**
 * BM25 over segments: the twin of the core's `text::search`.
 *
 * @package MxChat
 */

declare( strict_types=1 );

namespace MxChat\Core\Polyfill\Text;

use MxChat\Core\Core_Exception;

/**
 * Segments that form one collection, with the sums over them.
 */
final class Search {

	/** How soon more occurrences stop to count. */
	private const SATURATION = 0.9;

	/** How much a long chunk is held against it. */
	private const LENGTH_SHARE = 0.6;

	/** What a place in the title is worth, beside 1.9 for any number of places in the text. */
	private const TITLE = 1.5;

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
	 * In how many chunks a feature stands.
	 *
	 * @param int $hash The feature.
	 */
	public function frequency( int $hash ): float {
		$frequency = 0;
		foreach ( $this->segments as $segment ) {
			$frequency += $segment->frequency( $hash );
		}
		return (float) $frequency;
	}

	/**
	 * What a feature is worth that stands in a chunk, and perhaps in its title.
	 *
	 * The title counts by itself: what a page is about is no more and no less true of its longest chunk.
	 *
	 * @param float $count       How often.
	 * @param bool  $is_in_title Whether the title has it.
	 * @param float $length      Words of the chunk.
	 */
	public function worth( float $count, bool $is_in_title, float $length ): float {
		return $this->saturated( $count, $length ) + ( $is_in_title ? self::TITLE : 0.0 );
	}

	/**
	 * What occurrences in a chunk are worth, 0 to 1.9.
	 *
	 * @param float $count  How often.
	 * @param float $length Words of the chunk.
	 */
	private function saturated( float $count, float $length ): float {
		$relative_length = $length / $this->average_length;
		$slowdown        = self::SATURATION * ( 1.0 - self::LENGTH_SHARE + self::LENGTH_SHARE * $relative_length );
		return $count * ( self::SATURATION + 1.0 ) / ( $count + $slowdown );
	}

	/**
	 * The chunks that match best, best first.
	 *
	 * @param string $question Valid UTF-8.
	 * @param int    $limit    The most results to return.
	 * @return list<array{id: int, score: float}>
	 */
	public function find( string $question, int $limit ): array {
		$query  = new Query( $question, $this );
		$scores = [];
		$places = [];
		foreach ( $this->segments as $index => $segment ) {
			foreach ( $this->score_rows( $segment, $query->terms ) as $row => $score ) {
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
	 * The score of each row that has one of the terms, by ascending row.
	 *
	 * @param Segment                       $segment One segment.
	 * @param list<array{int, float, int}> $terms   Of a query.
	 * @return array<int, float>
	 */
	private function score_rows( Segment $segment, array $terms ): array {
		// worth(), with what depends on the row alone once for each row.
		$slowdowns = [];
		foreach ( $segment->lengths() as $length ) {
			$slowdowns[] = self::SATURATION * ( 1.0 - self::LENGTH_SHARE + self::LENGTH_SHARE * ( (float) $length / $this->average_length ) );
		}
		$scores = [];
		foreach ( $terms as [ $hash, $weight ] ) {
			[ $rows, $amounts ] = $segment->postings( $hash );
			foreach ( $rows as $i => $row ) {
				if ( ! isset( $slowdowns[ $row ] ) ) {
					continue;
				}
				$amount         = $amounts[ $i ];
				$count          = (float) ( $amount & 0x7f );
				$worth          = $count * ( self::SATURATION + 1.0 ) / ( $count + $slowdowns[ $row ] ) + ( $amount > 0x7f ? self::TITLE : 0.0 );
				$scores[ $row ] = ( $scores[ $row ] ?? 0.0 ) + $weight * $worth;
			}
		}
		ksort( $scores );
		return $scores;
	}
}
