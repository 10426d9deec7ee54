<?php
declare( strict_types=1 );

namespace MxChat\Chat;

use MxChat\Schema;

/**
 * The turns that run, and for a day those that were streamed.
 */
final class Turn_Store {

	public const CLAIMED  = 'claimed';
	public const RUNNING  = 'running';
	public const FINISHED = 'finished';
	public const BUSY     = 'busy';

	/** A run that has not been heard of for so long has died. */
	public const STALE_SECONDS = 90;

	private const BEAT_SECONDS = 5;
	private const KEPT_SECONDS = DAY_IN_SECONDS;
	private const TRIES        = 5;

	/**
	 * Takes the thread for a turn.
	 *
	 * @param string $claim Names this run.
	 * @return string CLAIMED; or RUNNING or FINISHED, if the turn itself does or has; or BUSY, if another of the thread runs.
	 */
	public static function claim( Turn $turn, string $claim, int $now ): string {
		for ( $try = 0; $try < self::TRIES; $try++ ) {
			if ( self::insert( $turn, $claim, $now ) ) {
				return self::CLAIMED;
			}
			$state = self::state_of_others( $turn, $now );
			if ( $state !== null ) {
				return $state;
			}
		}
		return self::BUSY;
	}

	/**
	 * Forgets a turn that has ended without an answer, so that it can be claimed anew.
	 */
	public static function forget_finished( string $turn_id ): void {
		global $wpdb;
		$wpdb->query( $wpdb->prepare( 'DELETE FROM ' . self::table() . ' WHERE turn_id = %s AND running_thread IS NULL', $turn_id ) );
		Event_Log::delete( $turn_id );
	}

	/**
	 * Says that a run is alive and reads what is wanted of it; null if it is not the run of this turn any more.
	 */
	public static function look( string $turn_id, string $claim, int $now ): ?\stdClass {
		global $wpdb;
		$row = $wpdb->get_row(
			$wpdb->prepare( 'SELECT heartbeat_at, watched_at, stop_requested FROM ' . self::table() . ' WHERE turn_id = %s AND claim = %s', $turn_id, $claim )
		);
		if ( $row !== null && $row->heartbeat_at + self::BEAT_SECONDS <= $now ) {
			$wpdb->query( $wpdb->prepare( 'UPDATE ' . self::table() . ' SET heartbeat_at = %d WHERE turn_id = %s AND claim = %s', $now, $turn_id, $claim ) );
		}
		return $row;
	}

	/**
	 * The row of a session's own turn, if it is kept.
	 */
	public static function find( string $turn_id, string $session_id ): ?\stdClass {
		global $wpdb;
		return $wpdb->get_row(
			$wpdb->prepare( 'SELECT turn_id, thread_id, running_thread, heartbeat_at FROM ' . self::table() . ' WHERE turn_id = %s AND session_id = %s', $turn_id, $session_id )
		);
	}

	public static function is_running( ?\stdClass $row, int $now ): bool {
		return $row !== null && $row->running_thread !== null && $row->heartbeat_at + self::STALE_SECONDS > $now;
	}

	/**
	 * Tells the run that somebody reads its events.
	 */
	public static function watch( string $turn_id, int $now ): void {
		global $wpdb;
		$wpdb->query( $wpdb->prepare( 'UPDATE ' . self::table() . ' SET watched_at = %d WHERE turn_id = %s AND running_thread IS NOT NULL AND watched_at < %d', $now, $turn_id, $now ) );
	}

	/**
	 * @return bool Whether it was running.
	 */
	public static function request_stop( string $turn_id, string $session_id ): bool {
		global $wpdb;
		$row = self::find( $turn_id, $session_id );
		if ( ! self::is_running( $row, time() ) ) {
			return false;
		}
		$wpdb->query( $wpdb->prepare( 'UPDATE ' . self::table() . ' SET stop_requested = 1 WHERE turn_id = %s', $turn_id ) );
		return true;
	}

	/**
	 * Frees the thread and keeps the turn, for whoever resumes it.
	 *
	 * @return bool False if the run had lost it.
	 */
	public static function finish( string $turn_id, string $claim ): bool {
		global $wpdb;
		return (bool) $wpdb->query( $wpdb->prepare( 'UPDATE ' . self::table() . ' SET running_thread = NULL WHERE turn_id = %s AND claim = %s', $turn_id, $claim ) );
	}

	/**
	 * Frees the thread and forgets the turn.
	 */
	public static function release( string $turn_id, string $claim ): void {
		global $wpdb;
		$wpdb->query( $wpdb->prepare( 'DELETE FROM ' . self::table() . ' WHERE turn_id = %s AND claim = %s', $turn_id, $claim ) );
	}

	/**
	 * A run finds its row gone and ends without an answer.
	 */
	public static function delete_of_session( string $session_id ): void {
		global $wpdb;
		foreach ( $wpdb->get_col( $wpdb->prepare( 'SELECT turn_id FROM ' . self::table() . ' WHERE session_id = %s', $session_id ) ) as $turn_id ) {
			$wpdb->query( $wpdb->prepare( 'DELETE FROM ' . self::table() . ' WHERE turn_id = %s', $turn_id ) );
			Event_Log::delete( $turn_id );
		}
	}

	public static function stop_session( string $session_id ): void {
		global $wpdb;
		$wpdb->query( $wpdb->prepare( 'UPDATE ' . self::table() . ' SET stop_requested = 1 WHERE session_id = %s AND running_thread IS NOT NULL', $session_id ) );
	}

	public static function delete_old(): void {
		global $wpdb;
		$before = time() - self::KEPT_SECONDS;
		$wpdb->query(
			$wpdb->prepare( 'DELETE FROM ' . Schema::table( 'turn_events' ) . ' WHERE turn_id IN ( SELECT turn_id FROM ' . self::table() . ' WHERE started_at < %d )', $before )
		);
		$wpdb->query( $wpdb->prepare( 'DELETE FROM ' . self::table() . ' WHERE started_at < %d', $before ) );
	}

	private static function insert( Turn $turn, string $claim, int $now ): bool {
		global $wpdb;
		return (bool) $wpdb->query(
			$wpdb->prepare(
				'INSERT IGNORE INTO ' . self::table() . ' (turn_id, session_id, thread_id, running_thread, claim, started_at, heartbeat_at) VALUES (%s, %s, %s, %s, %s, %d, %d)',
				$turn->turn_id,
				$turn->session_id,
				$turn->thread_id,
				$turn->thread_id,
				$claim,
				$now,
				$now
			)
		);
	}

	/**
	 * What stands in the way of a claim; null if it was in the way no longer, so that another try may do.
	 */
	private static function state_of_others( Turn $turn, int $now ): ?string {
		global $wpdb;
		$rows = $wpdb->get_results(
			$wpdb->prepare( 'SELECT turn_id, running_thread, claim, heartbeat_at FROM ' . self::table() . ' WHERE turn_id = %s OR running_thread = %s', $turn->turn_id, $turn->thread_id )
		);
		foreach ( $rows as $row ) {
			if ( $row->running_thread === null ) {
				return self::FINISHED;
			}
			if ( self::is_running( $row, $now ) ) {
				return $row->turn_id === $turn->turn_id ? self::RUNNING : self::BUSY;
			}
			self::bury( $row );
		}
		return null;
	}

	/**
	 * Deletes a run that has died; not, if it was only slow and has been heard of since.
	 */
	private static function bury( \stdClass $row ): void {
		global $wpdb;
		$deleted = $wpdb->query(
			$wpdb->prepare( 'DELETE FROM ' . self::table() . ' WHERE turn_id = %s AND claim = %s AND heartbeat_at = %d', $row->turn_id, $row->claim, $row->heartbeat_at )
		);
		if ( $deleted ) {
			Event_Log::delete( $row->turn_id );
		}
	}

	private static function table(): string {
		return Schema::table( 'turns' );
	}
}
