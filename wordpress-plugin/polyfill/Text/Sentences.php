<?php
/**
 * Where sentences end, and how a text is cut into chunks: the twin of the core's `text::sentences` and `text::chunk`.
 *
 * @package MxChat
 */

declare( strict_types=1 );

namespace MxChat\Core\Polyfill\Text;

/**
 * Ranges are pairs of byte offsets, the end excluded.
 */
final class Sentences {

	/** Longest word before a full stop that may be an abbreviation, in characters. */
	private const ABBREVIATION = 3;

	private const LARGE   = 'A-ZÀ-ÖØ-ÞΆ-ΫЀ-ЯԱ-Ֆ';
	private const SMALL   = 'a-zß-öø-ÿά-ώа-џա-և';
	private const CLOSING = '"\')\]}”’»」』）】》';
	private const SPACE   = ' \t\n\r\x{a0}\x{3000}\x{2028}\x{2029}';
	private const WORD    = Tables::SPACED . Tables::HANGUL . Tables::CJK . Tables::SEA . self::LARGE;

	/** Whole patterns are constants: PCRE finds them compiled, and none is put together twice. */
	private const IS_WORD       = '/\A[' . self::WORD . ']\z/u';
	private const IS_SPACE      = '/\A[' . self::SPACE . ']\z/u';
	private const IS_EXTENDING  = '/\A[' . Tables::EXTEND . ']\z/u';
	private const STARTS_LARGE  = '/\A[' . self::LARGE . ']/u';
	private const SMALL_HERE    = '/\G[' . self::SMALL . ']/u';
	private const GAP_HERE      = '/\G(?:[' . self::SPACE . ']|\z)/u';
	private const CLOSINGS_HERE = '/\G[' . self::CLOSING . ']++/u';
	private const BLANKS_HERE   = '/\G[ \x{a0}]++/u';
	private const SPACES_HERE   = '/\G[' . self::SPACE . ']++/u';

	/** What ends a sentence by itself, what does before a space, and the space that does in Thai. */
	private const STOPS = '/[\n\r\x{2029}。！？｡]|[.!?…؟۔।॥]|(?<=[' . Tables::SEA . ']) (?=[' . Tables::SEA . '])/u';

	/**
	 * The sentences of a text, without the space around them, in order.
	 *
	 * @param string $text Valid UTF-8.
	 * @return list<array{int, int}>
	 */
	public static function of( string $text ): array {
		$sentences = [];
		$start     = 0;
		preg_match_all( self::STOPS, $text, $stops, PREG_OFFSET_CAPTURE );
		foreach ( $stops[0] as [ $stop, $at ] ) {
			$end = $at + strlen( $stop );
			if ( self::ends_here( $text, $stop, $at ) ) {
				$end = self::after( $text, $end, self::CLOSINGS_HERE );
				self::push_trimmed( $sentences, $text, $start, $end );
				$start = $end;
			}
		}
		self::push_trimmed( $sentences, $text, $start, strlen( $text ) );
		return $sentences;
	}

	/**
	 * Whether the last character is one that ends a sentence.
	 *
	 * @param string $text The last three bytes of a text are enough.
	 */
	public static function ends_with_stop( string $text ): bool {
		return 1 === preg_match( '/(?:[.!?]|…|؟|۔|।|॥|。|！|？|｡)\z/', $text );
	}

	/**
	 * Whether a sentence ends at a stop.
	 *
	 * @param string $text The text.
	 * @param string $stop The stop.
	 * @param int    $at   Its offset.
	 */
	private static function ends_here( string $text, string $stop, int $at ): bool {
		switch ( $stop ) {
			case '.':
				return self::is_gap( $text, $at + 1 ) && ! self::is_abbreviation( $text, $at );
			case '!':
			case '?':
			case '…':
			case '؟':
			case '۔':
			case '।':
			case '॥':
				return self::is_gap( $text, $at + strlen( $stop ) );
			default:
				return true;
		}
	}

	/**
	 * Whether a space or the end follows, perhaps behind closing quotes.
	 *
	 * @param string $text The text.
	 * @param int    $from Offset.
	 */
	private static function is_gap( string $text, int $from ): bool {
		return 1 === preg_match( self::GAP_HERE, $text, $match, 0, self::after( $text, $from, self::CLOSINGS_HERE ) );
	}

	/**
	 * `Dr.`, `J.`, `z. B.`, `3. Mai`, and any stop before a small letter.
	 *
	 * @param string $text The text.
	 * @param int    $at   Offset of the full stop.
	 */
	private static function is_abbreviation( string $text, int $at ): bool {
		$next = self::after( $text, self::after( $text, $at + 1, self::CLOSINGS_HERE ), self::BLANKS_HERE );
		if ( strlen( $text ) === $next ) {
			return false;
		}
		if ( 1 === preg_match( self::SMALL_HERE, $text, $match, 0, $next ) ) {
			return true;
		}
		$word = '';
		for ( $count = 0; $count <= self::ABBREVIATION && $at > 0; $count++ ) {
			$character = self::character_before( $text, $at );
			if ( 1 !== preg_match( self::IS_WORD, $character ) ) {
				break;
			}
			$word = $character . $word;
			$at  -= strlen( $character );
		}
		$is_number  = '' !== $word && strlen( $word ) === strspn( $word, '0123456789' );
		$is_capital = 1 === preg_match( self::STARTS_LARGE, $word );
		return ( $is_number && $count <= 2 ) || 1 === $count || ( $is_capital && $count <= self::ABBREVIATION );
	}

	/**
	 * The character that ends at an offset.
	 *
	 * @param string $text Valid UTF-8.
	 * @param int    $at   Offset, above 0.
	 */
	private static function character_before( string $text, int $at ): string {
		$start = $at - 1;
		while ( $start > 0 && 0x80 === ( ord( $text[ $start ] ) & 0xC0 ) ) {
			--$start;
		}
		return substr( $text, $start, $at - $start );
	}

	/**
	 * The offset behind a run of characters.
	 *
	 * @param string $text    The text.
	 * @param int    $from    Offset.
	 * @param string $pattern What the run is made of, anchored.
	 */
	private static function after( string $text, int $from, string $pattern ): int {
		return 1 === preg_match( $pattern, $text, $match, 0, $from ) ? $from + strlen( $match[0] ) : $from;
	}

	/**
	 * Keeps a range without the space at its ends, unless nothing is left.
	 *
	 * @param list<array{int, int}> $ranges Where it goes.
	 * @param string                $text   The text.
	 * @param int                   $start  Offset.
	 * @param int                   $end    Offset.
	 */
	private static function push_trimmed( array &$ranges, string $text, int $start, int $end ): void {
		$start = min( $end, self::after( $text, $start, self::SPACES_HERE ) );
		$part  = self::trim_end( substr( $text, $start, $end - $start ) );
		if ( '' !== $part ) {
			$ranges[] = [ $start, $start + strlen( $part ) ];
		}
	}

	/**
	 * The text without the space at its end.
	 *
	 * @param string $text Valid UTF-8.
	 */
	public static function trim_end( string $text ): string {
		$text = rtrim( $text, " \t\n\r" );
		while ( '' !== $text && ord( $text[-1] ) > 0x7F ) {
			$last = self::character_before( $text, strlen( $text ) );
			if ( 1 !== preg_match( self::IS_SPACE, $last ) ) {
				break;
			}
			$text = rtrim( substr( $text, 0, -strlen( $last ) ), " \t\n\r" );
		}
		return $text;
	}

	/**
	 * The chunks of a text: as many sentences in each as fit.
	 *
	 * @param string $text           Valid UTF-8.
	 * @param int    $max_characters At least 1.
	 * @return list<array{int, int}>
	 */
	public static function chunks( string $text, int $max_characters ): array {
		$chunks = [];
		$open   = null;
		foreach ( self::pieces( $text, $max_characters ) as $piece ) {
			if ( null !== $open && self::fits( $text, $open[0], $piece[1], $max_characters ) ) {
				$open[1] = $piece[1];
				continue;
			}
			if ( null !== $open ) {
				$chunks[] = $open;
			}
			$open = $piece;
		}
		if ( null !== $open ) {
			$chunks[] = $open;
		}
		return $chunks;
	}

	/**
	 * Whether a part has at most so many characters.
	 *
	 * @param string $text           The text.
	 * @param int    $start          Offset.
	 * @param int    $end            Offset.
	 * @param int    $max_characters The most.
	 */
	private static function fits( string $text, int $start, int $end, int $max_characters ): bool {
		$bytes = $end - $start;
		// A character has 1 to 4 bytes: most parts need no counting.
		return $bytes <= $max_characters || ( $bytes <= 4 * $max_characters && Words::count( substr( $text, $start, $bytes ) ) <= $max_characters );
	}

	/**
	 * Sentences, and parts of the sentences that are too long.
	 *
	 * @param string $text           The text.
	 * @param int    $max_characters The most in a piece.
	 * @return list<array{int, int}>
	 */
	public static function pieces( string $text, int $max_characters ): array {
		$pieces = [];
		foreach ( self::of( $text ) as [ $start, $end ] ) {
			while ( ! self::fits( $text, $start, $end, $max_characters ) ) {
				// What the cut looks at: a character has at most 4 bytes, and one more of them shows what follows it.
				$stop = min( $end, $start + 4 * $max_characters + 4 );
				while ( $stop < $end && 0x80 === ( ord( $text[ $stop ] ) & 0xC0 ) ) {
					--$stop;
				}
				$cut = self::cut_at( substr( $text, $start, $stop - $start ), $max_characters );
				self::push_trimmed( $pieces, $text, $start, $start + $cut );
				$start += $cut;
			}
			self::push_trimmed( $pieces, $text, $start, $end );
		}
		return $pieces;
	}

	/**
	 * Where to cut a part that is too long: behind its last space, or between two characters that do not belong together.
	 *
	 * @param string $part           A part of more than `$max_characters` characters.
	 * @param int    $max_characters The most.
	 */
	public static function cut_at( string $part, int $max_characters ): int {
		$space  = 0;
		$seam   = 0;
		$before = "\u{200d}";
		$at     = 0;
		foreach ( Words::characters( $part ) as $count => $character ) {
			if ( ' ' === $before ) {
				$space = $at;
			}
			// No ASCII character extends another one.
			if ( "\u{200d}" !== $before && ( 1 === strlen( $character ) || 1 !== preg_match( self::IS_EXTENDING, $character ) ) ) {
				$seam = $at;
			}
			if ( $count >= $max_characters ) {
				break;
			}
			$at    += strlen( $character );
			$before = $character;
		}
		foreach ( [ $space, $seam ] as $cut ) {
			if ( $cut > intdiv( $at, 2 ) ) {
				return $cut;
			}
		}
		return $seam > 0 ? $seam : $at;
	}
}
