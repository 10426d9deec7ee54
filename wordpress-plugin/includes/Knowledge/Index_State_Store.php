<?php
declare( strict_types=1 );

namespace MxChat\Knowledge;

use MxChat\Schema;
use MxChat\Transaction;

/**
 * How far the inverted index of a bot has come, and who is writing it.
 *
 * Every change of the knowledge is counted in its own transaction. A writer reads the count before it reads the chunks,
 * so whatever it has counted is in what it writes. There is one writer at a time; one that dies loses its lease.
 */
final class Index_State_Store {

	private const LEASE_SECONDS = 60;

	/**
	 * To be called in the transaction that makes the change.
	 */
	public static function note_change( string $bot_id ): void {
		global $wpdb;
		foreach ( Scope::indexes_with( $bot_id ) as $index_id ) {
			Transaction::query(
				$wpdb->prepare( 'INSERT INTO ' . self::table() . ' (bot_id, changes) VALUES (%s, 1) ON DUPLICATE KEY UPDATE changes = changes + 1', $index_id )
			);
		}
	}

	/**
	 * @return array{changes:int,indexed_changes:int}
	 */
	public static function read( string $bot_id ): array {
		global $wpdb;
		$row = $wpdb->get_row( $wpdb->prepare( 'SELECT changes, indexed_changes FROM ' . self::table() . ' WHERE bot_id = %s', $bot_id ) );
		return array(
			'changes'         => (int) ( $row->changes ?? 0 ),
			'indexed_changes' => (int) ( $row->indexed_changes ?? 0 ),
		);
	}

	/**
	 * The name of the one writer, or null if another is writing.
	 */
	public static function acquire( string $bot_id ): ?string {
		global $wpdb;
		$writer = bin2hex( random_bytes( 16 ) );
		$now    = time();
		$wpdb->query( $wpdb->prepare( 'INSERT IGNORE INTO ' . self::table() . ' (bot_id) VALUES (%s)', $bot_id ) );
		$is_acquired = $wpdb->query(
			$wpdb->prepare(
				'UPDATE ' . self::table() . ' SET writer = %s, lease_ends_at = %d WHERE bot_id = %s AND lease_ends_at <= %d',
				$writer,
				$now + self::LEASE_SECONDS,
				$bot_id,
				$now
			)
		) === 1;
		return $is_acquired ? $writer : null;
	}

	/**
	 * @return bool Whether the writer still is the one; it has to stop if not.
	 */
	public static function extend( string $bot_id, string $writer ): bool {
		return self::update( $bot_id, $writer, 'lease_ends_at = %d', time() + self::LEASE_SECONDS );
	}

	public static function note_indexed( string $bot_id, string $writer, int $changes ): void {
		self::update( $bot_id, $writer, 'indexed_changes = %d', $changes );
	}

	public static function release( string $bot_id, string $writer ): void {
		self::update( $bot_id, $writer, "writer = '', lease_ends_at = %d", 0 );
	}

	public static function forget( string $index_id ): void {
		global $wpdb;
		$wpdb->query( $wpdb->prepare( 'DELETE FROM ' . self::table() . ' WHERE bot_id = %s', $index_id ) );
	}

	private static function update( string $bot_id, string $writer, string $assignment, int $value ): bool {
		global $wpdb;
		$wpdb->query( $wpdb->prepare( 'UPDATE ' . self::table() . " SET $assignment WHERE bot_id = %s AND writer = %s", $value, $bot_id, $writer ) );
		// An update that changes no value affects no row, so the name is asked for.
		return $wpdb->get_var( $wpdb->prepare( 'SELECT writer FROM ' . self::table() . ' WHERE bot_id = %s', $bot_id ) ) === $writer;
	}

	private static function table(): string {
		return Schema::table( 'index_states' );
	}
}
