<?php
declare( strict_types=1 );

namespace MxChat\Transcripts;

use MxChat\Chat\Turn;
use MxChat\Rest\Time;
use MxChat\Schema;

/**
 * The stored messages.
 */
final class Store {

	private const PAGE_OF_A_SESSION = 200;

	public static function insert_question( Turn $turn ): bool {
		return self::insert( $turn, 'user', $turn->question, array(), '', null );
	}

	/**
	 * @param ?array $rag_context What the answer rests on; null if it was given without any knowledge.
	 */
	public static function insert_answer( Turn $turn, string $content, array $sources, string $engine, ?array $rag_context ): bool {
		if ( $rag_context !== null ) {
			self::mark_question_as_answered( $turn->turn_id );
		}
		return self::insert( $turn, 'assistant', $content, $sources, $engine, $rag_context );
	}

	/**
	 * The rows of a turn by role.
	 *
	 * @return array<string,\stdClass>
	 */
	public static function turn( string $turn_id ): array {
		global $wpdb;
		$rows = $wpdb->get_results( $wpdb->prepare( 'SELECT * FROM ' . self::table() . ' WHERE turn_id = %s', $turn_id ) );
		return array_column( $rows, null, 'role' );
	}

	/**
	 * The latest messages of a session, oldest first.
	 *
	 * @return \stdClass[]
	 */
	public static function session_messages( string $session_id, int $after_id ): array {
		global $wpdb;
		return array_reverse(
			$wpdb->get_results(
				$wpdb->prepare(
					'SELECT id, turn_id, role, message, sources, engine, created_at FROM ' . self::table()
						. ' WHERE session_id = %s AND id > %d ORDER BY created_at DESC, id DESC LIMIT %d',
					$session_id,
					$after_id,
					self::PAGE_OF_A_SESSION
				)
			)
		);
	}

	public static function last_id( string $session_id ): int {
		global $wpdb;
		return (int) $wpdb->get_var( $wpdb->prepare( 'SELECT MAX(id) FROM ' . self::table() . ' WHERE session_id = %s', $session_id ) );
	}

	/**
	 * @return array{thread_id:string,started_at:int,last_active_at:int}|null
	 */
	public static function last_thread( string $session_id, int $after_id ): ?array {
		global $wpdb;
		$row = $wpdb->get_row(
			$wpdb->prepare(
				'SELECT thread_id, created_at FROM ' . self::table() . " WHERE session_id = %s AND id > %d AND thread_id <> '' ORDER BY created_at DESC, id DESC LIMIT 1",
				$session_id,
				$after_id
			)
		);
		if ( $row === null ) {
			return null;
		}
		$last_active_at = Time::to_unix( $row->created_at );
		return array(
			'thread_id'      => $row->thread_id,
			'started_at'     => $last_active_at,
			'last_active_at' => $last_active_at,
		);
	}

	public static function delete_session( string $session_id ): int {
		global $wpdb;
		$wpdb->delete( Schema::table( 'transcript_translations' ), array( 'session_id' => $session_id ) );
		$wpdb->delete( Schema::table( 'url_clicks' ), array( 'session_id' => $session_id ) );
		return (int) $wpdb->delete( self::table(), array( 'session_id' => $session_id ) );
	}

	/**
	 * @return array{rows:\stdClass[],total:int}
	 */
	public static function find( Transcript_Query $query ): array {
		global $wpdb;
		[ $where, $values ] = self::conditions( $query );
		$direction          = $query->order === 'asc' ? 'ASC' : 'DESC';
		$page               = array( $query->limit, $query->offset );
		return array(
			'rows'  => $wpdb->get_results(
				$wpdb->prepare(
					'SELECT * FROM ' . self::table() . " WHERE $where ORDER BY created_at $direction, id $direction LIMIT %d OFFSET %d",
					...$values,
					...$page
				)
			),
			'total' => (int) $wpdb->get_var(
				$wpdb->prepare( 'SELECT COUNT(*) FROM ' . self::table() . " WHERE $where", ...$values )
			),
		);
	}

	/**
	 * @return array{rows:\stdClass[],total:int}
	 */
	public static function conversations( Conversation_Query $query ): array {
		global $wpdb;
		$rows = $wpdb->get_results(
			$wpdb->prepare(
				'SELECT session_id, MIN(bot_id) AS bot_id, MIN(created_at) AS started_at, MAX(created_at) AS last_message_at, COUNT(*) AS message_count, MIN(id) AS first_id'
					. ' FROM ' . self::table() . ' GROUP BY session_id ORDER BY MAX(created_at) DESC, MAX(id) DESC LIMIT %d OFFSET %d',
				$query->limit,
				$query->offset
			)
		);
		return array(
			'rows'  => self::with_first_message( $rows ),
			'total' => (int) $wpdb->get_var( 'SELECT COUNT(DISTINCT session_id) FROM ' . self::table() ),
		);
	}

	/**
	 * @return \stdClass[]
	 */
	public static function find_by_email( string $email, int $limit, int $offset ): array {
		global $wpdb;
		return $wpdb->get_results(
			$wpdb->prepare(
				'SELECT id, session_id, role, message, originating_page_url, created_at FROM ' . self::table() . ' WHERE user_email = %s ORDER BY id LIMIT %d OFFSET %d',
				$email,
				$limit,
				$offset
			)
		);
	}

	/**
	 * @return string[]
	 */
	public static function session_ids_of_email( string $email, int $limit ): array {
		global $wpdb;
		return $wpdb->get_col(
			$wpdb->prepare( 'SELECT DISTINCT session_id FROM ' . self::table() . ' WHERE user_email = %s LIMIT %d', $email, $limit )
		);
	}

	private static function insert( Turn $turn, string $role, string $message, array $sources, string $engine, ?array $rag_context ): bool {
		global $wpdb;
		$user = wp_get_current_user();
		return (bool) $wpdb->insert(
			self::table(),
			array(
				'session_id'             => $turn->session_id,
				'thread_id'              => $turn->thread_id,
				'turn_id'                => $turn->turn_id,
				'bot_id'                 => $turn->bot_id,
				'role'                   => $role,
				'message'                => $message,
				'sources'                => wp_json_encode( $sources, JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES ),
				'engine'                 => $engine,
				'user_id'                => $user->ID,
				'user_email'             => $user->ID ? $user->user_email : '',
				'user_name'              => $user->ID ? $user->display_name : '',
				'user_identifier'        => $user->ID ? $user->user_login : 'guest',
				'originating_page_url'   => $turn->page_url,
				'originating_page_title' => $turn->page_title,
				'has_rag_context'        => (int) ( $rag_context !== null ),
				'rag_context'            => $rag_context === null ? '' : wp_json_encode( $rag_context, JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES ),
				'created_at'             => Time::now(),
			)
		);
	}

	/**
	 * A question counts as answered from knowledge when its answer does.
	 */
	private static function mark_question_as_answered( string $turn_id ): void {
		global $wpdb;
		$wpdb->update( self::table(), array( 'has_rag_context' => 1 ), array( 'turn_id' => $turn_id, 'role' => 'user' ) );
	}

	/**
	 * @return array{0:string,1:array<int,string|int>}
	 */
	private static function conditions( Transcript_Query $query ): array {
		$where  = array( '1 = %d' );
		$values = array( 1 );
		foreach ( $query->conditions() as [ $condition, $value ] ) {
			$where[]  = $condition;
			$values[] = $value;
		}
		return array( implode( ' AND ', $where ), $values );
	}

	private static function with_first_message( array $conversations ): array {
		global $wpdb;
		if ( ! $conversations ) {
			return array();
		}
		$ids    = array_map( 'intval', array_column( $conversations, 'first_id' ) );
		$firsts = $wpdb->get_results(
			$wpdb->prepare(
				'SELECT id, message, originating_page_url, originating_page_title FROM ' . self::table()
					. ' WHERE id IN (' . implode( ',', array_fill( 0, count( $ids ), '%d' ) ) . ')',
				...$ids
			),
			OBJECT_K
		);
		foreach ( $conversations as $conversation ) {
			$conversation->first = $firsts[ $conversation->first_id ];
		}
		return $conversations;
	}

	private static function table(): string {
		return Schema::table( 'transcripts' );
	}
}
