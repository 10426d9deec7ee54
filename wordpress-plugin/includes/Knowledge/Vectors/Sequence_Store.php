<?php
declare( strict_types=1 );

namespace MxChat\Knowledge\Vectors;

use MxChat\Schema;
use MxChat\Transaction;

/**
 * Named whole numbers: the sequence of changes, the generations of the stores, leases and counts.
 */
final class Sequence_Store {

	public static function get( string $name ): int {
		global $wpdb;
		return (int) $wpdb->get_var( $wpdb->prepare( 'SELECT value FROM ' . Schema::table( 'sequences' ) . ' WHERE name = %s', $name ) );
	}

	/**
	 * Adds to a number and gives the new one.
	 *
	 * Within a transaction the row stays locked until its end. So changes are numbered in the order in which they become
	 * visible, and a reader who has seen a number has seen every smaller one.
	 */
	public static function add( string $name, int $amount ): int {
		global $wpdb;
		$update = $wpdb->prepare( 'UPDATE ' . Schema::table( 'sequences' ) . ' SET value = value + %d WHERE name = %s', $amount, $name );
		if ( Transaction::query( $update ) === 0 ) {
			self::insert( $name );
			Transaction::query( $update );
		}
		return self::get( $name );
	}

	public static function set( string $name, int $value ): void {
		global $wpdb;
		self::insert( $name );
		Transaction::query( $wpdb->prepare( 'UPDATE ' . Schema::table( 'sequences' ) . ' SET value = %d WHERE name = %s', $value, $name ) );
	}

	/**
	 * Takes what only one process may hold; whoever dies with it loses it at that time.
	 *
	 * @param int $now        Unix seconds.
	 * @param int $expires_at Unix seconds.
	 */
	public static function take_lease( string $name, int $now, int $expires_at ): bool {
		global $wpdb;
		self::insert( $name );
		return Transaction::query(
			$wpdb->prepare( 'UPDATE ' . Schema::table( 'sequences' ) . ' SET value = %d WHERE name = %s AND value <= %d', $expires_at, $name, $now )
		) === 1;
	}

	/**
	 * Holds a lease for longer; false if it was lost.
	 */
	public static function renew_lease( string $name, int $expires_at, int $new_expires_at ): bool {
		global $wpdb;
		if ( $expires_at === $new_expires_at ) {
			return self::get( $name ) === $expires_at;
		}
		return Transaction::query(
			$wpdb->prepare( 'UPDATE ' . Schema::table( 'sequences' ) . ' SET value = %d WHERE name = %s AND value = %d', $new_expires_at, $name, $expires_at )
		) === 1;
	}

	public static function delete( string $prefix ): void {
		global $wpdb;
		$wpdb->query( $wpdb->prepare( 'DELETE FROM ' . Schema::table( 'sequences' ) . ' WHERE name LIKE %s', $wpdb->esc_like( $prefix ) . '%' ) );
	}

	private static function insert( string $name ): void {
		global $wpdb;
		Transaction::query( $wpdb->prepare( 'INSERT IGNORE INTO ' . Schema::table( 'sequences' ) . ' (name, value) VALUES (%s, 0)', $name ) );
	}
}
