<?php
declare( strict_types=1 );

namespace MxChat\Bot_Api;

use MxChat\Rest\Time;
use MxChat\Schema;
use MxChat\Transcripts;

/**
 * Conversations. What was said in them is in the transcripts.
 */
final class Store {

	private const COLUMNS = 'id, session_id, bot_id, client, client_session_id, contact_id, is_test, created_at, closed_at';

	/**
	 * @return bool Whether it is new; a session has one conversation.
	 */
	public static function insert( string $session_id, string $bot_id, string $client, string $client_session_id, string $contact_id, bool $is_test ): bool {
		global $wpdb;
		return (int) $wpdb->query(
			$wpdb->prepare(
				'INSERT IGNORE INTO ' . self::table() . ' (session_id, bot_id, client, client_session_id, contact_id, is_test, created_at) VALUES (%s, %s, %s, %s, %s, %d, %s)',
				$session_id,
				$bot_id,
				$client,
				$client_session_id,
				$contact_id,
				(int) $is_test,
				Time::now()
			)
		) === 1;
	}

	public static function find( string $session_id ): ?Conversation {
		global $wpdb;
		$row = $wpdb->get_row(
			$wpdb->prepare( 'SELECT ' . self::COLUMNS . ' FROM ' . self::table() . ' WHERE session_id = %s AND BINARY session_id = %s', $session_id, $session_id )
		);
		return $row === null ? null : self::conversation( $row );
	}

	/**
	 * @return array{conversations:Conversation[],total:int} The newest first.
	 */
	public static function list( Conversation_Query $query ): array {
		global $wpdb;
		$conditions = $query->conditions();
		$where      = implode( ' AND ', array_column( $conditions, 0 ) );
		$values     = array_column( $conditions, 1 );
		$rows       = $wpdb->get_results(
			$wpdb->prepare(
				'SELECT ' . self::COLUMNS . ' FROM ' . self::table() . " WHERE $where ORDER BY id DESC LIMIT %d OFFSET %d",
				...$values,
				...array( $query->limit, $query->offset )
			)
		);
		return array(
			'conversations' => array_map( array( self::class, 'conversation' ), $rows ),
			'total'         => (int) $wpdb->get_var( $wpdb->prepare( 'SELECT COUNT(*) FROM ' . self::table() . " WHERE $where", ...$values ) ),
		);
	}

	/**
	 * @return string[] The first first.
	 */
	public static function session_ids_of_contact( string $contact_id ): array {
		global $wpdb;
		return $wpdb->get_col( $wpdb->prepare( 'SELECT session_id FROM ' . self::table() . ' WHERE contact_id = %s ORDER BY id', $contact_id ) );
	}

	/**
	 * Sessions of conversations that were made before then, and in which nothing was ever said.
	 *
	 * @return string[]
	 */
	public static function session_ids_without_messages( string $time, int $limit ): array {
		return Transcripts\Store::session_ids_without_messages( self::table(), $time, $limit );
	}

	public static function link( string $session_id, string $contact_id ): void {
		global $wpdb;
		$wpdb->update( self::table(), array( 'contact_id' => $contact_id ), array( 'session_id' => $session_id ) );
	}

	/**
	 * A deleted contact's conversations are nobody's.
	 */
	public static function unlink_contact( string $contact_id ): void {
		global $wpdb;
		$wpdb->update( self::table(), array( 'contact_id' => '' ), array( 'contact_id' => $contact_id ) );
	}

	/**
	 * @return bool Whether it was open until now.
	 */
	public static function close( string $session_id ): bool {
		global $wpdb;
		return (int) $wpdb->query( $wpdb->prepare( 'UPDATE ' . self::table() . ' SET closed_at = %s WHERE session_id = %s AND closed_at IS NULL', Time::now(), $session_id ) ) === 1;
	}

	/**
	 * Whoever says something in a closed conversation opens it again.
	 */
	public static function open( string $session_id ): void {
		global $wpdb;
		$wpdb->query( $wpdb->prepare( 'UPDATE ' . self::table() . ' SET closed_at = NULL WHERE session_id = %s AND closed_at IS NOT NULL', $session_id ) );
	}

	public static function delete( string $session_id ): void {
		global $wpdb;
		$wpdb->delete( self::table(), array( 'session_id' => $session_id ) );
	}

	private static function conversation( \stdClass $row ): Conversation {
		return new Conversation(
			(int) $row->id,
			$row->session_id,
			$row->bot_id,
			$row->client,
			$row->client_session_id,
			$row->contact_id,
			(bool) $row->is_test,
			$row->created_at,
			$row->closed_at,
		);
	}

	private static function table(): string {
		return Schema::table( 'conversations' );
	}
}
