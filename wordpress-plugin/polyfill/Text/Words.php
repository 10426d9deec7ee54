<?php
/**
 * From text to words: the twin of the core's `text::words` and `text::unicode`.
 *
 * @package MxChat
 */

declare( strict_types=1 );

namespace MxChat\Core\Polyfill\Text;

use MxChat\Core\Core_Exception;

/**
 * Folding, runs of word characters, and codes. The tables are our own: those of PCRE and mbstring differ by host.
 */
final class Words {

	/** How a script writes its words; the position of the group in the pattern of runs. */
	public const SPACED = 1;
	public const HANGUL = 2;
	public const CJK    = 3;
	public const SEA    = 4;

	private const RUNS = '/([' . Tables::SPACED . ']++)|([' . Tables::HANGUL . ']++)|([' . Tables::CJK . ']++)|([' . Tables::SEA . ']++)/u';

	/** Longest part number or error code that is kept whole, in bytes. */
	private const MAX_CODE = 48;

	/**
	 * Refuses what is not UTF-8.
	 *
	 * @param string ...$texts Texts of a caller.
	 * @throws Core_Exception `invalid_utf8`.
	 */
	public static function check( string ...$texts ): void {
		foreach ( $texts as $text ) {
			if ( 1 !== preg_match( '//u', $text ) ) {
				throw Core_Exception::of( 'invalid_utf8' );
			}
		}
	}

	/**
	 * The text as it is compared: lower case, without accents, digits of every script as ASCII.
	 *
	 * @param string $text Valid UTF-8.
	 */
	public static function fold( string $text ): string {
		// Not strtolower(): before PHP 8.2 it follows the locale.
		$text = strtr( $text, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz' );
		return self::is_ascii( $text ) ? $text : strtr( $text, Tables::FOLD );
	}

	/**
	 * The runs of word characters, in the order of the text.
	 *
	 * @param string $folded Folded text.
	 * @return list<array{string, int}> Text and class of each run.
	 */
	public static function runs( string $folded ): array {
		$runs = [];
		if ( self::is_ascii( $folded ) ) {
			preg_match_all( '/[a-z0-9]++/', $folded, $matches );
			foreach ( $matches[0] as $text ) {
				$runs[] = [ $text, self::SPACED ];
			}
			return $runs;
		}
		preg_match_all( self::RUNS, $folded, $matches, PREG_SET_ORDER );
		foreach ( $matches as $match ) {
			$runs[] = [ $match[0], count( $match ) - 1 ];
		}
		return $runs;
	}

	/**
	 * The words of folded text; runs of two or three characters in scripts without spaces.
	 *
	 * @param string $folded Folded text.
	 * @return list<string>
	 */
	public static function words( string $folded ): array {
		$words = [];
		foreach ( self::runs( $folded ) as [ $run, $class ] ) {
			$size = [
				self::CJK => 2,
				self::SEA => 3,
			][ $class ] ?? 0;
			array_push( $words, ...( 0 === $size ? [ $run ] : self::grams( $run, $size ) ) );
		}
		return $words;
	}

	/**
	 * Part numbers, versions and error codes, whole: ASCII parts joined by `- _ . /` with a digit among them.
	 *
	 * @param string $folded Folded text.
	 * @return list<string>
	 */
	public static function codes( string $folded ): array {
		$codes = [];
		preg_match_all( '~[a-z0-9\-_./]++~', $folded, $matches );
		foreach ( $matches[0] as $run ) {
			$run = trim( $run, '-_./' );
			if ( strlen( $run ) <= self::MAX_CODE && strlen( $run ) !== strcspn( $run, '-_./' ) && strlen( $run ) !== strcspn( $run, '0123456789' ) ) {
				$codes[] = $run;
			}
		}
		return $codes;
	}

	/**
	 * Overlapping runs of `$n` characters; the whole where it is shorter.
	 *
	 * @param string $run Valid UTF-8.
	 * @param int    $n   Characters in each.
	 * @return list<string>
	 */
	public static function grams( string $run, int $n ): array {
		$grams = self::full_grams( $run, $n );
		return [] === $grams ? [ $run ] : $grams;
	}

	/**
	 * Overlapping runs of `$n` characters; none where it is shorter.
	 *
	 * @param string $run Valid UTF-8.
	 * @param int    $n   Characters in each.
	 * @return list<string>
	 */
	public static function full_grams( string $run, int $n ): array {
		$grams = [];
		if ( self::is_ascii( $run ) ) {
			$last = strlen( $run ) - $n;
			for ( $i = 0; $i <= $last; $i++ ) {
				$grams[] = substr( $run, $i, $n );
			}
			return $grams;
		}
		preg_match_all( '/(?=(.{' . $n . '}))./us', $run, $matches );
		return $matches[1];
	}

	/**
	 * The characters of a text.
	 *
	 * @param string $text Valid UTF-8.
	 * @return list<string>
	 */
	public static function characters( string $text ): array {
		return preg_split( '//u', $text, -1, PREG_SPLIT_NO_EMPTY );
	}

	/**
	 * How many characters a text has.
	 *
	 * @param string $text Valid UTF-8.
	 */
	public static function count( string $text ): int {
		return self::is_ascii( $text ) ? strlen( $text ) : (int) preg_match_all( '/[^\x80-\xBF]/', $text );
	}

	/**
	 * Whether every byte is ASCII.
	 *
	 * @param string $text Any bytes.
	 */
	private static function is_ascii( string $text ): bool {
		return 1 !== preg_match( '/[\x80-\xFF]/', $text );
	}
}
