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
	 * As many as a model can count: no token is shorter than a byte. What is reserved by this is not overspent, whatever a
	 * visitor writes; English has a quarter of it, and settling gives the rest back.
	 */
	public static function at_most( string ...$texts ): int {
		return array_sum( array_map( 'strlen', $texts ) ) + self::TOKENS_A_TEXT * count( $texts );
	}

	/**
	 * About as many as a model will count, of so many bytes of text: to tell an owner what to expect.
	 */
	public static function about( int $bytes ): int {
		return intdiv( $bytes + 3, 4 );
	}
}
