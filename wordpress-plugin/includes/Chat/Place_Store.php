<?php
declare( strict_types=1 );

namespace MxChat\Chat;

use MxChat\Schema;

/**
 * The places, by number: whoever has the row has the place.
 */
final class Place_Store {

	/** Longer than any answer. A place whose worker has died is free again after it. */
	private const LEASE_SECONDS = 150;

	private const TRIES = 8;

	/**
	 * @param int $count How many places there are.
	 * @return bool False if all are taken.
	 */
	public static function take( string $holder, int $count ): bool {
		for ( $try = 0; $try < self::TRIES; $try++ ) {
			[ 'free' => $free, 'over' => $over ] = self::places( $count );
			if ( $free === array() ) {
				return false;
			}
			// Any of them: two that come at once seldom want the same.
			$place = $free[ random_int( 0, count( $free ) - 1 ) ];
			if ( in_array( $place, $over, true ) ) {
				self::clear( $place );
			}
			if ( self::insert( $place, $holder ) ) {
				return true;
			}
		}
		return false;
	}

	public static function give_back( string $holder ): void {
		global $wpdb;
		$wpdb->query( $wpdb->prepare( 'DELETE FROM ' . self::table() . ' WHERE holder = %s', $holder ) );
	}

	/**
	 * @return array{free:int[],over:int[]} The free places, and those of them that their last holder never gave back.
	 */
	private static function places( int $count ): array {
		global $wpdb;
		$ends  = array_map( 'intval', array_column( $wpdb->get_results( 'SELECT slot, expires_at FROM ' . self::table() ), 'expires_at', 'slot' ) );
		$taken = array_filter( $ends, static fn( int $expires_at ) => $expires_at > time() );
		return array(
			'free' => array_values( array_diff( range( 1, $count ), array_keys( $taken ) ) ),
			'over' => array_keys( array_diff_key( $ends, $taken ) ),
		);
	}

	private static function clear( int $place ): void {
		global $wpdb;
		$wpdb->query( $wpdb->prepare( 'DELETE FROM ' . self::table() . ' WHERE slot = %d AND expires_at <= %d', $place, time() ) );
	}

	private static function insert( int $place, string $holder ): bool {
		global $wpdb;
		return (bool) $wpdb->query(
			$wpdb->prepare( 'INSERT IGNORE INTO ' . self::table() . ' (slot, holder, expires_at) VALUES (%d, %s, %d)', $place, $holder, time() + self::LEASE_SECONDS )
		);
	}

	private static function table(): string {
		return Schema::table( 'streams' );
	}
}
