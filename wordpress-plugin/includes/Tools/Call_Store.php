<?php
declare( strict_types=1 );

namespace MxChat\Tools;

use MxChat\Rest\Time;
use MxChat\Schema;

/**
 * The calls of tools, stored before and after they run, so that none runs twice.
 */
final class Call_Store {

	private const RUNNING      = 'running';
	private const KEPT_SECONDS = 2 * DAY_IN_SECONDS;

	/**
	 * Notes that a call begins; false if it has begun before, whoever began it.
	 */
	public static function begin( Tool_Context $context, string $name ): bool {
		global $wpdb;
		return (int) $wpdb->query(
			$wpdb->prepare(
				'INSERT IGNORE INTO ' . self::table() . ' (call_key, session_id, turn_id, name, status, output, created_at) VALUES (%s, %s, %s, %s, %s, %s, %s)',
				self::key( $context ),
				$context->session_id,
				$context->turn_id,
				$name,
				self::RUNNING,
				'',
				Time::now()
			)
		) === 1;
	}

	public static function finish( Tool_Context $context, string $status, string $output ): void {
		global $wpdb;
		$wpdb->update( self::table(), array( 'status' => $status, 'output' => $output ), array( 'call_key' => self::key( $context ) ) );
	}

	/**
	 * @return array{status:string,output:string}|null What a call gave; null if it never came to its end.
	 */
	public static function finished( Tool_Context $context ): ?array {
		global $wpdb;
		$row = $wpdb->get_row( $wpdb->prepare( 'SELECT status, output FROM ' . self::table() . ' WHERE call_key = %s', self::key( $context ) ), ARRAY_A );
		return $row === null || $row['status'] === self::RUNNING ? null : $row;
	}

	/**
	 * @param string[] $session_ids
	 * @return \stdClass[]
	 */
	public static function of_sessions( array $session_ids ): array {
		global $wpdb;
		return $session_ids === array() ? array() : $wpdb->get_results(
			$wpdb->prepare(
				'SELECT call_key, name, status, output, created_at FROM ' . self::table() . ' WHERE session_id IN (' . implode( ', ', array_fill( 0, count( $session_ids ), '%s' ) ) . ') ORDER BY created_at, call_key',
				...$session_ids
			)
		);
	}

	/**
	 * @param string[] $session_ids
	 */
	public static function delete_sessions( array $session_ids ): void {
		global $wpdb;
		foreach ( $session_ids as $session_id ) {
			$wpdb->query( $wpdb->prepare( 'DELETE FROM ' . self::table() . ' WHERE session_id = %s AND BINARY session_id = %s', $session_id, $session_id ) );
		}
	}

	public static function delete_old(): void {
		global $wpdb;
		$wpdb->query( $wpdb->prepare( 'DELETE FROM ' . self::table() . ' WHERE created_at < %s', Time::from_unix( time() - self::KEPT_SECONDS ) ) );
	}

	private static function key( Tool_Context $context ): string {
		return hash( 'sha256', strlen( $context->thread_id ) . ':' . $context->thread_id . $context->call_id );
	}

	private static function table(): string {
		return Schema::table( 'tool_calls' );
	}
}
