<?php
/**
 * Answers without a model: the twin of the core's `answer`.
 *
 * @package MxChat
 */

declare( strict_types=1 );

namespace MxChat\Core\Polyfill;

use MxChat\Core\Core_Exception;
use MxChat\Core\Polyfill\Answer\Composer;
use MxChat\Core\Polyfill\Answer\Relevance;
use MxChat\Core\Polyfill\Text\Query;
use MxChat\Core\Polyfill\Text\Search;
use MxChat\Core\Polyfill\Text\Words;

/**
 * The sentences of the best passages that answer a question.
 */
final class Answer {

	/** Longest answer, in characters. */
	public const MAX_CHARACTERS = 400;

	/** The relevance beyond chance from which on passages answer more often than not. */
	private const THRESHOLD = 0.2;

	/** Share of the question that a single word may have and be missing. */
	private const MAY_MISS = 0.15;

	/** What a missing word costs beyond that: "laptops" in "Do you sell laptops?". */
	private const MISSING = 0.5;

	/** How fast the confidence rises around the threshold. */
	private const STEEPNESS = 18.0;

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
		$passages   = array_values( $passages );
		$collection = new Search( $segments );
		$query      = new Query( $question, $collection );
		$relevance  = new Relevance( $query, $collection );
		$judged     = [];
		$best       = null;
		foreach ( $passages as [ 'title' => $title, 'text' => $text ] ) {
			Words::check( $title, $text );
			$passage  = $relevance->judge( $title, $text );
			$judged[] = $passage;
			if ( null === $best || $passage['relevance'] > $best['relevance'] ) {
				$best = $passage;
			}
		}
		$confidence      = null === $best ? 0.0 : self::confidence( $best, $query->expected );
		[ $quotes, $text ] = $confidence >= 0.5 ? ( new Composer( array_column( $passages, 'text' ), $judged ) )->compose() : [ [], null ];
		return [
			'answer'     => $text,
			'confidence' => $confidence,
			'quotes'     => $quotes,
			'scores'     => array_column( $judged, 'relevance' ),
		];
	}

	/**
	 * How sure it is that the passages answer, 0 to 1.
	 *
	 * @param array{relevance: float, missing: float} $best     The best passage.
	 * @param float                                   $expected What any chunk has of the question by chance.
	 */
	private static function confidence( array $best, float $expected ): float {
		$beyond_chance = ( $best['relevance'] - $expected ) / ( 1.0 - $expected );
		$missing       = self::MISSING * max( $best['missing'] - self::MAY_MISS, 0.0 );
		return Math::logistic( self::STEEPNESS * ( $beyond_chance - $missing - self::THRESHOLD ) );
	}
}
