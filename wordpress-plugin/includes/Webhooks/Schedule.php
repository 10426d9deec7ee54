<?php
declare( strict_types=1 );

namespace MxChat\Webhooks;

/**
 * When a message is tried again.
 *
 * Each delay begins with the failure before it. Jitter only ever adds: receivers that have failed together are not asked
 * together again.
 */
final class Schedule {

	private const DELAYS = array(
		0,
		5,
		5 * MINUTE_IN_SECONDS,
		30 * MINUTE_IN_SECONDS,
		2 * HOUR_IN_SECONDS,
		5 * HOUR_IN_SECONDS,
		10 * HOUR_IN_SECONDS,
		14 * HOUR_IN_SECONDS,
		20 * HOUR_IN_SECONDS,
		24 * HOUR_IN_SECONDS,
	);

	/** How much longer than planned, at most. */
	private const JITTER = 0.1;

	/** No receiver puts us off for longer. */
	private const MAX_WAIT_SECONDS = DAY_IN_SECONDS;

	/** How long a receiver that is overwhelmed is left alone if it does not say. */
	private const HOLD_SECONDS = MINUTE_IN_SECONDS;

	/**
	 * @param int      $tries               How often it was tried.
	 * @param int|null $retry_after_seconds What the receiver asked for.
	 * @param float    $chance              From 0 to 1.
	 * @return int|null Null if it is not tried again.
	 */
	public static function delay_seconds( int $tries, ?int $retry_after_seconds, float $chance ): ?int {
		$delay = self::DELAYS[ $tries ] ?? null;
		if ( $delay === null ) {
			return null;
		}
		$jittered = $delay + (int) round( $delay * self::JITTER * $chance );
		return max( $jittered, min( (int) $retry_after_seconds, self::MAX_WAIT_SECONDS ) );
	}

	public static function hold_seconds( ?int $retry_after_seconds ): int {
		return min( $retry_after_seconds ?? self::HOLD_SECONDS, self::MAX_WAIT_SECONDS );
	}
}
