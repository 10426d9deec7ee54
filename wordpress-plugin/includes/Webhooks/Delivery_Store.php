<?php
declare( strict_types=1 );

namespace MxChat\Webhooks;

use MxChat\Rest\Time;
use MxChat\Schema;
use MxChat\Storage_Exception;
use MxChat\Transaction;

/**
 * Messages to be delivered, and a log of every attempt.
 */
final class Delivery_Store {

	public const KEPT_SECONDS = 30 * DAY_IN_SECONDS;

	private const DELETED_AT_ONCE = 1000;

	/**
	 * @throws Storage_Exception If it could not be stored.
	 */
	public static function insert( Webhook $webhook, string $message_id, string $type, string $body, string $session_id, string $status = Delivery::PENDING ): Delivery {
		global $wpdb;
		$is_stored = $wpdb->insert(
			self::table(),
			array(
				'delivery_id' => 'dlv_' . bin2hex( random_bytes( 12 ) ),
				'webhook_row' => $webhook->row,
				'message_id'  => $message_id,
				'type'        => $type,
				'body'        => $body,
				'session_id'  => $session_id,
				'status'      => $status,
				'next_try_at' => time(),
				'created_at'  => Time::now(),
			)
		);
		if ( ! $is_stored ) {
			throw new Storage_Exception( $wpdb->last_error );
		}
		return self::find_row( (int) $wpdb->insert_id );
	}

	public static function find_row( int $row ): ?Delivery {
		global $wpdb;
		$found = $wpdb->get_row( $wpdb->prepare( 'SELECT * FROM ' . self::table() . ' WHERE id = %d', $row ) );
		return $found === null ? null : Delivery::from_row( $found );
	}

	public static function find( Webhook $webhook, string $delivery_id ): ?Delivery {
		global $wpdb;
		$found = $wpdb->get_row(
			$wpdb->prepare( 'SELECT * FROM ' . self::table() . ' WHERE webhook_row = %d AND delivery_id = %s AND BINARY delivery_id = %s', $webhook->row, $delivery_id, $delivery_id )
		);
		return $found === null ? null : Delivery::from_row( $found );
	}

	/**
	 * @return array{deliveries:Delivery[],total:int} The latest first.
	 */
	public static function list( Webhook $webhook, ?string $status, int $limit, int $offset ): array {
		global $wpdb;
		$where = $wpdb->prepare( ' WHERE webhook_row = %d', $webhook->row ) . ( $status === null ? '' : $wpdb->prepare( ' AND status = %s', $status ) );
		$rows  = $wpdb->get_results( 'SELECT * FROM ' . self::table() . $where . $wpdb->prepare( ' ORDER BY id DESC LIMIT %d OFFSET %d', $limit, $offset ) );
		return array(
			'deliveries' => array_map( array( Delivery::class, 'from_row' ), $rows ),
			'total'      => (int) $wpdb->get_var( 'SELECT COUNT(*) FROM ' . self::table() . $where ),
		);
	}

	/**
	 * @param Delivery[] $deliveries
	 * @return array<int,\stdClass[]> Attempts in their order, by the delivery's row.
	 */
	public static function attempts( array $deliveries ): array {
		global $wpdb;
		$attempts = array();
		$rows     = array_map( static fn( Delivery $delivery ) => $delivery->row, $deliveries );
		$found    = $rows ? $wpdb->get_results(
			$wpdb->prepare( 'SELECT * FROM ' . self::attempt_table() . ' WHERE delivery_row IN (' . implode( ',', array_fill( 0, count( $rows ), '%d' ) ) . ') ORDER BY id', ...$rows )
		) : array();
		foreach ( $found as $attempt ) {
			$attempts[ (int) $attempt->delivery_row ][] = $attempt;
		}
		return $attempts;
	}

	/**
	 * Notes an attempt and what follows from it, both at once: nobody sees a message delivered without the answer to it.
	 *
	 * @param int|null $next_try_at Null if this was the last one.
	 * @return bool False if another worker has noted this very attempt already.
	 */
	public static function note_attempt( Delivery $delivery, Outcome $outcome, string $status, ?int $next_try_at ): bool {
		return Transaction::run(
			static function () use ( $delivery, $outcome, $status, $next_try_at ) {
				$is_first = self::change_state( $delivery, $outcome, $status, $next_try_at );
				self::log_attempt( $delivery, $outcome );
				return $is_first;
			}
		);
	}

	private static function change_state( Delivery $delivery, Outcome $outcome, string $status, ?int $next_try_at ): bool {
		global $wpdb;
		return Transaction::query(
			$wpdb->prepare(
				'UPDATE ' . self::table() . ' SET status = %s, tries = tries + 1, next_try_at = %d, status_code = %d, error_code = %s, finished_at = NULLIF(%s, %s)'
					. ' WHERE id = %d AND status = %s AND run = %d AND tries = %d',
				$status,
				$next_try_at ?? 0,
				$outcome->status_code,
				$outcome->error_code,
				$next_try_at === null ? Time::now() : '',
				'',
				$delivery->row,
				Delivery::PENDING,
				$delivery->run,
				$delivery->tries
			)
		) === 1;
	}

	/**
	 * Ends a delivery that is not sent.
	 */
	public static function cancel( Delivery $delivery, string $error_code ): void {
		global $wpdb;
		$wpdb->update(
			self::table(),
			array( 'status' => Delivery::CANCELLED, 'error_code' => $error_code, 'next_try_at' => 0, 'finished_at' => Time::now() ),
			array( 'id' => $delivery->row, 'status' => Delivery::PENDING )
		);
	}

	/**
	 * Begins the schedule again.
	 *
	 * @throws Storage_Exception If it could not be stored.
	 */
	public static function begin_again( Delivery $delivery ): bool {
		global $wpdb;
		return Transaction::query(
			$wpdb->prepare(
				'UPDATE ' . self::table() . ' SET status = %s, run = run + 1, tries = 0, next_try_at = %d, finished_at = NULL WHERE id = %d AND run = %d',
				Delivery::PENDING,
				time(),
				$delivery->row,
				$delivery->run
			)
		) === 1;
	}

	/**
	 * What should have been tried long ago.
	 *
	 * @return Delivery[]
	 */
	public static function overdue( int $since, int $limit ): array {
		global $wpdb;
		return array_map(
			array( Delivery::class, 'from_row' ),
			$wpdb->get_results( $wpdb->prepare( 'SELECT * FROM ' . self::table() . ' WHERE status = %s AND next_try_at < %d ORDER BY id LIMIT %d', Delivery::PENDING, $since, $limit ) )
		);
	}

	/**
	 * @return array<int,array<string,int>> How many deliveries of each status, by the webhook's row.
	 */
	public static function counts(): array {
		global $wpdb;
		$counts = array();
		foreach ( $wpdb->get_results( 'SELECT webhook_row, status, COUNT(*) AS number FROM ' . self::table() . ' GROUP BY webhook_row, status' ) as $row ) {
			$counts[ (int) $row->webhook_row ][ $row->status ] = (int) $row->number;
		}
		return $counts;
	}

	public static function delete_old(): void {
		self::delete_where( 'created_at < %s', array( Time::from_unix( time() - self::KEPT_SECONDS ) ) );
	}

	public static function delete_of( Webhook $webhook ): void {
		self::delete_where( 'webhook_row = %d', array( $webhook->row ) );
	}

	/**
	 * Forgets what tells of these sessions.
	 *
	 * @param string[] $session_ids
	 */
	public static function delete_sessions( array $session_ids ): void {
		$session_ids = array_values( array_filter( $session_ids, static fn( string $session_id ) => $session_id !== '' ) );
		if ( $session_ids ) {
			self::delete_where( 'session_id IN (' . implode( ',', array_fill( 0, count( $session_ids ), '%s' ) ) . ')', $session_ids );
		}
	}

	/**
	 * @return Delivery[] What names an e-mail address.
	 */
	public static function mentioning( string $email, int $limit, int $offset ): array {
		global $wpdb;
		return array_map(
			array( Delivery::class, 'from_row' ),
			$wpdb->get_results( $wpdb->prepare( 'SELECT * FROM ' . self::table() . ' WHERE body LIKE %s ORDER BY id LIMIT %d OFFSET %d', self::like( $email ), $limit, $offset ) )
		);
	}

	/**
	 * Forgets what names an e-mail address.
	 */
	public static function delete_mentioning( string $email ): bool {
		return self::delete_where( 'body LIKE %s', array( self::like( $email ) ) ) > 0;
	}

	private static function like( string $email ): string {
		global $wpdb;
		return '%' . $wpdb->esc_like( (string) wp_json_encode( $email, Payload::JSON ) ) . '%';
	}

	private static function delete_where( string $where, array $values ): int {
		global $wpdb;
		$count = 0;
		do {
			$rows = $wpdb->get_col( $wpdb->prepare( 'SELECT id FROM ' . self::table() . " WHERE $where LIMIT " . self::DELETED_AT_ONCE, ...$values ) );
			$list = implode( ',', array_map( 'intval', $rows ) );
			if ( $rows ) {
				Transaction::query( 'DELETE FROM ' . self::attempt_table() . " WHERE delivery_row IN ($list)" );
				Transaction::query( 'DELETE FROM ' . self::table() . " WHERE id IN ($list)" );
			}
			$count += count( $rows );
		} while ( count( $rows ) === self::DELETED_AT_ONCE );
		return $count;
	}

	/**
	 * Of a message that was deleted while it was sent, nothing is noted: nobody would ever delete that.
	 */
	private static function log_attempt( Delivery $delivery, Outcome $outcome ): void {
		global $wpdb;
		Transaction::query(
			$wpdb->prepare(
				'INSERT INTO ' . self::attempt_table() . ' (delivery_row, status_code, error_code, milliseconds, attempted_at) SELECT id, %d, %s, %d, %s FROM ' . self::table() . ' WHERE id = %d',
				$outcome->status_code,
				$outcome->error_code,
				$outcome->milliseconds,
				Time::now(),
				$delivery->row
			)
		);
	}

	private static function table(): string {
		return Schema::table( 'webhook_deliveries' );
	}

	private static function attempt_table(): string {
		return Schema::table( 'webhook_attempts' );
	}
}
