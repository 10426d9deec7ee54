<?php
declare( strict_types=1 );

namespace MxChat\Rest;

/**
 * The headers that a page on another host of the same site (www or not) may send and read.
 *
 * WordPress lets every origin in; what proves a visitor is the secret in the header, never a cookie.
 */
final class Cors {

	private const SENT     = array( 'X-MxChat-Session', 'Idempotency-Key', 'Prefer', 'Last-Event-ID' );
	private const RECEIVED = array( 'X-Request-Id', 'Retry-After', 'RateLimit-Limit', 'RateLimit-Remaining', 'RateLimit-Reset' );

	/**
	 * @param string[] $headers
	 * @return string[]
	 */
	public static function allow_sent( array $headers ): array {
		return array_merge( $headers, self::SENT );
	}

	/**
	 * @param string[] $headers
	 * @return string[]
	 */
	public static function expose_received( array $headers ): array {
		return array_merge( $headers, self::RECEIVED );
	}
}
