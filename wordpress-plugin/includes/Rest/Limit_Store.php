<?php
declare( strict_types=1 );

namespace MxChat\Rest;

use MxChat\Schema;

/**
 * Counted hits of a key in a window. Counting is one conditional write, so that parallel requests cannot pass together.
 */
final class Limit_Store {

	private const KEPT_SECONDS = 2 * DAY_IN_SECONDS;

	public static function hits( string $key, int $window_start ): int {
		global $wpdb;
		return (int) $wpdb->get_var(
			$wpdb->prepare(
				'SELECT hits FROM ' . Schema::table( 'limits' ) . ' WHERE limit_key = %s AND window_start = %d',
				$key,
				$window_start
			)
		);
	}

	/**
	 * Adds a hit if the window holds fewer than `allowance`.
	 */
	public static function try_hit( string $key, int $window_start, int $allowance ): bool {
		if ( $allowance < 1 ) {
			return false;
		}
		if ( self::increment( $key, $window_start, $allowance ) ) {
			return true;
		}
		return self::insert( $key, $window_start ) || self::increment( $key, $window_start, $allowance );
	}

	public static function take_back( string $key, int $window_start ): void {
		global $wpdb;
		$wpdb->query(
			$wpdb->prepare(
				'UPDATE ' . Schema::table( 'limits' ) . ' SET hits = hits - 1 WHERE limit_key = %s AND window_start = %d AND hits > 0',
				$key,
				$window_start
			)
		);
	}

	public static function delete_old(): void {
		global $wpdb;
		$wpdb->query(
			$wpdb->prepare( 'DELETE FROM ' . Schema::table( 'limits' ) . ' WHERE window_start < %d', time() - self::KEPT_SECONDS )
		);
	}

	private static function increment( string $key, int $window_start, int $allowance ): bool {
		global $wpdb;
		return (int) $wpdb->query(
			$wpdb->prepare(
				'UPDATE ' . Schema::table( 'limits' ) . ' SET hits = hits + 1 WHERE limit_key = %s AND window_start = %d AND hits < %d',
				$key,
				$window_start,
				$allowance
			)
		) === 1;
	}

	private static function insert( string $key, int $window_start ): bool {
		global $wpdb;
		return (int) $wpdb->query(
			$wpdb->prepare(
				'INSERT IGNORE INTO ' . Schema::table( 'limits' ) . ' (limit_key, window_start, hits) VALUES (%s, %d, 1)',
				$key,
				$window_start
			)
		) === 1;
	}
}
