<?php
declare( strict_types=1 );

namespace MxChat\Chat;

use MxChat\Schema;
use MxChat\Settings;

/**
 * The places for streams: each holds a worker of PHP, and ordinary pages need some, too.
 */
final class Stream_Slots {

	/** Longer than any stream. One whose worker has died is free again after it. */
	private const LEASE_SECONDS = 120;

	private const TRIES = 8;

	/** @var array<string,true> Those of this request. */
	private static array $held = array();

	/**
	 * @return ?string Names the holder; null if all are taken.
	 */
	public static function take(): ?string {
		$holder = bin2hex( random_bytes( 16 ) );
		for ( $try = 0; $try < self::TRIES; $try++ ) {
			$slot = self::free_slot();
			if ( $slot === null ) {
				return null;
			}
			if ( self::try_slot( $slot, $holder ) ) {
				self::$held[ $holder ] = true;
				return $holder;
			}
		}
		return null;
	}

	public static function give_back( string $holder ): void {
		global $wpdb;
		unset( self::$held[ $holder ] );
		$wpdb->query( $wpdb->prepare( 'DELETE FROM ' . self::table() . ' WHERE holder = %s', $holder ) );
	}

	/**
	 * What a request still holds when it ends, whatever ended it.
	 */
	public static function give_back_all(): void {
		array_map( array( self::class, 'give_back' ), array_keys( self::$held ) );
	}

	private static function free_slot(): ?int {
		global $wpdb;
		$max   = max( 0, (int) Settings\Store::get( 'max_streams' ) );
		$taken = array_map( 'intval', $wpdb->get_col( $wpdb->prepare( 'SELECT slot FROM ' . self::table() . ' WHERE expires_at > %d', time() ) ) );
		$free  = $max > 0 ? array_values( array_diff( range( 1, $max ), $taken ) ) : array();
		// Any of them: two that come at once seldom want the same.
		return $free ? $free[ random_int( 0, count( $free ) - 1 ) ] : null;
	}

	private static function try_slot( int $slot, string $holder ): bool {
		global $wpdb;
		$now = time();
		$wpdb->query( $wpdb->prepare( 'DELETE FROM ' . self::table() . ' WHERE slot = %d AND expires_at <= %d', $slot, $now ) );
		return (bool) $wpdb->query(
			$wpdb->prepare( 'INSERT IGNORE INTO ' . self::table() . ' (slot, holder, expires_at) VALUES (%d, %s, %d)', $slot, $holder, $now + self::LEASE_SECONDS )
		);
	}

	private static function table(): string {
		return Schema::table( 'streams' );
	}
}
