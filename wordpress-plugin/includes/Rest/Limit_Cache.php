<?php
declare( strict_types=1 );

namespace MxChat\Rest;

/**
 * Counted hits in a persistent object cache, where one counts faster than in the database.
 *
 * Its increment is atomic, so each request gets a number of its own. A request above the allowance takes its hit back:
 * what was refused does not count against the requests that come later.
 */
final class Limit_Cache {

	private const GROUP = 'mxchat_limits';

	public static function is_there(): bool {
		return (bool) wp_using_ext_object_cache();
	}

	public static function hits( string $key, int $window_start ): int {
		return max( 0, (int) wp_cache_get( self::key( $key, $window_start ), self::GROUP, true ) );
	}

	/**
	 * Adds a hit if the window holds fewer than `allowance`; null if the cache does not answer.
	 */
	public static function try_hit( string $key, int $window_start, int $allowance, int $kept_seconds ): ?bool {
		if ( $allowance < 1 ) {
			return false;
		}
		$name = self::key( $key, $window_start );
		wp_cache_add( $name, 0, self::GROUP, $kept_seconds );
		$hits = wp_cache_incr( $name, 1, self::GROUP );
		if ( ! is_int( $hits ) || $hits < 1 ) {
			return null;
		}
		if ( $hits <= $allowance ) {
			return true;
		}
		self::take_back( $key, $window_start );
		return false;
	}

	public static function take_back( string $key, int $window_start ): void {
		wp_cache_decr( self::key( $key, $window_start ), 1, self::GROUP );
	}

	private static function key( string $key, int $window_start ): string {
		return $key . ':' . $window_start;
	}
}
