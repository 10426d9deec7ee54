<?php
/**
 * Trained actions: the twin of the core's `action::model`, which tells the layout.
 *
 * @package MxChat
 */

declare( strict_types=1 );

namespace MxChat\Core\Polyfill\Action;

use MxChat\Core\Core_Exception;

/**
 * The bytes of a model, taken apart.
 */
final class Model {

	public const MAGIC   = 'MXAM';
	public const VERSION = 1;
	public const CHECKED = 52;

	/** Where the two bars stand. */
	public const BARS = 56;

	/** The own bar of an action that has none. */
	public const NO_BAR = PHP_FLOAT_MAX;

	/** A row of a text fits 16 bits. */
	public const MAX_TEXTS = 65535;

	private const ACTION_BYTES = 32;
	private const TEXT_BYTES   = 16;

	/** Numbers of an embedding. */
	public int $dimensions;

	/** Checksum of the background that it was trained on. */
	public int $background;

	/** The logits that count as 0. */
	public float $semantic_bar;
	public float $lexical_bar;

	/**
	 * Of each action: its id, the range of its phrases and that of its counter-examples, and what was measured of them.
	 *
	 * @var list<array{id: string, start: int, middle: int, end: int, own_bar: ?float, lexical_middle: float, semantic_middle: float}>
	 */
	public array $actions = [];

	/**
	 * Of each text: length of its grams, weight of its words.
	 *
	 * @var list<array{float, float}>
	 */
	public array $texts = [];

	/**
	 * The words of the texts.
	 *
	 * @var list<string>
	 */
	public array $vocabulary;

	/** Embeddings of the texts as they are compared, packed. */
	public string $rows;

	/**
	 * Hashes, ends and texts of the postings, packed.
	 *
	 * @var array{string, string, string}
	 */
	private array $words;

	/**
	 * The same of grams.
	 *
	 * @var array{string, string, string}
	 */
	private array $grams;

	private string $heads;
	private int $head_length;

	/**
	 * Takes the bytes apart.
	 *
	 * @param string $bytes Of Trainer::train().
	 * @throws Core_Exception `invalid_record`.
	 */
	public function __construct( string $bytes ) {
		$header = substr( $bytes, 0, self::CHECKED + 4 );

		[ $actions, $texts, $words, $word_postings, $grams, $gram_postings, $vocabulary, $ids, $dimensions, $head_length, $background ] = Packed::header( $header, self::MAGIC, self::VERSION, self::CHECKED );

		$sizes = [
			strlen( $header ),
			16,
			self::ACTION_BYTES * $actions,
			$ids,
			self::TEXT_BYTES * $texts,
			4 * $words,
			4 * $words,
			2 * $word_postings,
			4 * $grams,
			4 * $grams,
			2 * $gram_postings,
			$vocabulary,
			4 * $dimensions * $texts,
			4 * $head_length * $actions,
		];
		// As a float where a damaged header asks for more than an integer holds.
		if ( array_sum( $sizes ) !== strlen( $bytes ) || ( 0 !== $head_length && $dimensions + 1 !== $head_length ) ) {
			throw Core_Exception::of( 'invalid_record' );
		}
		$parts = [];
		$at    = 0;
		foreach ( $sizes as $size ) {
			$parts[] = substr( $bytes, $at, $size );
			$at     += $size;
		}
		[ , $bars, $rows, $names, $measures ] = $parts;

		$this->dimensions  = $dimensions;
		$this->background  = $background;
		$this->head_length = $head_length;
		$this->words       = array_slice( $parts, 5, 3 );
		$this->grams       = array_slice( $parts, 8, 3 );
		$this->vocabulary  = Packed::lines( $parts[11] );
		$this->rows        = $parts[12];
		$this->heads       = $parts[13];

		[ $this->semantic_bar, $this->lexical_bar ] = array_map( [ Packed::class, 'check' ], array_values( unpack( 'e2', $bars ) ) );
		$this->read_actions( $rows, Packed::lines( $names ), $texts );
		foreach ( str_split( $measures, self::TEXT_BYTES ) as $text ) {
			if ( '' !== $text ) {
				[ 1 => $length, 2 => $weight ] = unpack( 'e2', $text );
				$this->texts[]                 = [ Packed::check( $length, true ), Packed::check( $weight, true ) ];
			}
		}
	}

	/**
	 * Reads the actions, whose texts follow one another.
	 *
	 * @param string       $rows  Packed.
	 * @param list<string> $ids   One of each.
	 * @param int          $texts How many texts there are.
	 * @throws Core_Exception `invalid_record`.
	 */
	private function read_actions( string $rows, array $ids, int $texts ): void {
		$start = 0;
		foreach ( '' === $rows ? [] : str_split( $rows, self::ACTION_BYTES ) as $place => $row ) {
			[ 'phrases' => $phrases, 'counters' => $counters, 'bar' => $bar, 'words' => $words, 'meaning' => $meaning ] = unpack( 'Vphrases/Vcounters/ebar/ewords/emeaning', $row );

			$this->actions[] = [
				'id'              => $ids[ $place ] ?? '',
				'start'           => $start,
				'middle'          => $start + $phrases,
				'end'             => $start + $phrases + $counters,
				'own_bar'         => self::NO_BAR === Packed::check( $bar ) ? null : $bar,
				'lexical_middle'  => Packed::check( $words, true ),
				'semantic_middle' => Packed::check( $meaning, true ),
			];
			$start          += $phrases + $counters;
		}
		if ( $start !== $texts || count( $ids ) !== count( $this->actions ) ) {
			throw Core_Exception::of( 'invalid_record' );
		}
	}

	/**
	 * The texts that have a word; null if none.
	 *
	 * @param int $hash The word's.
	 * @return list<int>|null
	 */
	public function with_word( int $hash ): ?array {
		return self::postings( $this->words, $hash );
	}

	/**
	 * The texts that have a gram; null if none.
	 *
	 * @param int $hash The gram's.
	 * @return list<int>|null
	 */
	public function with_gram( int $hash ): ?array {
		return self::postings( $this->grams, $hash );
	}

	/**
	 * The head of an action and its constant; null if it was not trained.
	 *
	 * @param int $action Its place.
	 * @return array{string, float}|null
	 */
	public function head( int $action ): ?array {
		if ( 0 === $this->head_length ) {
			return null;
		}
		$head = substr( $this->heads, 4 * $this->head_length * $action, 4 * $this->head_length );
		return [ substr( $head, 0, -4 ), unpack( 'g', $head, strlen( $head ) - 4 )[1] ];
	}

	/**
	 * The texts of a hash.
	 *
	 * @param array{string, string, string} $postings Of words or of grams.
	 * @param int                           $hash     The term's.
	 * @return list<int>|null
	 */
	private static function postings( array $postings, int $hash ): ?array {
		[ $hashes, $ends, $texts ] = $postings;

		$place = Packed::find( $hashes, $hash );
		if ( $place < 0 ) {
			return null;
		}
		$start = 0 === $place ? 0 : unpack( 'V', $ends, 4 * ( $place - 1 ) )[1];
		$end   = unpack( 'V', $ends, 4 * $place )[1];
		if ( $start > $end || 2 * $end > strlen( $texts ) ) {
			return null;
		}
		return $start === $end ? [] : array_values( unpack( 'v' . ( $end - $start ), $texts, 2 * $start ) );
	}
}
