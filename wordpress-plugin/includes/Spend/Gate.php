<?php
declare( strict_types=1 );

namespace MxChat\Spend;

use MxChat\Provider\Failure;

/**
 * What every paid call passes: the day's budget of the visitor and of the site.
 */
final class Gate {

	/** The site itself, at work for its owner: no visitor's budget counts. */
	public const SITE = Store::SITE;

	/**
	 * Counts the most that a call may cost, or refuses it.
	 *
	 * A program with a token is the owner's own, so the site's budget alone bounds it. Whoever is not known at all shares
	 * one visitor's budget with all such.
	 *
	 * @param string $spender           The verified identity: `user:7`, `token:3`, `ip:<hash>`, or SITE.
	 * @param string $kind              `chat`, `embedding` or `image`.
	 * @param int    $input_tokens      At most, see Estimate::at_most().
	 * @param int    $max_output_tokens At most.
	 */
	public static function reserve( string $spender, string $kind, string $model, int $input_tokens, int $max_output_tokens ): Reservation|Failure {
		$budget  = Budget::current();
		$price   = $budget->price( $model ) ?? Price::none();
		$amount  = Amount::of( $price, max( 1, $input_tokens ), $max_output_tokens );
		$day     = Day::today();
		$visitor = self::has_own_budget( $spender ) ? array( $spender ) : array();
		// The visitor first: one who is past the budget must not hold the site's, not even for a moment.
		if ( $visitor && ! Store::try_add( $day, $spender, $amount, $budget->visitor( $spender ) ) ) {
			return self::refusal( 'visitor' );
		}
		if ( ! Store::try_add( $day, self::SITE, $amount, $budget->site() ) ) {
			$visitor && Store::add( $day, $spender, Amount::nothing()->minus( $amount ) );
			return self::refusal( 'site' );
		}
		Store::note( $day, $kind, $model, $amount, 1, 1 );
		return new Reservation( $day, array( ...$visitor, self::SITE ), $kind, $model, $amount, $price );
	}

	private static function has_own_budget( string $spender ): bool {
		return $spender !== self::SITE && ! str_starts_with( $spender, 'token:' );
	}

	private static function refusal( string $whose ): Failure {
		return Failure::of( 'budget', retry_after_seconds: max( 1, Day::ends_at() - time() ), detail: "The day's budget of the $whose is spent." );
	}
}
