<?php
/**
 * The fitted numbers: from similarities to a logit that means the same for every action.
 *
 * @package MxChat
 */

declare( strict_types=1 );

namespace MxChat\Core\Polyfill\Action;

use MxChat\Core\Polyfill\Math;

/**
 * The twin of the core's `action::calibration`, which says where the numbers come from.
 */
final class Calibration {

	/** Semantic, without a head: by the least number of phrases, constant and weight of the similarity. */
	private const PLAIN = [
		1  => [ -5.12, 15.38 ],
		2  => [ -5.88, 16.22 ],
		3  => [ -6.71, 17.0 ],
		5  => [ -7.79, 19.4 ],
		10 => [ -8.09, 17.91 ],
	];

	/** Semantic, with a trained head: constant, and weight of head and similarity. */
	private const HEADED = [
		1  => [ -1.31, 1.39 ],
		2  => [ -2.32, 1.44 ],
		3  => [ -3.32, 1.55 ],
		5  => [ -4.16, 1.77 ],
		10 => [ -5.07, 1.68 ],
	];

	/** Lexical: constant, and weights of gram similarity, word odds and coverage. */
	private const LEXICAL = [
		1  => [ -4.42, 11.35, 0.36, 1.62 ],
		2  => [ -4.95, 11.2, 0.33, 2.3 ],
		3  => [ -5.48, 11.06, 0.30, 2.93 ],
		5  => [ -5.74, 10.95, 0.49, 2.79 ],
		10 => [ -6.32, 8.97, 0.58, 3.39 ],
	];

	/** Weight of the similarity beside the head. */
	private const BESIDE_HEAD = 5.0;

	/** What an embedding loses that lies close to many ordinary messages. */
	private const HUBNESS = 0.3;

	/** What a message loses that is closer to a counter-example than to the action's own phrases. */
	private const COUNTER_SEMANTIC = 40.0;
	private const COUNTER_LEXICAL  = 20.0;

	/** An action's phrases are messages that no other action may take: what they score there sets the bar. */
	private const BAR           = 3.0;
	private const BAR_PER_LOGIT = 0.95;

	/**
	 * Both kinds of evidence together. Semantic: constant, weight of the head, of the hub, and of the logarithm of the
	 * number of phrases; without a head, the middle of all phrases stands for it.
	 */
	private const SHARE_HEADED = [ 3.6, 2.7, -4.7, -2.0 ];
	private const SHARE_PLAIN  = [ -4.2, 17.5, -9.5, -0.9 ];

	/** Lexical: weights of word odds and coverage. Runs of characters add nothing to what an embedding tells. */
	private const SHARE_LEXICAL = [ 0.24, 1.6 ];

	/** What the shares lose of what the logits do where a counter-example is closer. */
	private const COUNTER_SHARE_SEMANTIC = 0.8 * self::COUNTER_SEMANTIC;
	private const COUNTER_SHARE_LEXICAL  = 0.2 * self::COUNTER_LEXICAL;

	/** More phrases than this are seen as so many: the weights were fitted up to here. */
	private const MOST_PHRASES = 11;

	/**
	 * Semantic, where ordinary messages have no embeddings: constant, weights of the nearest phrase, of the middle of all,
	 * of the mean over the actions, and of the logarithm of the number of phrases.
	 */
	private const BARE = [ -4.73, 3.61, 15.62, -9.63, -0.29 ];

	/** The bar then rises by so much per similarity of phrases to the best action but their own. */
	private const BARE_BAR = 6.75;

	/** That similarity where there is no other action. */
	private const BARE_USUAL = 0.4;

	/** Both logits together: constant, weight of the semantic one and of the lexical one. */
	private const BARE_FUSED = [ 0.65, 0.76, 0.32 ];

	/**
	 * The logit by meaning.
	 *
	 * @param int        $phrases How many the action has.
	 * @param float      $best    Similarity to the nearest phrase.
	 * @param float      $middle  Similarity to the middle of all.
	 * @param float|null $counter Similarity to the nearest counter-example, if there is one.
	 * @param float      $hub     Mean similarity to the nearest ordinary messages.
	 * @param float|null $head    What the trained head says.
	 */
	public static function semantic( int $phrases, float $best, float $middle, ?float $counter, float $hub, ?float $head ): float {
		$similarity = 0.5 * $best + 0.5 * $middle - self::HUBNESS * $hub;
		if ( null === $head ) {
			[ $constant, $weight ] = self::row( self::PLAIN, $phrases );
			$logit                 = $constant + $weight * $similarity;
		} else {
			[ $constant, $weight ] = self::row( self::HEADED, $phrases );
			$logit                 = $constant + $weight * ( $head + self::BESIDE_HEAD * $similarity );
		}
		return $logit - self::COUNTER_SEMANTIC * self::excess( $counter, $best );
	}

	/**
	 * What the meaning adds to the logit of both kinds of evidence.
	 *
	 * @param int        $phrases How many the action has.
	 * @param float      $best    Similarity to the nearest phrase.
	 * @param float      $middle  Similarity to the middle of all.
	 * @param float|null $counter Similarity to the nearest counter-example, if there is one.
	 * @param float      $hub     Mean similarity to the nearest ordinary messages.
	 * @param float|null $head    What the trained head says.
	 */
	public static function semantic_share( int $phrases, float $best, float $middle, ?float $counter, float $hub, ?float $head ): float {
		[ $constant, $of_wanted, $of_hub, $of_number ] = null === $head ? self::SHARE_PLAIN : self::SHARE_HEADED;

		$number = Math::ln( (float) min( max( 1, $phrases ), self::MOST_PHRASES ) );
		$share  = $constant + $of_wanted * ( $head ?? $middle ) + $of_hub * $hub + $of_number * $number;
		return $share - self::COUNTER_SHARE_SEMANTIC * self::excess( $counter, $best );
	}

	/**
	 * The logit by meaning where ordinary messages have no embeddings.
	 *
	 * @param int        $phrases How many the action has.
	 * @param float      $best    Similarity to the nearest phrase.
	 * @param float      $middle  Similarity to the middle of all.
	 * @param float|null $counter Similarity to the nearest counter-example, if there is one.
	 * @param float      $mean    Mean over the actions of the similarity to their nearest phrase.
	 */
	public static function bare( int $phrases, float $best, float $middle, ?float $counter, float $mean ): float {
		[ $constant, $of_best, $of_middle, $of_mean, $of_number ] = self::BARE;

		$logit = $constant + $of_best * $best + $of_middle * $middle + $of_mean * $mean;
		return $logit + $of_number * Math::ln( (float) max( 1, $phrases ) ) - self::COUNTER_SEMANTIC * self::excess( $counter, $best );
	}

	/**
	 * The logit that counts as 0 where ordinary messages have no embeddings.
	 *
	 * @param list<float> $similarities How near each phrase is to the best action but its own.
	 */
	public static function bare_bar( array $similarities ): float {
		if ( [] === $similarities ) {
			return self::BARE_BAR * self::BARE_USUAL;
		}
		$sum = 0.0;
		foreach ( $similarities as $similarity ) {
			$sum += $similarity;
		}
		return self::BARE_BAR * ( $sum / count( $similarities ) );
	}

	/**
	 * The logit by words.
	 *
	 * @param int        $phrases  How many the action has.
	 * @param float      $best     Similarity of the nearest phrase's grams.
	 * @param float      $middle   Similarity of the grams of all.
	 * @param float|null $counter  Similarity of the nearest counter-example's grams, if there is one.
	 * @param float      $odds     Log odds of the words in the action's phrases and in ordinary messages.
	 * @param float      $coverage Share of a phrase's words that the message has.
	 */
	public static function lexical( int $phrases, float $best, float $middle, ?float $counter, float $odds, float $coverage ): float {
		[ $constant, $grams, $of_odds, $of_coverage ] = self::row( self::LEXICAL, $phrases );

		$logit = $constant + $grams * ( 0.5 * ( $best + $middle ) ) + $of_odds * $odds + $of_coverage * $coverage;
		return $logit - self::COUNTER_LEXICAL * self::excess( $counter, $best );
	}

	/**
	 * What the words add to the logit of both kinds of evidence.
	 *
	 * @param float      $best     Similarity of the nearest phrase's grams.
	 * @param float|null $counter  Similarity of the nearest counter-example's grams, if there is one.
	 * @param float      $odds     Log odds of the words in the action's phrases and in ordinary messages.
	 * @param float      $coverage Share of a phrase's words that the message has.
	 */
	public static function lexical_share( float $best, ?float $counter, float $odds, float $coverage ): float {
		[ $of_odds, $of_coverage ] = self::SHARE_LEXICAL;
		return $of_odds * $odds + $of_coverage * $coverage - self::COUNTER_SHARE_LEXICAL * self::excess( $counter, $best );
	}

	/**
	 * The logit that counts as 0, from what each phrase scores for the best action but its own.
	 *
	 * @param list<float> $logits Those scores.
	 */
	public static function bar( array $logits ): float {
		if ( [] === $logits ) {
			return 0.0;
		}
		$sum = 0.0;
		foreach ( $logits as $logit ) {
			$sum += $logit;
		}
		$bar = self::BAR + self::BAR_PER_LOGIT * ( $sum / count( $logits ) );
		return $bar > 0.0 ? $bar : 0.0;
	}

	/**
	 * Both logits as one where ordinary messages have no embeddings.
	 *
	 * @param float $semantic By meaning.
	 * @param float $lexical  By words.
	 */
	public static function fuse_bare( float $semantic, float $lexical ): float {
		[ $constant, $by_meaning, $by_words ] = self::BARE_FUSED;
		return $constant + $by_meaning * $semantic + $by_words * $lexical;
	}

	/**
	 * The weights for an action of so many phrases.
	 *
	 * @param array<int, list<float>> $table   One of the tables above.
	 * @param int                     $phrases How many the action has.
	 * @return list<float>
	 */
	private static function row( array $table, int $phrases ): array {
		$found = $table[1];
		foreach ( $table as $least => $weights ) {
			if ( $least <= $phrases ) {
				$found = $weights;
			}
		}
		return $found;
	}

	private static function excess( ?float $counter, float $best ): float {
		return null !== $counter && $counter - $best > 0.0 ? $counter - $best : 0.0;
	}
}
