<?php
declare( strict_types=1 );

namespace MxChat\OpenAI;

use MxChat\Rest\Time;
use MxChat\Schema;
use MxChat\Storage_Exception;
use MxChat\Transcripts;

/**
 * Threads that programs have made.
 */
final class Thread_Store {

	/** A process that died holds a thread no longer than this. */
	private const LOCK_SECONDS = 90;

	public static function insert( Thread $thread ): void {
		global $wpdb;
		$is_stored = $wpdb->insert(
			self::table(),
			array(
				'thread_id'  => $thread->id,
				'session_id' => $thread->session_id,
				'user_id'    => $thread->user_id,
				'created_at' => Time::from_unix( $thread->created_at ),
			)
		);
		if ( ! $is_stored ) {
			throw new Storage_Exception( $wpdb->last_error );
		}
	}

	public static function find( string $thread_id ): ?Thread {
		global $wpdb;
		$row = $wpdb->get_row( $wpdb->prepare( 'SELECT * FROM ' . self::table() . ' WHERE thread_id = %s AND BINARY thread_id = %s', $thread_id, $thread_id ) );
		return $row === null ? null : new Thread( $row->thread_id, $row->session_id, (int) $row->user_id, Time::to_unix( $row->created_at ) );
	}

	/**
	 * @return string[] The sessions of a person's threads.
	 */
	public static function session_ids_of_user( int $user_id ): array {
		global $wpdb;
		return $wpdb->get_col( $wpdb->prepare( 'SELECT session_id FROM ' . self::table() . ' WHERE user_id = %d ORDER BY created_at, thread_id', $user_id ) );
	}

	/**
	 * Sessions of threads that were made before then, and in which nothing was ever said.
	 *
	 * @return string[]
	 */
	public static function session_ids_without_messages( string $time, int $limit ): array {
		return Transcripts\Store::session_ids_without_messages( self::table(), $time, $limit );
	}

	/**
	 * Takes a thread for a run; null if another run has it.
	 *
	 * @return ?int Until when it is taken: what gives it back.
	 */
	public static function try_lock( Thread $thread ): ?int {
		global $wpdb;
		$until    = time() + self::LOCK_SECONDS;
		$is_taken = (int) $wpdb->query(
			$wpdb->prepare(
				'UPDATE ' . self::table() . ' SET running_until = %d WHERE thread_id = %s AND running_until <= %d',
				$until,
				$thread->id,
				time()
			)
		) === 1;
		return $is_taken ? $until : null;
	}

	/**
	 * Gives a thread back, unless it took so long that another run has it by now.
	 */
	public static function unlock( Thread $thread, int $until ): void {
		global $wpdb;
		$wpdb->update( self::table(), array( 'running_until' => 0 ), array( 'thread_id' => $thread->id, 'running_until' => $until ) );
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

	private static function table(): string {
		return Schema::table( 'openai_threads' );
	}
}
