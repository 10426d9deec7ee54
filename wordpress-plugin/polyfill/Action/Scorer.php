<?php
/**
 * What a model says of a message: the twin of the core's `action::score`.
 *
 * @package MxChat
 */

declare( strict_types=1 );

namespace MxChat\Core\Polyfill\Action;

use MxChat\Core\Polyfill\Math;

/**
 * A model with the background that it was trained on.
 */
final class Scorer {

	/** Weight, in the length of a message, of grams that neither background nor phrases have. */
	private const UNKNOWN = 0.5;

	/** How many of the nearest ordinary messages tell how crowded a place is. */
	private const HUB = 50;

	/** What is added to shares of words, so that none is impossible. */
	private const SMOOTHING = 1e-3;
	private const PRIOR     = 0.5;

	/**
	 * Keeps both.
	 *
	 * @param Model      $model      What was trained.
	 * @param Background $background On what.
	 */
	public function __construct( public readonly Model $model, public readonly Background $background ) {}

	/**
	 * What the words of a message say, an entry for each action; the bar is not taken off.
	 *
	 * @param string $message Valid UTF-8.
	 * @return list<array{logit: float, share: float, similarity: float, nearest: int}>
	 */
	public function by_words( string $message ): array {
		$spelling     = new Spelling( $this->model, $this->background );
		$terms        = new Terms( $spelling->repair_all( Terms::words( $message ) ), [ $this->background, 'concept' ](...) );
		$similarities = $this->gram_similarities( $terms );

		[ $coverage, $odds ] = $this->find_words( $terms );

		$logits = [];
		foreach ( $this->model->actions as $place => $action ) {
			[ $best, $nearest ] = self::best_of( $similarities, $action['start'], $action['middle'] );

			$middle   = self::sum_of( $similarities, $action ) / $action['lexical_middle'];
			$counter  = self::counter( $similarities, $action );
			$covered  = self::best_of( $coverage, $action['start'], $action['middle'] )[0];
			$logits[] = [
				'logit'      => Calibration::lexical( $action['middle'] - $action['start'], $best, $middle, $counter, $odds[ $place ], $covered ),
				'share'      => Calibration::lexical_share( $best, $counter, $odds[ $place ], $covered ),
				'similarity' => $best,
				'nearest'    => $nearest,
			];
		}
		return $logits;
	}

	/**
	 * The cosine of the message's grams and those of each text, weighted by rarity.
	 *
	 * @param Terms $terms Of the message.
	 * @return list<float>
	 */
	private function gram_similarities( Terms $terms ): array {
		$products = array_fill( 0, count( $this->model->texts ), 0.0 );
		$squares  = 0.0;
		foreach ( $terms->grams as $gram ) {
			$count    = $this->background->gram( $gram );
			$square   = $this->background->idf( $count ) * $this->background->idf( $count );
			$texts    = $this->model->with_gram( $gram );
			$squares += $square * ( null !== $count || null !== $texts ? 1.0 : self::UNKNOWN );
			foreach ( $texts ?? [] as $text ) {
				if ( isset( $products[ $text ] ) ) {
					$products[ $text ] += $square;
				}
			}
		}
		$length = self::or_one( sqrt( $squares ) );
		foreach ( $this->model->texts as $place => [ $own ] ) {
			$products[ $place ] /= $length * $own;
		}
		return $products;
	}

	/**
	 * Which of the message's words stand in the texts.
	 *
	 * @param Terms $terms Of the message.
	 * @return array{list<float>, list<float>} Share of each text's words, by weight; log odds of each action.
	 */
	private function find_words( Terms $terms ): array {
		$coverage = array_fill( 0, count( $this->model->texts ), 0.0 );
		$odds     = array_fill( 0, count( $this->model->actions ), 0.0 );
		foreach ( $terms->words as $word ) {
			$count   = $this->background->word( $word );
			$idf     = $this->background->idf( $count );
			$share   = ( $count ?? 0 ) / $this->background->messages;
			$texts   = $this->model->with_word( $word ) ?? [];
			$without = [];
			foreach ( $texts as $text ) {
				if ( isset( $coverage[ $text ] ) ) {
					$coverage[ $text ] += $idf;
				}
			}
			foreach ( $this->model->actions as $place => $action ) {
				$having  = 0;
				$phrases = $action['middle'] - $action['start'];
				foreach ( $texts as $text ) {
					$having += $text >= $action['start'] && $text < $action['middle'] ? 1 : 0;
				}
				// Most actions do not have the word, and many have as many phrases.
				$term = 0 === $having ? ( $without[ $phrases ] ??= self::odds( 0, $share, $phrases ) ) : self::odds( $having, $share, $phrases );

				$odds[ $place ] += $term;
			}
		}
		foreach ( $this->model->texts as $place => [ , $weight ] ) {
			$coverage[ $place ] /= $weight;
		}
		$scale = sqrt( (float) max( 1, count( $terms->words ) ) );
		foreach ( $odds as $place => $sum ) {
			$odds[ $place ] = $sum / $scale;
		}
		return [ $coverage, $odds ];
	}

	/**
	 * Log odds of a word in an action and in ordinary messages.
	 *
	 * @param int       $having  Phrases of the action that have it.
	 * @param int|float $share   Ordinary messages that have it.
	 * @param int       $phrases Phrases of the action.
	 */
	private static function odds( int $having, int|float $share, int $phrases ): float {
		$own = ( $having + self::PRIOR * $share ) / ( $phrases + self::PRIOR );
		return Math::ln( ( $own + self::SMOOTHING ) / ( $share + self::SMOOTHING ) );
	}

	/**
	 * What an embedding says, an entry for each action; the bar is not taken off.
	 *
	 * @param string $embedding As it is compared, packed.
	 * @param bool   $has_head  Whether the trained head counts.
	 * @return list<array{logit: float, share: float, similarity: float, nearest: int}>
	 */
	public function by_meaning( string $embedding, bool $has_head ): array {
		$numbers      = array_values( unpack( 'g*', $embedding ) );
		$similarities = Vector::products( $numbers, $this->model->rows );
		if ( $this->is_bare() ) {
			return $this->by_meaning_alone( $similarities );
		}
		$hub    = $this->hub( $numbers );
		$logits = [];
		foreach ( $this->model->actions as $place => $action ) {
			[ $best, $nearest ] = self::best_of( $similarities, $action['start'], $action['middle'] );

			$middle = self::sum_of( $similarities, $action ) / $action['semantic_middle'];
			$head   = $has_head ? $this->model->head( $place ) : null;
			if ( null !== $head ) {
				$head = Vector::products( $numbers, $head[0] )[0] + $head[1];
			}
			$evidence = [ $action['middle'] - $action['start'], $best, $middle, self::counter( $similarities, $action ), $hub, $head ];
			$logits[] = [
				'logit'      => Calibration::semantic( ...$evidence ),
				'share'      => Calibration::semantic_share( ...$evidence ),
				'similarity' => $best,
				'nearest'    => $nearest,
			];
		}
		return $logits;
	}

	/**
	 * The same where ordinary messages have no embeddings: actions are seen against one another.
	 *
	 * @param list<float> $similarities With every text.
	 * @return list<array{logit: float, share: float, similarity: float, nearest: int}>
	 */
	private function by_meaning_alone( array $similarities ): array {
		$sum = 0.0;
		foreach ( $this->model->actions as $action ) {
			$sum += self::best_of( $similarities, $action['start'], $action['middle'] )[0];
		}
		$mean   = $sum / max( 1, count( $this->model->actions ) );
		$logits = [];
		foreach ( $this->model->actions as $action ) {
			[ $best, $nearest ] = self::best_of( $similarities, $action['start'], $action['middle'] );

			$middle   = self::sum_of( $similarities, $action ) / $action['semantic_middle'];
			$logits[] = [
				'logit'      => Calibration::bare( $action['middle'] - $action['start'], $best, $middle, self::counter( $similarities, $action ), $mean ),
				'share'      => 0.0,
				'similarity' => $best,
				'nearest'    => $nearest,
			];
		}
		return $logits;
	}

	/**
	 * Both kinds of evidence of an action as one logit, from which the bar is taken off.
	 *
	 * @param array{logit: float, share: float} $meaning Of by_meaning().
	 * @param array{logit: float, share: float} $words   Of by_words().
	 */
	public function together( array $meaning, array $words ): float {
		if ( $this->is_bare() ) {
			return Calibration::fuse_bare( $meaning['logit'] - $this->model->semantic_bar, $words['logit'] - $this->model->lexical_bar );
		}
		return $meaning['share'] + $words['share'] - $this->model->semantic_bar;
	}

	/** Whether ordinary messages have no embeddings. */
	public function is_bare(): bool {
		return 0 === $this->background->dimensions;
	}

	/**
	 * Mean similarity to the nearest ordinary messages.
	 *
	 * @param list<float> $embedding As it is compared.
	 */
	private function hub( array $embedding ): float {
		$similarities = [];
		foreach ( $this->background->blocks() as $rows ) {
			array_push( $similarities, ...Vector::products( $embedding, $rows ) );
		}
		foreach ( $similarities as $similarity ) {
			if ( ! is_finite( $similarity ) ) {
				return NAN;
			}
		}
		rsort( $similarities, SORT_NUMERIC );
		$nearest = array_slice( $similarities, 0, self::HUB );
		$sum     = 0.0;
		foreach ( $nearest as $similarity ) {
			$sum += $similarity;
		}
		return [] === $nearest ? 0.0 : $sum / count( $nearest );
	}

	/**
	 * The largest of some values and its place, the first of equal ones.
	 *
	 * @param list<float> $values Of every text.
	 * @param int         $start  The first that counts.
	 * @param int         $end    Behind the last.
	 * @return array{float, int}
	 */
	private static function best_of( array $values, int $start, int $end ): array {
		$best  = $start < $end ? $values[ $start ] : 0.0;
		$place = $start;
		for ( $i = $start + 1; $i < $end; ++$i ) {
			if ( $values[ $i ] > $best ) {
				$best  = $values[ $i ];
				$place = $i;
			}
		}
		return [ $best, $place ];
	}

	/**
	 * The sum over an action's phrases.
	 *
	 * @param list<float>               $values Of every text.
	 * @param array{start: int, middle: int} $action The action.
	 */
	private static function sum_of( array $values, array $action ): float {
		$sum = 0.0;
		for ( $i = $action['start']; $i < $action['middle']; ++$i ) {
			$sum += $values[ $i ];
		}
		return $sum;
	}

	/**
	 * The largest over an action's counter-examples; null if it has none.
	 *
	 * @param list<float>                  $values Of every text.
	 * @param array{middle: int, end: int} $action The action.
	 */
	private static function counter( array $values, array $action ): ?float {
		return $action['middle'] < $action['end'] ? self::best_of( $values, $action['middle'], $action['end'] )[0] : null;
	}

	/**
	 * What nothing can be divided by counts as one.
	 *
	 * @param float $number A length.
	 */
	public static function or_one( float $number ): float {
		return $number > 0.0 ? $number : 1.0;
	}
}
