<?php
declare( strict_types=1 );

namespace MxChat\Provider;

use MxChat\Jobs\Queue;
use MxChat\Schema;

/**
 * What hosts keep of our conversations, where they keep anything.
 *
 * A host offers no list of it: whoever loses the ids loses the data. So a row stays until the host has deleted all that
 * it names.
 */
final class Host_State {

	public const JOB = 'forget_host_states';

	private const KEPT_SECONDS = DAY_IN_SECONDS;
	private const MAX_KEPT     = 2000;

	/**
	 * What the last STATE event of the thread said; null at another host, or where there was none.
	 */
	public static function get( string $thread_id, string $base_url ): ?string {
		$row = self::row( $thread_id );
		return $row !== null && $row->base_url === $base_url && (int) $row->forget_at > time() && $row->state !== '' ? $row->state : null;
	}

	/**
	 * Keeps what a STATE event said. What the thread has left at the host is remembered with it.
	 */
	public static function save( string $thread_id, string $session_id, string $base_url, string $state ): void {
		global $wpdb;
		$row  = self::row( $thread_id );
		$kept = $row === null ? array() : (array) json_decode( $row->kept, true );
		foreach ( Kept_Item::all_in( $state ) as $item ) {
			$kept[ $item->key() ] = $item->at( $base_url )->to_array();
		}
		$wpdb->replace(
			self::table(),
			array(
				'thread_id'  => $thread_id,
				'session_id' => $session_id,
				'base_url'   => $base_url,
				'state'      => $state,
				'kept'       => (string) wp_json_encode( array_slice( $kept, -self::MAX_KEPT, null, true ) ),
				'updated_at' => time(),
				'forget_at'  => time() + self::KEPT_SECONDS,
				'failures'   => 0,
			)
		);
	}

	/**
	 * Lets everything that hosts keep of a session be deleted.
	 */
	public static function forget_session( string $session_id ): void {
		self::forget_by( 'session_id', $session_id );
	}

	public static function forget_thread( string $thread_id ): void {
		self::forget_by( 'thread_id', $thread_id );
	}

	/**
	 * The daily look for threads that have ended by themselves.
	 */
	public static function forget_expired(): void {
		if ( self::next_due( array() ) !== null ) {
			Queue::add_once( self::JOB, array(), self::JOB );
		}
	}

	/**
	 * A thread whose items at the host are to be deleted now.
	 *
	 * @param string[] $skipped Threads that are not to be looked at again.
	 * @return ?array{thread_id:string,kept:Kept_Item[],seen:string} What it has left, and this as it is stored.
	 */
	public static function next_due( array $skipped ): ?array {
		global $wpdb;
		$not_skipped = $skipped ? ' AND thread_id NOT IN (' . implode( ',', array_fill( 0, count( $skipped ), '%s' ) ) . ')' : '';
		$row         = $wpdb->get_row(
			$wpdb->prepare( 'SELECT thread_id, kept FROM ' . self::table() . " WHERE forget_at <= %d $not_skipped ORDER BY forget_at LIMIT 1", time(), ...$skipped )
		);
		return $row === null ? null : array(
			'thread_id' => $row->thread_id,
			'kept'      => array_map( array( Kept_Item::class, 'from_array' ), array_values( (array) json_decode( $row->kept, true ) ) ),
			'seen'      => $row->kept,
		);
	}

	/**
	 * What is left of a thread at the host; none deletes the row. An answer that came meanwhile has left more there, so
	 * its row stays as it is.
	 *
	 * @param Kept_Item[] $kept
	 */
	public static function keep_only( string $thread_id, string $seen, array $kept ): void {
		global $wpdb;
		if ( ! $kept ) {
			$wpdb->query( $wpdb->prepare( 'DELETE FROM ' . self::table() . ' WHERE thread_id = %s AND BINARY kept = %s', $thread_id, $seen ) );
			return;
		}
		$left = array();
		foreach ( $kept as $item ) {
			$left[ $item->key() ] = $item->to_array();
		}
		$wpdb->query(
			$wpdb->prepare(
				'UPDATE ' . self::table() . " SET kept = %s, state = '', failures = failures + 1 WHERE thread_id = %s AND BINARY kept = %s",
				wp_json_encode( $left ),
				$thread_id,
				$seen
			)
		);
	}

	/**
	 * How many threads could not be deleted at their hosts although it was tried.
	 */
	public static function count_stuck(): int {
		global $wpdb;
		return (int) $wpdb->get_var( $wpdb->prepare( 'SELECT COUNT(*) FROM ' . self::table() . ' WHERE forget_at <= %d AND failures > 0', time() ) );
	}

	private static function forget_by( string $column, string $id ): void {
		global $wpdb;
		// What is left says where the host keeps something, and no longer whose it is.
		$nothing = array( 'forget_at' => time(), 'state' => '', 'session_id' => '' );
		if ( $id !== '' && (int) $wpdb->update( self::table(), $nothing, array( $column => $id ) ) > 0 ) {
			Queue::add_once( self::JOB, array(), self::JOB );
		}
	}

	private static function row( string $thread_id ): ?\stdClass {
		global $wpdb;
		return $wpdb->get_row( $wpdb->prepare( 'SELECT * FROM ' . self::table() . ' WHERE thread_id = %s AND BINARY thread_id = %s', $thread_id, $thread_id ) );
	}

	private static function table(): string {
		return Schema::table( 'thread_states' );
	}
}
