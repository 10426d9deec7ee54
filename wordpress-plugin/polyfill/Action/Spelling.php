<?php
/**
 * Misspelt words: the twin of the core's `action::spelling`.
 *
 * @package MxChat
 */

declare( strict_types=1 );

namespace MxChat\Core\Polyfill\Action;

use MxChat\Core\Polyfill\Text\Words;

/**
 * Words that are spelt right: those of the phrases and those of ordinary messages.
 */
final class Spelling {

	/** Characters that a word has at least if it is repaired, and one that it is repaired to. */
	private const SHORTEST        = 4;
	private const SHORTEST_TARGET = 3;

	/** The most words of a message that are repaired: what has more is in another language. */
	private const MAX_REPAIRS = 16;

	/** A word of a phrase is preferred to every ordinary one. */
	private const OF_A_PHRASE = 1000000;

	/**
	 * Keeps what it is asked about.
	 *
	 * @param Model      $model      Knows the words of the phrases.
	 * @param Background $background Knows the others.
	 */
	public function __construct( private Model $model, private Background $background ) {}

	/**
	 * The words, the first unknown ones repaired.
	 *
	 * @param list<string> $words Folded.
	 * @return list<string>
	 */
	public function repair_all( array $words ): array {
		$left = self::MAX_REPAIRS;
		foreach ( $words as $place => $word ) {
			if ( 0 === $left ) {
				break;
			}
			if ( ! $this->is_right( $word ) ) {
				--$left;
				$words[ $place ] = $this->repair( $word );
			}
		}
		return $words;
	}

	/**
	 * Whether a word is known, or too short to tell.
	 *
	 * @param string $word Folded.
	 */
	private function is_right( string $word ): bool {
		$hash = crc32( $word );
		return Words::count( $word ) < self::SHORTEST || null !== $this->model->with_word( $this->background->concept( $hash ) ) || $this->background->knows( $hash );
	}

	/**
	 * The most likely word with one slip less; the word itself if there is none.
	 *
	 * A slip is a letter too many, too few, wrong, or changed with its neighbour.
	 *
	 * @param string $word Folded.
	 */
	private function repair( string $word ): string {
		$best  = $word;
		$count = -1;
		foreach ( [ self::OF_A_PHRASE => $this->model->vocabulary, 0 => $this->background->vocabulary ] as $least => $candidates ) {
			foreach ( self::near( $word, $candidates ) as $candidate ) {
				$found = max( $least, $this->background->word( $this->background->concept( crc32( $candidate ) ) ) ?? 0 );
				if ( $found > $count || ( $found === $count && strcmp( $candidate, $best ) > 0 ) ) {
					[ $count, $best ] = [ $found, $candidate ];
				}
			}
		}
		return $best;
	}

	/**
	 * The candidates that one slip makes of the word.
	 *
	 * @param string       $word       Folded.
	 * @param list<string> $candidates Folded words.
	 * @return list<string>
	 */
	private static function near( string $word, array $candidates ): array {
		$length  = strlen( $word );
		$letters = Words::characters( $word );
		$is_wide = count( $letters ) !== $length;
		$near    = [];
		foreach ( $candidates as $candidate ) {
			// One letter is at most four bytes.
			if ( abs( strlen( $candidate ) - $length ) > 4 ) {
				continue;
			}
			$same = strspn( $word ^ $candidate, "\0" );
			if ( $is_wide || Words::count( $candidate ) !== strlen( $candidate ) ) {
				$is_near = self::is_within_one( $letters, Words::characters( $candidate ) );
			} else {
				$is_near = strlen( $candidate ) >= self::SHORTEST_TARGET && self::is_one_slip( substr( $word, $same ), substr( $candidate, $same ) );
			}
			if ( $is_near ) {
				$near[] = $candidate;
			}
		}
		return $near;
	}

	/**
	 * Whether one slip makes the one of the other.
	 *
	 * @param list<string> $a Characters.
	 * @param list<string> $b Characters.
	 */
	private static function is_within_one( array $a, array $b ): bool {
		if ( count( $b ) < self::SHORTEST_TARGET || abs( count( $a ) - count( $b ) ) > 1 ) {
			return false;
		}
		$same = 0;
		$most = min( count( $a ), count( $b ) );
		while ( $same < $most && $a[ $same ] === $b[ $same ] ) {
			++$same;
		}
		$a = array_slice( $a, $same );
		$b = array_slice( $b, $same );

		$after_a = array_slice( $a, 1 );
		$after_b = array_slice( $b, 1 );
		return $after_a === $after_b || $after_a === $b || $a === $after_b
			|| ( count( $a ) > 1 && count( $b ) > 1 && $a[0] === $b[1] && $a[1] === $b[0] && array_slice( $a, 2 ) === array_slice( $b, 2 ) );
	}

	/**
	 * The same of what is left of ASCII words behind their common beginning.
	 *
	 * @param string $a What is left of the one.
	 * @param string $b What is left of the other.
	 */
	private static function is_one_slip( string $a, string $b ): bool {
		$after_a = substr( $a, 1 );
		$after_b = substr( $b, 1 );
		return $after_a === $after_b || $after_a === $b || $a === $after_b
			|| ( strlen( $a ) > 1 && strlen( $b ) > 1 && $a[0] === $b[1] && $a[1] === $b[0] && substr( $a, 2 ) === substr( $b, 2 ) );
	}
}
