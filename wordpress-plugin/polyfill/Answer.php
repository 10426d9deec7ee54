<?php
/**
 * Answers without a model: the twin of the core's `answer`.
 *
 * @package MxChat
 */

declare( strict_types=1 );

namespace MxChat\Core\Polyfill;

use MxChat\Core\Core_Exception;
use MxChat\Core\Polyfill\Text\Features;
use MxChat\Core\Polyfill\Text\Search;
use MxChat\Core\Polyfill\Text\Sentences;
use MxChat\Core\Polyfill\Text\Words;

/**
 * The sentences of the best passages that answer a question.
 */
final class Answer {

	/** Longest answer, in characters. */
	private const MAX_CHARACTERS = 400;

	/** Below this confidence the engine declines. */
	private const THRESHOLD = 0.5;

	/**
	 * See `MxChat\Core\extract_answer()`.
	 *
	 * @param string                                   $question What was asked.
	 * @param list<array{title: string, text: string}> $passages Best first.
	 * @param list<string>                             $segments Those of the collection.
	 * @return array{answer: ?string, confidence: float, quotes: list<array{passage: int, start: int, end: int}>, scores: list<float>}
	 * @throws Core_Exception `invalid_utf8` or `invalid_record`.
	 */
	public static function extract_answer( string $question, array $passages, array $segments ): array {
		Words::check( $question );
		$collection = new Search( $segments );
		$weights    = [];
		foreach ( Search::distinct( $question ) as [ $hash, $kind ] ) {
			$weights[] = [ $hash, ( Features::PIECE === $kind ? 0.5 : 1.0 ) * $collection->idf( $hash ) ];
		}
		$answer = [
			'answer'     => null,
			'confidence' => 0.0,
			'quotes'     => [],
			'scores'     => [],
		];
		$best   = null;
		foreach ( $passages as $i => $passage ) {
			Words::check( $passage['title'], $passage['text'] );
			$score              = self::coverage( $weights, [ $passage['title'], $passage['text'] ] );
			$answer['scores'][] = $score;
			if ( null === $best || $score > $answer['confidence'] ) {
				$best                 = $i;
				$answer['confidence'] = $score;
			}
		}
		if ( null === $best || $answer['confidence'] < self::THRESHOLD ) {
			return $answer;
		}
		$text   = $passages[ $best ]['text'];
		$window = self::best_window( $weights, $text );
		if ( null !== $window ) {
			$answer['answer']   = substr( $text, $window[0], $window[1] - $window[0] );
			$answer['quotes'][] = [
				'passage' => $best,
				'start'   => $window[0],
				'end'     => $window[1],
			];
		}
		return $answer;
	}

	/**
	 * The share of the question's weight that the texts have.
	 *
	 * @param list<array{int, float}> $weights Hash and weight of each feature of the question.
	 * @param list<string>            $texts   Valid UTF-8.
	 */
	private static function coverage( array $weights, array $texts ): float {
		$present = [];
		foreach ( $texts as $text ) {
			foreach ( Features::of( $text ) as [ $hash ] ) {
				$present[ $hash ] = true;
			}
		}
		$all     = 0.0;
		$covered = 0.0;
		foreach ( $weights as [ $hash, $weight ] ) {
			$all += $weight;
			if ( isset( $present[ $hash ] ) ) {
				$covered += $weight;
			}
		}
		return $all > 0.0 ? $covered / $all : 0.0;
	}

	/**
	 * The run of sentences that covers most of the question.
	 *
	 * @param list<array{int, float}> $weights Hash and weight of each feature of the question.
	 * @param string                  $text    Valid UTF-8.
	 * @return ?array{int, int}
	 */
	private static function best_window( array $weights, string $text ): ?array {
		$sentences = Sentences::of( $text );
		$best      = null;
		$highest   = 0.0;
		foreach ( $sentences as $first => [ $start ] ) {
			$window = null;
			foreach ( array_slice( $sentences, $first ) as [ , $end ] ) {
				if ( Words::count( substr( $text, $start, $end - $start ) ) > self::MAX_CHARACTERS ) {
					break;
				}
				$window = [ $start, $end ];
			}
			if ( null === $window ) {
				$characters = Words::characters( substr( $text, $start, $sentences[ $first ][1] - $start ) );
				$window     = [ $start, $start + strlen( implode( '', array_slice( $characters, 0, self::MAX_CHARACTERS ) ) ) ];
			}
			$score = self::coverage( $weights, [ substr( $text, $window[0], $window[1] - $window[0] ) ] );
			if ( null === $best || $score > $highest ) {
				$best    = $window;
				$highest = $score;
			}
		}
		return $best;
	}
}
