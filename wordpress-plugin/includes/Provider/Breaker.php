<?php
declare( strict_types=1 );

namespace MxChat\Provider;

/**
 * Leaves a host alone that failed several times in a row; then one request tries whether it is well again.
 */
final class Breaker {

	public const FAILURES = 5;
	public const SECONDS  = 30;

	/** What tells of a host in trouble, not of this request or this key. */
	private const COUNTED = array( 'rate_limited', 'server', 'overloaded', 'timeout', 'network', 'cut' );

	private const TRIES = 5;

	/**
	 * Null if the host may be called.
	 */
	public static function refusal( Connection $connection ): ?Failure {
		$key   = $connection->host_key();
		$state = Breaker_Store::read( $key );
		if ( $state['failures'] < self::FAILURES ) {
			return null;
		}
		$left = $state['opened_at'] + self::SECONDS - time();
		// Whoever moves the time is the one that tries; for all others it is as if the host had just failed.
		if ( $left <= 0 && Breaker_Store::swap( $key, $state, $state['failures'], time() ) ) {
			return null;
		}
		return Failure::of( 'breaker_open', retry_after_seconds: $left > 0 ? min( $left, self::SECONDS ) : self::SECONDS );
	}

	/**
	 * @param ?Failure $failure How a request ended; null if well.
	 */
	public static function note( Connection $connection, ?Failure $failure ): void {
		$key = $connection->host_key();
		if ( $failure === null || ! in_array( $failure->kind, self::COUNTED, true ) ) {
			Breaker_Store::forget( $key );
			return;
		}
		for ( $try = 0; $try < self::TRIES; $try++ ) {
			$state    = Breaker_Store::read( $key );
			$failures = min( self::FAILURES, $state['failures'] + 1 );
			if ( Breaker_Store::swap( $key, $state, $failures, $failures < self::FAILURES ? 0 : time() ) ) {
				return;
			}
		}
	}
}
