<?php
/**
 * From actions and their phrases to the bytes of a model: the twin of the core's `action::train`.
 *
 * @package MxChat
 */

declare( strict_types=1 );

namespace MxChat\Core\Polyfill\Action;

use MxChat\Core\Core_Exception;
use MxChat\Core\Polyfill\Math;
use MxChat\Core\Polyfill\Similarity;

/**
 * Trains some actions on a background.
 */
final class Trainer {

	/** Longest id, in bytes. */
	private const MAX_ID = 128;

	/** Without a head, the bar is set by so many phrases at most: it is wanted at once. */
	private const QUICK_BAR = 32;

	/** Owner's bars are kept this far from never and always. */
	private const EDGE = 1e-9;

	/**
	 * The texts in their order: of each action phrases, label, counter-examples.
	 *
	 * @var list<string>
	 */
	private array $texts = [];

	/**
	 * Of each action: where its phrases begin, where its counter-examples, and where those end.
	 *
	 * @var list<array{int, int, int}>
	 */
	private array $ranges = [];

	/**
	 * Texts that have each word, by its hash.
	 *
	 * @var array<int, list<int>>
	 */
	private array $words = [];

	/**
	 * Texts that have each gram, by its hash.
	 *
	 * @var array<int, list<int>>
	 */
	private array $grams = [];

	/**
	 * Length of each text's grams.
	 *
	 * @var list<float>
	 */
	private array $lengths = [];

	/**
	 * Takes the actions.
	 *
	 * @param list<array{id: string, label: string, phrases: list<string>, counter_phrases: list<string>, threshold: ?float}> $actions What to train.
	 * @param Background                                                                                                    $background On what.
	 * @throws Core_Exception `out_of_range` or `invalid_id`.
	 */
	public function __construct( private array $actions, private Background $background ) {
		foreach ( $actions as $action ) {
			$phrases = array_values( $action['phrases'] );
			if ( '' !== $action['label'] ) {
				$phrases[] = $action['label'];
			}
			if ( [] === $phrases ) {
				throw Core_Exception::of( 'out_of_range' );
			}
			$start          = count( $this->texts );
			$middle         = $start + count( $phrases );
			$this->ranges[] = [ $start, $middle, $middle + count( $action['counter_phrases'] ) ];
			array_push( $this->texts, ...$phrases, ...array_values( $action['counter_phrases'] ) );
		}
		$ids = array_column( $actions, 'id' );
		if ( count( array_unique( $ids, SORT_STRING ) ) !== count( $ids ) ) {
			throw Core_Exception::of( 'invalid_id' );
		}
		foreach ( $ids as $id ) {
			if ( strlen( $id ) > self::MAX_ID || 1 !== preg_match( '/\A[!-~]+\z/', $id ) ) {
				throw Core_Exception::of( 'invalid_id' );
			}
		}
	}

	/**
	 * The bytes of the model.
	 *
	 * @param list<float> $embeddings Those of all texts, or none.
	 * @param bool        $has_head   Whether heads are trained.
	 * @throws Core_Exception Several.
	 */
	public function train( array $embeddings, bool $has_head ): string {
		$rows  = $this->embedded( $embeddings );
		$heads = $has_head ? $this->heads( $rows ) : '';
		$bytes = $this->encode( $rows, $heads );
		return substr_replace( $bytes, pack( 'e2', ...$this->bars( $rows, new Model( $bytes ) ) ), Model::BARS, 16 );
	}

	/**
	 * The embeddings of the texts as they are compared, packed.
	 *
	 * @param list<float> $embeddings One after the other.
	 * @return list<string>
	 * @throws Core_Exception `out_of_range`, `dimension_mismatch`, `not_finite` or `invalid_record`.
	 */
	private function embedded( array $embeddings ): array {
		if ( count( $this->texts ) > Model::MAX_TEXTS ) {
			throw Core_Exception::of( 'out_of_range' );
		}
		if ( [] === $embeddings ) {
			return [];
		}
		$count      = count( $this->texts );
		$dimensions = 0 === $this->background->dimensions ? intdiv( count( $embeddings ), max( 1, $count ) ) : $this->background->dimensions;
		if ( 0 === $dimensions || count( $embeddings ) !== $count * $dimensions ) {
			throw Core_Exception::of( 'dimension_mismatch', $count * max( 1, $dimensions ), count( $embeddings ) );
		}
		return array_map( [ $this->background, 'seen_from_mean' ], array_chunk( $embeddings, $dimensions ) );
	}

	/**
	 * The heads of the actions, packed.
	 *
	 * @param list<string> $rows Of embedded().
	 * @throws Core_Exception `invalid_record`.
	 */
	private function heads( array $rows ): string {
		if ( [] === $rows || 0 === $this->background->dimensions ) {
			return '';
		}
		$all = array_map( static fn( string $row ): array => array_values( unpack( 'g*', $row ) ), $rows );
		foreach ( $this->background->blocks() as $block ) {
			foreach ( str_split( $block, 4 * $this->background->dimensions ) as $row ) {
				$all[] = array_values( unpack( 'g*', $row ) );
			}
		}
		$heads = '';
		foreach ( $this->ranges as [ $start, $middle ] ) {
			$heads .= pack( 'g*', ...Head::train( $all, $start, $middle ) );
		}
		foreach ( unpack( 'g*', $heads ) as $number ) {
			Packed::check( $number );
		}
		return $heads;
	}

	/**
	 * The bars: what phrases score for the best action but their own, by meaning and by words.
	 *
	 * @param list<string> $rows  Of embedded().
	 * @param Model        $model With bars of zero.
	 * @return array{float, float}
	 * @throws Core_Exception `invalid_record`.
	 */
	private function bars( array $rows, Model $model ): array {
		$scorer   = new Scorer( $model, $this->background );
		$semantic = [];
		$lexical  = [];
		$is_bare  = $scorer->is_bare();
		if ( count( $this->ranges ) < 2 ) {
			return [ $is_bare && [] !== $rows ? Calibration::bare_bar( [] ) : 0.0, 0.0 ];
		}
		$phrases = array_sum( array_map( static fn( array $range ): int => $range[1] - $range[0], $this->ranges ) );
		$step    = null === $model->head( 0 ) ? max( 1, intdiv( $phrases + self::QUICK_BAR - 1, self::QUICK_BAR ) ) : 1;
		$place   = 0;
		foreach ( $this->ranges as $own => [ $start, $middle ] ) {
			for ( $i = $start; $i < $middle; ++$i ) {
				$lexical[] = self::best_other( $scorer->by_words( $this->texts[ $i ] ), $own, 'logit' );
				if ( [] !== $rows && 0 === $place++ % $step ) {
					$semantic[] = self::best_other( $scorer->by_meaning( $rows[ $i ], false ), $own, $is_bare ? 'similarity' : 'logit' );
				}
			}
		}
		return [ $is_bare && [] !== $rows ? Calibration::bare_bar( $semantic ) : Calibration::bar( $semantic ), Calibration::bar( $lexical ) ];
	}

	/**
	 * The best of another action.
	 *
	 * @param list<array{logit: float, similarity: float}> $logits Of every action.
	 * @param int                                          $own    The action that does not count.
	 * @param string                                       $key    What is compared.
	 * @throws Core_Exception `invalid_record`.
	 */
	private static function best_other( array $logits, int $own, string $key ): float {
		unset( $logits[ $own ] );
		return Packed::check( max( array_column( $logits, $key ) ) );
	}

	/**
	 * The bytes with bars of zero.
	 *
	 * @param list<string> $rows  Of embedded().
	 * @param string       $heads Packed.
	 * @throws Core_Exception `invalid_threshold`.
	 */
	private function encode( array $rows, string $heads ): string {
		$vocabulary = [];
		$measures   = '';
		foreach ( $this->texts as $place => $text ) {
			$words             = Terms::words( $text );
			[ $length, $weight ] = $this->measure( $place, new Terms( $words, [ $this->background, 'concept' ](...) ) );
			$measures         .= pack( 'e2', $length, $weight );
			$vocabulary       += array_combine( $words, $words );
			$this->lengths[]   = $length;
		}
		ksort( $this->words );
		ksort( $this->grams );
		sort( $vocabulary, SORT_STRING );
		$actions = '';
		foreach ( $this->ranges as $place => [ $start, $middle, $end ] ) {
			$actions .= pack(
				'V2e3',
				$middle - $start,
				$end - $middle,
				self::own_bar( $this->actions[ $place ]['threshold'] ),
				$this->lexical_middle( $start, $middle ),
				self::semantic_middle( array_slice( $rows, $start, $middle - $start ) )
			);
		}
		$ids        = implode( '', array_map( static fn( array $action ): string => $action['id'] . "\n", $this->actions ) );
		$lines      = implode( '', array_map( static fn( string|int $word ): string => $word . "\n", $vocabulary ) );
		$dimensions = intdiv( strlen( $rows[0] ?? '' ), 4 );
		$header     = Model::MAGIC . pack(
			'V*',
			Model::VERSION,
			count( $this->actions ),
			count( $this->texts ),
			count( $this->words ),
			array_sum( array_map( 'count', $this->words ) ),
			count( $this->grams ),
			array_sum( array_map( 'count', $this->grams ) ),
			strlen( $lines ),
			strlen( $ids ),
			$dimensions,
			'' === $heads ? 0 : $dimensions + 1,
			$this->background->checksum
		);
		return $header . pack( 'V', crc32( $header ) ) . str_repeat( "\0", 16 ) . $actions . $ids . $measures
			. self::postings( $this->words ) . self::postings( $this->grams ) . $lines . implode( '', $rows ) . $heads;
	}

	/**
	 * Notes the terms of a text and returns the length of its grams and the weight of its words.
	 *
	 * @param int   $place The text's.
	 * @param Terms $terms Its terms.
	 * @return array{float, float}
	 */
	private function measure( int $place, Terms $terms ): array {
		$squares = 0.0;
		$weight  = 0.0;
		foreach ( $terms->grams as $gram ) {
			$idf                    = $this->background->idf( $this->background->gram( $gram ) );
			$squares               += $idf * $idf;
			$this->grams[ $gram ][] = $place;
		}
		foreach ( $terms->words as $word ) {
			$weight                += $this->background->idf( $this->background->word( $word ) );
			$this->words[ $word ][] = $place;
		}
		return [ Scorer::or_one( sqrt( $squares ) ), Scorer::or_one( $weight ) ];
	}

	/**
	 * An owner's threshold as a logit.
	 *
	 * @param float|null $threshold From 0 to 1.
	 * @throws Core_Exception `invalid_threshold`.
	 */
	private static function own_bar( ?float $threshold ): float {
		if ( null === $threshold ) {
			return Model::NO_BAR;
		}
		if ( ! ( $threshold >= 0.0 && $threshold <= 1.0 ) ) {
			throw Core_Exception::of( 'invalid_threshold' );
		}
		$threshold = max( self::EDGE, min( 1.0 - self::EDGE, $threshold ) );
		return Math::ln( $threshold / ( 1.0 - $threshold ) );
	}

	/**
	 * The length of the sum of some texts' grams, each of unit length.
	 *
	 * @param int $start The first text.
	 * @param int $end   Behind the last.
	 */
	private function lexical_middle( int $start, int $end ): float {
		$squares = 0.0;
		foreach ( $this->grams as $gram => $texts ) {
			$share = 0.0;
			foreach ( $texts as $text ) {
				if ( $text >= $start && $text < $end ) {
					$share += 1.0 / $this->lengths[ $text ];
				}
			}
			$sum      = $share * ( 0.0 === $share ? 1.0 : $this->background->idf( $this->background->gram( $gram ) ) );
			$squares += $sum * $sum;
		}
		return Scorer::or_one( sqrt( $squares ) );
	}

	/**
	 * The length of the sum of some rows.
	 *
	 * @param list<string> $rows Packed.
	 */
	private static function semantic_middle( array $rows ): float {
		$sums = [];
		foreach ( $rows as $row ) {
			foreach ( array_values( unpack( 'g*', $row ) ) as $i => $number ) {
				$sums[ $i ] = ( $sums[ $i ] ?? 0.0 ) + $number;
			}
		}
		return Scorer::or_one( sqrt( Similarity::dot( $sums, $sums ) ) );
	}

	/**
	 * Hashes, ends, texts, packed.
	 *
	 * @param array<int, list<int>> $terms By hash, ascending.
	 */
	private static function postings( array $terms ): string {
		$ends  = '';
		$texts = '';
		$end   = 0;
		foreach ( $terms as $list ) {
			$end   += count( $list );
			$ends  .= pack( 'V', $end );
			$texts .= pack( 'v*', ...$list );
		}
		return pack( 'V*', ...array_keys( $terms ) ) . $ends . $texts;
	}
}
