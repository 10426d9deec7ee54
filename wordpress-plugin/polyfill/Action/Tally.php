<?php
/**
 * How many messages have each term, as if all messages were written in its script: the twin of the core's `action::tally`.
 *
 * @package MxChat
 */

declare( strict_types=1 );

namespace MxChat\Core\Polyfill\Action;

/**
 * A particle that every second Japanese message has must not look rare because most messages are English.
 */
final class Tally {

	/** The first character of each script that is told from the ones before, ascending. The first is Latin and all that is not listed. */
	private const SCRIPTS = [ '', "\u{0370}", "\u{0400}", "\u{0530}", "\u{0900}", "\u{0E00}", "\u{10A0}", "\u{1E00}", "\u{3040}", "\u{3400}", "\u{AC00}", "\u{D7B0}" ];

	/** More Latin, which is Latin. */
	private const MORE_LATIN = 7;

	/** The most that is counted of a term. */
	private const MAX_COUNT = 65535;

	private int $messages = 0;

	/**
	 * Messages with words, but with none of each script.
	 *
	 * @var array<int, int>
	 */
	private array $without;

	/**
	 * Count and script by hash.
	 *
	 * @var array<int, array{int, int}>
	 */
	private array $words = [];

	/**
	 * Count and script by hash.
	 *
	 * @var array<int, array{int, int}>
	 */
	private array $grams = [];

	/** Begins without a message. */
	public function __construct() {
		$this->without = array_fill( 0, count( self::SCRIPTS ), 0 );
	}

	/**
	 * Counts the words of a message.
	 *
	 * @param list<string>      $words   Of Terms::words().
	 * @param \Closure(int):int $concept Hash of the word that stands for a word and its synonyms.
	 */
	public function add( array $words, \Closure $concept ): void {
		$own_words = [];
		$own_grams = [];
		$scripts   = [];
		foreach ( $words as $word ) {
			$script             = self::script_of( $word );
			$scripts[ $script ] = true;

			$own_words += [ $concept( crc32( $word ) ) => $script ];
			$own_grams += array_fill_keys( Terms::grams_of( $word ), $script );
		}
		++$this->messages;
		self::count( $this->words, $own_words );
		self::count( $this->grams, $own_grams );
		foreach ( [] === $scripts ? [] : array_diff_key( $this->without, $scripts ) as $script => $without ) {
			$this->without[ $script ] = $without + 1;
		}
	}

	/**
	 * How many messages have a word.
	 *
	 * @param int $hash That of what stands for it.
	 */
	public function word( int $hash ): int {
		return $this->words[ $hash ][0] ?? 0;
	}

	/**
	 * The scaled counts of words, ascending by hash.
	 *
	 * @return array<int, int>
	 */
	public function words(): array {
		return $this->scaled( $this->words );
	}

	/**
	 * The scaled counts of grams, ascending by hash.
	 *
	 * @return array<int, int>
	 */
	public function grams(): array {
		return $this->scaled( $this->grams );
	}

	/**
	 * Counts as if all messages were written in the term's script.
	 *
	 * @param array<int, array{int, int}> $counts Count and script by hash.
	 * @return array<int, int>
	 */
	private function scaled( array $counts ): array {
		ksort( $counts );
		$scaled = [];
		foreach ( $counts as $hash => [ $count, $script ] ) {
			$having          = max( 1, $this->messages - $this->without[ $script ] );
			$scaled[ $hash ] = min( intdiv( $count * $this->messages, $having ), $this->messages, self::MAX_COUNT );
		}
		return $scaled;
	}

	/**
	 * Adds the terms of a message.
	 *
	 * @param array<int, array{int, int}> $counts Count and script by hash.
	 * @param array<int, int>             $own    Script by hash.
	 */
	private static function count( array &$counts, array $own ): void {
		foreach ( $own as $hash => $script ) {
			$counts[ $hash ]     ??= [ 0, $script ];
			$counts[ $hash ][0] += 1;
		}
	}

	/**
	 * The script of a word's first character; UTF-8 sorts as its characters do.
	 *
	 * @param string $word Folded.
	 */
	private static function script_of( string $word ): int {
		$script = 0;
		foreach ( self::SCRIPTS as $place => $start ) {
			if ( strcmp( $start, $word ) <= 0 ) {
				$script = $place;
			}
		}
		return self::MORE_LATIN === $script ? 0 : $script;
	}
}
