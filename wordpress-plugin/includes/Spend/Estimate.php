<?php
declare( strict_types=1 );

namespace MxChat\Spend;

/**
 * How many model tokens a text has, before a model has counted them.
 */
final class Estimate {

	/** The names and marks around a message. */
	private const TOKENS_A_TEXT = 8;

	/**
	 * More tokens than the usual models will count: a budget that reserves these is not overspent. Letters and spaces of
	 * English make a token of four, and at worst of two; of everything else every byte can be a token.
	 */
	public static function at_most( string ...$texts ): int {
		$tokens = 0;
		foreach ( $texts as $text ) {
			$letters = strlen( $text ) - strlen( (string) preg_replace( '/[A-Za-z ]+/', '', $text ) );
			$tokens += self::TOKENS_A_TEXT + strlen( $text ) - intdiv( $letters, 2 );
		}
		return $tokens;
	}

	/**
	 * About as many as a model will count, of so many bytes of text: to tell an owner what to expect.
	 */
	public static function about( int $bytes ): int {
		return intdiv( $bytes + 3, 4 );
	}
}
