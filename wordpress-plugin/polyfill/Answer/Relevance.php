<?php
/**
 * How close a passage is to a question: the twin of the core's `answer::relevance`.
 *
 * @package MxChat
 */

declare( strict_types=1 );

namespace MxChat\Core\Polyfill\Answer;

use MxChat\Core\Polyfill\Answer;
use MxChat\Core\Polyfill\Text\Features;
use MxChat\Core\Polyfill\Text\Query;
use MxChat\Core\Polyfill\Text\Search;
use MxChat\Core\Polyfill\Text\Sentences;
use MxChat\Core\Polyfill\Text\Words;

/**
 * Judges passages, and the sentences of them.
 */
final class Relevance {

	/** Sentences are joined until they have so many characters: phrases of Thai, "Yes.", "No.". */
	private const MIN_CHARACTERS = 70;

	/** What it is worth that the title names the question. */
	private const NAMED = 0.3;

	/**
	 * Position of each of the query's terms by hash.
	 *
	 * @var array<int, int>
	 */
	private array $positions = [];

	/**
	 * Keeps what passages are judged by.
	 *
	 * @param Query  $query      What is asked.
	 * @param Search $collection Where the passages come from.
	 */
	public function __construct( private Query $query, private Search $collection ) {
		foreach ( $query->terms as $position => [ $hash ] ) {
			$this->positions[ $hash ] = $position;
		}
	}

	/**
	 * Four views of a passage as one: BM25 of the whole, the share of the question that title and text have, the share
	 * that the title and the best stretch of an answer's length have, and whether the title names it.
	 *
	 * `missing` is the largest share of the question that a single word has which the passage lacks; `in_title` the share
	 * that its title has.
	 *
	 * @param string $title Valid UTF-8.
	 * @param string $text  Valid UTF-8.
	 * @return array{relevance: float, missing: float, in_title: float, units: list<array{start: int, end: int, characters: int, length: float, counts: array<int, float>, coverage: float}>}
	 */
	public function judge( string $title, string $text ): array {
		$units  = $this->units( $text );
		$counts = [];
		$length = 0.0;
		foreach ( $units as $unit ) {
			$length += $unit['length'];
			foreach ( $unit['counts'] as $position => $count ) {
				$counts[ $position ] = ( $counts[ $position ] ?? 0.0 ) + $count;
			}
		}
		[ $words, $in_title ] = $this->counted( $title );

		$score   = 0.0;
		$covered = 0.0;
		foreach ( $this->query->terms as $position => [ , $weight ] ) {
			if ( isset( $counts[ $position ] ) || isset( $in_title[ $position ] ) ) {
				$score   += $weight * $this->collection->worth( $counts[ $position ] ?? 0.0, isset( $in_title[ $position ] ), $length );
				$covered += $weight;
			}
		}
		$window    = $this->best_window( $in_title, $units );
		$named     = self::NAMED * $this->named( $in_title, $words );
		$relevance = 0.4 * $this->query->share( $score ) + 0.2 * $this->query->share( $covered ) + 0.4 * $window + $named;
		return [
			'relevance' => min( $relevance, 1.0 ),
			'missing'   => $this->missing( $counts + $in_title ),
			'in_title'  => $this->coverage( $in_title ),
			'units'     => $units,
		];
	}

	/**
	 * The share of the question that the title has, as far as the title is about nothing else: "Returns" names "How do
	 * returns work?" better than "Returns, repairs and other letters" does.
	 *
	 * @param array<int, float> $in_title By position of the term.
	 * @param float             $words    Of the title.
	 */
	private function named( array $in_title, float $words ): float {
		$all   = [];
		$found = [];
		foreach ( $this->query->terms as $position => [ , $weight, $word ] ) {
			$all[ $word ] = ( $all[ $word ] ?? 0.0 ) + $weight;
			if ( isset( $in_title[ $position ] ) ) {
				$found[ $word ] = ( $found[ $word ] ?? 0.0 ) + $weight;
			}
		}
		$sum         = 0.0;
		$found_words = 0.0;
		foreach ( $found as $word => $weight ) {
			if ( $weight > 0.0 ) {
				$sum         += $weight;
				$found_words += $weight / $all[ $word ];
			}
		}
		return $words > 0.0 ? $this->query->share( $sum ) * min( $found_words / $words, 1.0 ) : 0.0;
	}

	/**
	 * The largest share of the question that a single word has without a count.
	 *
	 * @param array<int, float> $counts By position of the term.
	 */
	private function missing( array $counts ): float {
		$largest = 0.0;
		$by_word = [];
		foreach ( $this->query->terms as $position => [ , $weight, $word ] ) {
			if ( ! isset( $counts[ $position ] ) ) {
				$by_word[ $word ] = ( $by_word[ $word ] ?? 0.0 ) + $weight;
				$largest          = max( $largest, $by_word[ $word ] );
			}
		}
		return $this->query->share( $largest );
	}

	/**
	 * How many words a text has, and how often it has each of the question's terms, by ascending position.
	 *
	 * @param string $text Valid UTF-8.
	 * @return array{float, array<int, float>}
	 */
	private function counted( string $text ): array {
		$words  = 0.0;
		$counts = [];
		foreach ( Features::of( $text ) as [ $hash, $kind ] ) {
			$words += Features::WORD === $kind ? 1.0 : 0.0;
			if ( isset( $this->positions[ $hash ] ) ) {
				$position            = $this->positions[ $hash ];
				$counts[ $position ] = ( $counts[ $position ] ?? 0.0 ) + 1.0;
			}
		}
		ksort( $counts );
		return [ $words, $counts ];
	}

	/**
	 * The share of the question that some of its terms have.
	 *
	 * @param array<int, mixed> $terms By position, ascending.
	 */
	private function coverage( array $terms ): float {
		$sum = 0.0;
		foreach ( $terms as $position => $found ) {
			$sum += $this->query->terms[ $position ][1];
		}
		return $this->query->share( $sum );
	}

	/**
	 * The sentences of a text, short ones joined, with what they have of the question.
	 *
	 * @param string $text Valid UTF-8.
	 * @return list<array{start: int, end: int, characters: int, length: float, counts: array<int, float>, coverage: float}>
	 */
	private function units( string $text ): array {
		$units = [];
		foreach ( self::joined( $text ) as [ $start, $end ] ) {
			$part                = substr( $text, $start, $end - $start );
			[ $length, $counts ] = $this->counted( $part );

			$units[] = [
				'start'      => $start,
				'end'        => $end,
				'characters' => Words::count( $part ),
				'length'     => $length,
				'counts'     => $counts,
				'coverage'   => $this->coverage( $counts ),
			];
		}
		return $units;
	}

	/**
	 * The sentences, the short ones joined with what follows as far as an answer can hold.
	 *
	 * @param string $text Valid UTF-8.
	 * @return list<array{int, int}>
	 */
	private static function joined( string $text ): array {
		$joined = [];
		$last   = -1;
		foreach ( Sentences::pieces( $text, Answer::MAX_CHARACTERS ) as [ $start, $end ] ) {
			if ( $last >= 0 ) {
				$open = $joined[ $last ][0];
				if (
					Words::count( substr( $text, $open, $joined[ $last ][1] - $open ) ) < self::MIN_CHARACTERS
					&& ! self::is_complete( $text, $joined[ $last ][1], $start )
					&& Words::count( substr( $text, $open, $end - $open ) ) <= Answer::MAX_CHARACTERS
				) {
					$joined[ $last ][1] = $end;
					continue;
				}
			}
			$joined[] = [ $start, $end ];
			++$last;
		}
		return $joined;
	}

	/**
	 * Whether a paragraph ends with a whole sentence, before what starts next: a heading belongs to what follows it, not
	 * to what stands before.
	 *
	 * @param string $text Valid UTF-8.
	 * @param int    $end  Where the last sentence ends.
	 * @param int    $next Where the next one starts.
	 */
	private static function is_complete( string $text, int $end, int $next ): bool {
		return str_contains( substr( $text, $end, $next - $end ), "\n" )
			&& Sentences::ends_with_stop( substr( $text, max( 0, $end - 3 ), min( 3, $end ) ) );
	}

	/**
	 * The largest share of the question that the title and neighbouring units of an answer's length have together.
	 *
	 * @param array<int, float>                                       $in_title By position of the term.
	 * @param list<array{characters: int, counts: array<int, float>}> $units    Of a passage.
	 */
	private function best_window( array $in_title, array $units ): float {
		$best = 0.0;
		foreach ( $units as $first => $unit ) {
			$terms      = $in_title;
			$characters = 0;
			for ( $i = $first; isset( $units[ $i ] ); $i++ ) {
				$characters += $units[ $i ]['characters'] + 1;
				if ( $characters > Answer::MAX_CHARACTERS + 1 ) {
					break;
				}
				$terms += $units[ $i ]['counts'];
			}
			ksort( $terms );
			$best = max( $best, $this->coverage( $terms ) );
		}
		return $best;
	}
}
