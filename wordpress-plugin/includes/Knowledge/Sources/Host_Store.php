<?php
declare( strict_types=1 );

namespace MxChat\Knowledge\Sources;

use MxChat\Http\Url;
use MxChat\Schema;

/**
 * When each host may be asked again, and its robots.txt. All readings of a site share it.
 */
final class Host_Store {

	private const KEPT_SECONDS = WEEK_IN_SECONDS;

	/**
	 * Takes the right to ask a host now; of several workers one gets it.
	 *
	 * @return int Milliseconds to wait; 0 if it may be asked.
	 */
	public static function take_turn( Url $url, int $pause_milliseconds ): int {
		global $wpdb;
		$now = self::now();
		self::make( $url );
		$is_taken = (int) $wpdb->query(
			$wpdb->prepare( 'UPDATE ' . self::table() . ' SET next_ask_at = %d WHERE origin_key = %s AND next_ask_at <= %d', $now + $pause_milliseconds, self::key( $url ), $now )
		) === 1;
		return $is_taken ? 0 : max( 1, self::next_ask_at( $url ) - $now );
	}

	/**
	 * Leaves a host alone that has asked for it.
	 */
	public static function hold( Url $url, int $seconds ): void {
		global $wpdb;
		$wpdb->update( self::table(), array( 'next_ask_at' => self::now() + 1000 * $seconds ), array( 'origin_key' => self::key( $url ) ) );
	}

	/**
	 * @return array{status:string,text:string}|null Null if it has to be asked for.
	 */
	public static function robots( Url $url ): ?array {
		global $wpdb;
		$row = $wpdb->get_row( $wpdb->prepare( 'SELECT robots, robots_status FROM ' . self::table() . ' WHERE origin_key = %s AND robots_until > %d', self::key( $url ), time() ) );
		return $row === null ? null : array( 'status' => $row->robots_status, 'text' => $row->robots );
	}

	public static function keep_robots( Url $url, string $status, string $text, int $seconds ): void {
		global $wpdb;
		self::make( $url );
		$wpdb->update(
			self::table(),
			array( 'robots_status' => $status, 'robots' => $text, 'robots_until' => time() + $seconds ),
			array( 'origin_key' => self::key( $url ) )
		);
	}

	public static function delete_old(): void {
		global $wpdb;
		$wpdb->query( $wpdb->prepare( 'DELETE FROM ' . self::table() . ' WHERE next_ask_at < %d AND robots_until < %d', self::now() - 1000 * self::KEPT_SECONDS, time() - self::KEPT_SECONDS ) );
	}

	private static function make( Url $url ): void {
		global $wpdb;
		$wpdb->query( $wpdb->prepare( 'INSERT IGNORE INTO ' . self::table() . ' (origin_key, robots) VALUES (%s, %s)', self::key( $url ), '' ) );
	}

	private static function next_ask_at( Url $url ): int {
		global $wpdb;
		return (int) $wpdb->get_var( $wpdb->prepare( 'SELECT next_ask_at FROM ' . self::table() . ' WHERE origin_key = %s', self::key( $url ) ) );
	}

	private static function key( Url $url ): string {
		return hash( 'sha256', $url->origin() );
	}

	private static function now(): int {
		return (int) ( microtime( true ) * 1000 );
	}

	private static function table(): string {
		return Schema::table( 'web_hosts' );
	}
}
