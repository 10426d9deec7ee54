<?php
declare( strict_types=1 );

namespace MxChat\Openai_Api;

use MxChat\Rest\Time;
use MxChat\Schema;
use MxChat\Storage_Exception;
use MxChat\Transaction;

/**
 * Assistants, threads, messages, runs and responses of programs. Each belongs to the token that made it: to another
 * one it does not exist.
 */
final class Store {

	/** A process that died holds a thread no longer than this. */
	private const ACTIVE_SECONDS = 600;

	/**
	 * @param array<string,mixed> $content
	 */
	public static function insert( string $kind, string $owner, string $object_id, array $content, string $parent_id = '', string $session_id = '' ): Stored {
		global $wpdb;
		$created_at = time();
		$is_stored  = $wpdb->insert(
			self::table(),
			array(
				'api_id'     => $object_id,
				'kind'       => $kind,
				'owner'      => $owner,
				'parent_id'  => $parent_id,
				'session_id' => $session_id,
				'content'    => self::json( $content ),
				'created_at' => $created_at,
			)
		);
		if ( ! $is_stored ) {
			throw new Storage_Exception( $wpdb->last_error );
		}
		return new Stored( (int) $wpdb->insert_id, $object_id, $kind, $owner, $parent_id, $session_id, '', $created_at, $content );
	}

	public static function find( string $kind, string $owner, string $object_id ): ?Stored {
		global $wpdb;
		$row = $wpdb->get_row(
			$wpdb->prepare(
				'SELECT * FROM ' . self::table() . ' WHERE api_id = %s AND BINARY api_id = %s AND kind = %s AND owner = %s',
				$object_id,
				$object_id,
				$kind,
				$owner
			)
		);
		return $row === null ? null : self::from_row( $row );
	}

	public static function count( string $kind, string $owner ): int {
		global $wpdb;
		return (int) $wpdb->get_var( $wpdb->prepare( 'SELECT COUNT(*) FROM ' . self::table() . ' WHERE kind = %s AND owner = %s', $kind, $owner ) );
	}

	/**
	 * @param array<string,mixed> $content
	 */
	public static function update( Stored $object, array $content ): Stored {
		global $wpdb;
		$is_stored = $wpdb->update( self::table(), array( 'content' => self::json( $content ) ), array( 'id' => $object->id ) );
		if ( $is_stored === false ) {
			throw new Storage_Exception( $wpdb->last_error );
		}
		return $object->with( $content );
	}

	/**
	 * Changes an object as it is stored now: a run that goes on and the request that cancels it write the same one.
	 *
	 * @param callable(array):array $change Takes the content. May run again.
	 * @return ?Stored Null if it is deleted.
	 * @throws Storage_Exception If it could not be stored.
	 */
	public static function change( Stored $object, callable $change ): ?Stored {
		return Transaction::run(
			static function () use ( $object, $change ): ?Stored {
				global $wpdb;
				Transaction::query( $wpdb->prepare( 'UPDATE ' . self::table() . ' SET created_at = created_at WHERE id = %d', $object->id ) );
				$now = self::find( $object->kind, $object->owner, $object->object_id );
				return $now === null ? null : self::update( $now, $change( $now->content ) );
			}
		);
	}

	/**
	 * @return array{0:Stored[],1:bool} The objects of a page, and whether there are more.
	 */
	public static function list( string $kind, string $owner, string $parent_id, Listing $listing ): array {
		global $wpdb;
		$where = array( $wpdb->prepare( 'kind = %s AND owner = %s AND parent_id = %s', $kind, $owner, $parent_id ) );
		foreach ( array( array( $listing->after, true ), array( $listing->before, false ) ) as [ $object_id, $comes_after ] ) {
			$edge = $object_id === '' ? null : self::find( $kind, $owner, $object_id );
			if ( $edge !== null ) {
				$where[] = $wpdb->prepare( $comes_after === $listing->is_ascending ? 'id > %d' : 'id < %d', $edge->id );
			}
		}
		$rows = $wpdb->get_results( 'SELECT * FROM ' . self::table() . ' WHERE ' . implode( ' AND ', $where ) . ' ORDER BY id ' . ( $listing->is_ascending ? 'ASC' : 'DESC' ) . $wpdb->prepare( ' LIMIT %d', $listing->limit + 1 ) );
		return array( array_map( array( self::class, 'from_row' ), array_slice( $rows, 0, $listing->limit ) ), count( $rows ) > $listing->limit );
	}

	/**
	 * Takes a thread for a run; false if another run has it.
	 */
	public static function try_activate( Stored $thread, string $run_id ): bool {
		global $wpdb;
		$wpdb->query(
			$wpdb->prepare(
				'UPDATE ' . self::table() . " SET active_id = %s, active_until = %d WHERE id = %d AND ( active_id = '' OR active_id = %s OR active_until <= %d )",
				$run_id,
				time() + self::ACTIVE_SECONDS,
				$thread->id,
				$run_id,
				time()
			)
		);
		// MySQL counts no row that stays as it is.
		return $wpdb->get_var( $wpdb->prepare( 'SELECT active_id FROM ' . self::table() . ' WHERE id = %d', $thread->id ) ) === $run_id;
	}

	/**
	 * True for the one who comes first, of any number who want the same of an object.
	 */
	public static function try_claim( Stored $object, string $what ): bool {
		global $wpdb;
		return (int) $wpdb->query(
			$wpdb->prepare(
				'INSERT IGNORE INTO ' . self::table() . ' (api_id, kind, owner, parent_id, session_id, content, created_at) VALUES (%s, %s, %s, %s, %s, %s, %d)',
				'claim_' . $what,
				'claim',
				$object->owner,
				$object->object_id,
				$object->session_id,
				'[]',
				time()
			)
		) === 1;
	}

	public static function deactivate( string $thread_id, string $run_id ): void {
		global $wpdb;
		$wpdb->update( self::table(), array( 'active_id' => '', 'active_until' => 0 ), array( 'api_id' => $thread_id, 'active_id' => $run_id ) );
	}

	/**
	 * Deletes an object with all that hangs on it.
	 */
	public static function delete( Stored $object ): void {
		global $wpdb;
		foreach ( $wpdb->get_results( $wpdb->prepare( 'SELECT * FROM ' . self::table() . ' WHERE parent_id = %s AND id <> %d', $object->object_id, $object->id ) ) as $row ) {
			self::delete( self::from_row( $row ) );
		}
		$wpdb->delete( self::table(), array( 'id' => $object->id ) );
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

	/**
	 * Sessions of threads that nothing was added to since then, and that never got an answer.
	 *
	 * @return string[]
	 */
	public static function session_ids_without_messages( string $time, int $limit ): array {
		global $wpdb;
		$before = Time::to_unix( $time );
		return $wpdb->get_col(
			$wpdb->prepare(
				'SELECT o.session_id FROM ' . self::table() . " o WHERE o.kind = 'thread' AND o.created_at < %d"
					. ' AND NOT EXISTS ( SELECT 1 FROM ' . Schema::table( 'transcripts' ) . ' t WHERE t.session_id = o.session_id )'
					. ' AND NOT EXISTS ( SELECT 1 FROM ' . self::table() . ' later WHERE later.session_id = o.session_id AND later.created_at >= %d ) LIMIT %d',
				$before,
				$before,
				$limit
			)
		);
	}

	/**
	 * Deletes whatever a program has made.
	 */
	public static function delete_of( string $owner ): void {
		global $wpdb;
		$wpdb->delete( self::table(), array( 'owner' => $owner ) );
	}

	/**
	 * Responses are kept for a month, as the API's documents say.
	 */
	public static function delete_old(): void {
		global $wpdb;
		$wpdb->query( $wpdb->prepare( 'DELETE FROM ' . self::table() . " WHERE kind = 'response' AND created_at < %d", time() - 30 * DAY_IN_SECONDS ) );
	}

	private static function from_row( \stdClass $row ): Stored {
		return new Stored( (int) $row->id, $row->api_id, $row->kind, $row->owner, $row->parent_id, $row->session_id, $row->active_id, (int) $row->created_at, (array) json_decode( $row->content, true ) );
	}

	private static function json( array $content ): string {
		return (string) wp_json_encode( $content, JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES | JSON_PRESERVE_ZERO_FRACTION | JSON_INVALID_UTF8_SUBSTITUTE );
	}

	private static function table(): string {
		return Schema::table( 'openai_objects' );
	}
}
