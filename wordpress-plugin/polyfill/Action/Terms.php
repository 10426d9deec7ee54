<?php
/**
 * A text as words, and the words as hashed terms: the twin of the core's `action::words`.
 *
 * @package MxChat
 */

declare( strict_types=1 );

namespace MxChat\Core\Polyfill\Action;

use MxChat\Core\Polyfill\Text\Words;

/**
 * The terms of some words, each once, ascending by hash.
 */
final class Terms {

	/** What is read of a text, in bytes: a message is shorter, and what is longer is no request. */
	private const MAX_BYTES = 4096;

	/** Lengths of the runs of characters that are compared, with a mark before and after each word. */
	private const GRAMS = [ 3, 4, 5 ];

	/**
	 * Hashes of the words.
	 *
	 * @var list<int>
	 */
	public readonly array $words;

	/**
	 * Hashes of the runs of characters.
	 *
	 * @var list<int>
	 */
	public readonly array $grams;

	/**
	 * The terms of words.
	 *
	 * @param list<string>     $words    Of words().
	 * @param \Closure(int):int $concept  Hash of the word that stands for a word and its synonyms.
	 */
	public function __construct( array $words, \Closure $concept ) {
		$hashes = [];
		$grams  = [];
		foreach ( $words as $word ) {
			$hashes[ $concept( crc32( $word ) ) ] = true;
			foreach ( self::grams_of( $word ) as $gram ) {
				$grams[ $gram ] = true;
			}
		}
		ksort( $hashes );
		ksort( $grams );
		$this->words = array_keys( $hashes );
		$this->grams = array_keys( $grams );
	}

	/**
	 * The hashes of a word's grams.
	 *
	 * @param string $word Folded.
	 * @return list<int>
	 */
	public static function grams_of( string $word ): array {
		$grams = [];
		foreach ( self::GRAMS as $n ) {
			foreach ( Words::full_grams( '^' . $word . '$', $n ) as $gram ) {
				$grams[] = crc32( $gram );
			}
		}
		return $grams;
	}

	/**
	 * The folded words of a text, in its order; "don't" is one.
	 *
	 * @param string $text Valid UTF-8.
	 * @return list<string>
	 */
	public static function words( string $text ): array {
		if ( strlen( $text ) > self::MAX_BYTES ) {
			$end = self::MAX_BYTES;
			while ( 0x80 === ( ord( $text[ $end ] ) & 0xC0 ) ) {
				--$end;
			}
			$text = substr( $text, 0, $end );
		}
		return Words::words( Words::fold( str_replace( [ "'", "\u{2019}" ], '', $text ) ) );
	}
}
