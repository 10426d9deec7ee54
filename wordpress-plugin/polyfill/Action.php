<?php
/**
 * Which action a message asks for: the twin of the core's `action`.
 *
 * @package MxChat
 */

declare( strict_types=1 );

namespace MxChat\Core\Polyfill;

use MxChat\Core\Core_Exception;
use MxChat\Core\Polyfill\Action\Background;
use MxChat\Core\Polyfill\Action\Model;
use MxChat\Core\Polyfill\Action\Scorer;
use MxChat\Core\Polyfill\Action\Trainer;
use MxChat\Core\Polyfill\Text\Words;

/**
 * Scores by meaning and by words, without a fixed threshold.
 */
final class Action {

	/** The logit that the greatest strictness asks for, and minus it the least. */
	private const STRICTEST = 4.0;

	/** How far below its bar an action may score and still be offered to the model. */
	private const LIKELY = 2.5;

	/** Two actions closer than this are told apart by the model, not by the score. */
	private const AMBIGUOUS = 0.25;

	/**
	 * See `MxChat\Core\build_background()`.
	 *
	 * @param list<string> $messages   Ordinary messages.
	 * @param list<string> $synonyms   Words that mean the same.
	 * @param string       $embeddings One of each message, packed, or nothing.
	 * @throws Core_Exception `invalid_utf8`, `invalid_embedding`, `out_of_range` or `not_finite`.
	 */
	public static function build_background( array $messages, array $synonyms, string $embeddings ): string {
		Words::check( ...array_values( $messages ), ...array_values( $synonyms ) );
		return Background::build( $messages, $synonyms, Similarity::numbers( $embeddings ) );
	}

	/**
	 * See `MxChat\Core\train_actions()`.
	 *
	 * @param list<array{id: string, label: string, phrases: list<string>, counter_phrases?: list<string>, threshold?: ?float}> $actions    What to train.
	 * @param string                                                                                                        $background Of build_background().
	 * @param string                                                                                                        $embeddings Those of the texts, packed, or nothing.
	 * @param bool                                                                                                          $has_head   Whether heads are trained.
	 * @throws Core_Exception Several.
	 */
	public static function train_actions( array $actions, string $background, string $embeddings, bool $has_head ): string {
		foreach ( $actions as $place => $action ) {
			$actions[ $place ] = $action + [
				'counter_phrases' => [],
				'threshold'       => null,
			];
			Words::check( $action['id'], $action['label'], ...array_values( $action['phrases'] ), ...array_values( $action['counter_phrases'] ?? [] ) );
		}
		$numbers = Similarity::numbers( $embeddings );
		return ( new Trainer( array_values( $actions ), Background::open( $background ) ) )->train( $numbers, $has_head );
	}

	/**
	 * See `MxChat\Core\score_actions()`.
	 *
	 * @param string $model      Of train_actions().
	 * @param string $background That of the training.
	 * @param string $message    What was said, or nothing.
	 * @param string $embedding  Of the message, packed, or nothing.
	 * @param float  $strictness From 0 to 1.
	 * @return list<array{id: string, score: float, threshold: float, margin: ?float, phrase: int, similarity: float, semantic: ?float, lexical: ?float, decision: string}>
	 * @throws Core_Exception Several.
	 */
	public static function score_actions( string $model, string $background, string $message, string $embedding, float $strictness ): array {
		Words::check( $message );
		$numbers    = Similarity::numbers( $embedding );
		$background = Background::open( $background );
		$model      = new Model( $model );
		if ( $model->background !== $background->checksum ) {
			throw Core_Exception::of( 'invalid_record' );
		}
		if ( ! ( $strictness >= 0.0 && $strictness <= 1.0 ) ) {
			throw Core_Exception::of( 'out_of_range' );
		}
		$scorer   = new Scorer( $model, $background );
		$semantic = self::by_meaning( $scorer, $numbers );
		$lexical  = '' !== $message || [] === $numbers ? $scorer->by_words( $message ) : [];
		$rows     = [];
		$logits   = [];
		foreach ( $model->actions as $place => $action ) {
			$meaning = isset( $semantic[ $place ] ) ? $semantic[ $place ]['logit'] - $model->semantic_bar : null;
			$words   = isset( $lexical[ $place ] ) ? $lexical[ $place ]['logit'] - $model->lexical_bar : null;
			$logit   = null === $meaning || null === $words ? $meaning ?? $words : $scorer->together( $semantic[ $place ], $lexical[ $place ] );
			if ( ! is_finite( $logit ) ) {
				throw Core_Exception::of( 'invalid_record' );
			}
			$nearest          = $semantic[ $place ] ?? $lexical[ $place ];
			$bar              = $action['own_bar'] ?? self::STRICTEST * ( 2.0 * $strictness - 1.0 );
			$logits[ $place ] = $logit;
			$rows[ $place ]   = [
				'id'         => $action['id'],
				'score'      => Math::logistic( $logit ),
				'threshold'  => Math::logistic( $bar ),
				'margin'     => null,
				'phrase'     => $nearest['nearest'] - $action['start'],
				'similarity' => $nearest['similarity'],
				'semantic'   => null === $meaning ? null : Math::logistic( $meaning ),
				'lexical'    => null === $words ? null : Math::logistic( $words ),
				'decision'   => self::tier( $logit - $bar ),
			];
		}
		return self::with_margins( $rows, $logits );
	}

	/**
	 * What an embedding says of each action; nothing if there is none.
	 *
	 * @param Scorer      $scorer    A model with its background.
	 * @param list<float> $embedding The message's.
	 * @return list<array{logit: float, share: float, similarity: float, nearest: int}>
	 * @throws Core_Exception `dimension_mismatch`, `not_finite` or `invalid_record`.
	 */
	private static function by_meaning( Scorer $scorer, array $embedding ): array {
		if ( [] === $embedding ) {
			return [];
		}
		if ( count( $embedding ) !== $scorer->model->dimensions ) {
			throw Core_Exception::of( 'dimension_mismatch', $scorer->model->dimensions, count( $embedding ) );
		}
		return $scorer->by_meaning( $scorer->background->seen_from_mean( $embedding ), true );
	}

	private static function tier( float $above ): string {
		if ( $above >= 0.0 ) {
			return 'sure';
		}
		return $above >= -self::LIKELY ? 'likely' : 'none';
	}

	/**
	 * Rows best first, with their distance to the best other; only the first can be sure, if it is ahead.
	 *
	 * @param list<array<string, mixed>> $rows   One of each action.
	 * @param list<float>                $logits Of each action.
	 * @return list<array<string, mixed>>
	 */
	private static function with_margins( array $rows, array $logits ): array {
		arsort( $logits, SORT_NUMERIC );
		$order  = array_keys( $logits );
		$scored = [];
		foreach ( $order as $rank => $place ) {
			$row   = $rows[ $place ];
			$other = $order[ 0 === $rank ? 1 : 0 ] ?? null;
			if ( null !== $other ) {
				$row['margin'] = $logits[ $place ] - $logits[ $other ];
			}
			$is_ahead = 0 === $rank && ( null === $other || $row['margin'] >= self::AMBIGUOUS );
			if ( 'sure' === $row['decision'] && ! $is_ahead ) {
				$row['decision'] = 'likely';
			}
			$scored[] = $row;
		}
		return $scored;
	}
}
