<?php
declare( strict_types=1 );

namespace MxChat\Transcripts;

use MxChat\Actions\Background;
use MxChat\Assistant\Answer;
use MxChat\Chat\Turn;
use MxChat\Embeddings\Question_Store;
use MxChat\Rest\Time;
use MxChat\Schema;

/**
 * The stored messages.
 */
final class Store {

	private const PAGE_OF_A_SESSION = 200;
	private const DELETED_AT_ONCE   = 500;
	private const NAME_CHARACTERS   = 191;

	public static function insert_question( Turn $turn ): bool {
		return self::insert( $turn, 'user', array( 'message' => $turn->question ) );
	}

	/**
	 * A message of either role that stands by itself. Its text is the turn's.
	 */
	public static function insert_message( Turn $turn, string $role ): bool {
		return self::insert( $turn, $role, array( 'message' => $turn->question ) );
	}

	public static function insert_answer( Turn $turn, Answer $answer ): bool {
		if ( $answer->rag_context !== null ) {
			self::mark_question_as_answered( $turn->turn_id );
		}
		$is_stored = self::insert(
			$turn,
			'assistant',
			array(
				'message'         => $answer->content,
				'sources'         => self::json( $answer->sources ),
				'engine'          => $answer->engine,
				'is_answered'     => (int) $answer->is_answered,
				'finish'          => $answer->finish,
				'model_usage'     => self::json( $answer->usage ),
				'actions'         => self::json( $answer->actions ),
				'has_rag_context' => (int) ( $answer->rag_context !== null ),
				'rag_context'     => $answer->rag_context === null ? '' : self::json( $answer->rag_context ),
				'trace'           => $answer->trace === array() ? '' : self::json( $answer->trace ),
			)
		);
		if ( ! isset( self::turn( $turn->turn_id )['user'] ) ) {
			// The session was deleted while its answer was on the way: the answer goes after it.
			self::delete_messages( array( $turn->session_id ) );
		}
		return $is_stored;
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
					'SELECT id, turn_id, role, message, sources, actions, engine, finish, created_at, '
						. "CASE WHEN finish = 'cut' THEN trace ELSE '' END AS trace_of_cut FROM " . self::table()
						. ' WHERE session_id = %s AND id > %d ORDER BY created_at DESC, id DESC LIMIT %d',
					$session_id,
					$after_id,
					self::PAGE_OF_A_SESSION
				)
			)
		);
	}

	/**
	 * The latest messages of a thread, oldest first.
	 *
	 * @return \stdClass[]
	 */
	public static function thread_messages( string $session_id, string $thread_id, int $limit ): array {
		global $wpdb;
		return array_reverse(
			$wpdb->get_results(
				$wpdb->prepare(
					'SELECT id, turn_id, role, message, created_at FROM ' . self::table()
						. ' WHERE session_id = %s AND BINARY thread_id = %s ORDER BY created_at DESC, id DESC LIMIT %d',
					$session_id,
					$thread_id,
					$limit
				)
			)
		);
	}

	/**
	 * How much was said in sessions, and when last.
	 *
	 * @param string[] $session_ids
	 * @return array<string,\stdClass> messages, last_message_at; by session.
	 */
	public static function summaries( array $session_ids ): array {
		global $wpdb;
		return $session_ids ? $wpdb->get_results(
			'SELECT session_id, COUNT(*) AS messages, MAX(created_at) AS last_message_at FROM ' . self::table() . ' WHERE ' . self::where_session( $session_ids ) . ' GROUP BY session_id',
			OBJECT_K
		) : array();
	}

	/**
	 * A page of a session's messages, oldest first.
	 *
	 * @return \stdClass[]
	 */
	public static function page_of_session( string $session_id, int $limit, int $offset ): array {
		global $wpdb;
		return $wpdb->get_results(
			$wpdb->prepare(
				'SELECT turn_id, role, message, sources, created_at FROM ' . self::table() . ' WHERE session_id = %s ORDER BY created_at, id LIMIT %d OFFSET %d',
				$session_id,
				$limit,
				$offset
			)
		);
	}

	public static function last_id( string $session_id ): int {
		global $wpdb;
		return (int) $wpdb->get_var( $wpdb->prepare( 'SELECT MAX(id) FROM ' . self::table() . ' WHERE session_id = %s', $session_id ) );
	}

	/**
	 * The latest message of a session that stands in a thread, and that thread.
	 *
	 * @return array{message_id:int,thread_id:string,started_at:int,last_active_at:int}|null
	 */
	public static function last_of_a_thread( string $session_id ): ?array {
		global $wpdb;
		$row = $wpdb->get_row(
			$wpdb->prepare(
				'SELECT id, thread_id, created_at FROM ' . self::table() . " WHERE session_id = %s AND thread_id <> '' ORDER BY created_at DESC, id DESC LIMIT 1",
				$session_id
			)
		);
		if ( $row === null ) {
			return null;
		}
		$last_active_at = Time::to_unix( $row->created_at );
		return array(
			'message_id'     => (int) $row->id,
			'thread_id'      => $row->thread_id,
			'started_at'     => $last_active_at,
			'last_active_at' => $last_active_at,
		);
	}

	/**
	 * Deletes the messages of sessions with their words, a batch at a time.
	 *
	 * @param string[] $session_ids
	 */
	public static function delete_messages( array $session_ids ): int {
		global $wpdb;
		$deleted = 0;
		$where   = self::where_session( $session_ids );
		// Until none is found: an answer that was on its way may have come in between.
		while ( $rows = $wpdb->get_results( 'SELECT id, message FROM ' . self::table() . " WHERE $where LIMIT " . self::DELETED_AT_ONCE ) ) {
			$ids = array_map( 'intval', array_column( $rows, 'id' ) );
			Term_Store::delete( $ids );
			Question_Store::forget( array_column( $rows, 'message' ) );
			$deleted += self::delete_rows( 'transcripts', 'id IN (' . implode( ',', $ids ) . ')' );
		}
		if ( $deleted > 0 ) {
			Background::forget_messages();
		}
		return $deleted;
	}

	/**
	 * @param string[] $session_ids
	 */
	public static function delete_translations( array $session_ids ): int {
		return self::delete_rows( 'transcript_translations', self::where_session( $session_ids ) );
	}

	/**
	 * @param string[] $session_ids
	 */
	public static function delete_url_clicks( array $session_ids ): int {
		return self::delete_rows( 'url_clicks', self::where_session( $session_ids ) );
	}

	/**
	 * What was said in sessions by a person and to them: not what another person said there who has signed in, too.
	 *
	 * @param string[] $session_ids
	 * @param int      $user_id     The person's account; 0 for none.
	 * @return \stdClass[]
	 */
	public static function messages_of_person( array $session_ids, string $email, int $user_id ): array {
		global $wpdb;
		return $session_ids === array() ? array() : $wpdb->get_results(
			'SELECT id, session_id, role, message, actions, user_name, originating_page_url, created_at FROM ' . self::table()
				. ' WHERE ' . self::where_session( $session_ids ) . $wpdb->prepare( " AND ( user_email IN ('', %s) OR ( user_id > 0 AND user_id = %d ) ) ORDER BY id", $email, $user_id )
		);
	}

	/**
	 * @return string[] The first first.
	 */
	public static function session_ids_of_email( string $email ): array {
		global $wpdb;
		return $wpdb->get_col( $wpdb->prepare( 'SELECT session_id FROM ' . self::table() . ' WHERE user_email = %s GROUP BY session_id ORDER BY MIN(id)', $email ) );
	}

	/**
	 * @return string[] Also those of a time in which the account had another address. The first first.
	 */
	public static function session_ids_of_account( \WP_User $user ): array {
		global $wpdb;
		return $wpdb->get_col( $wpdb->prepare( 'SELECT session_id FROM ' . self::table() . ' WHERE user_identifier = %s AND user_id = %d GROUP BY session_id ORDER BY MIN(id)', $user->user_login, $user->ID ) );
	}

	/**
	 * Sessions in which nothing was said since then.
	 *
	 * @return string[]
	 */
	public static function session_ids_silent_since( string $time, int $limit ): array {
		global $wpdb;
		return $wpdb->get_col(
			$wpdb->prepare(
				'SELECT DISTINCT t.session_id FROM ' . self::table() . ' t WHERE t.created_at < %s AND NOT EXISTS'
					. ' ( SELECT 1 FROM ' . self::table() . ' later WHERE later.session_id = t.session_id AND later.created_at >= %s ) LIMIT %d',
				$time,
				$time,
				$limit
			)
		);
	}

	/**
	 * Sessions that a table of another feature holds since before then, and in which nothing was ever said.
	 *
	 * @param string $table Has the columns session_id and created_at.
	 * @return string[]
	 */
	public static function session_ids_without_messages( string $table, string $time, int $limit ): array {
		global $wpdb;
		return $wpdb->get_col(
			$wpdb->prepare(
				"SELECT made.session_id FROM $table made WHERE made.created_at < %s AND NOT EXISTS ( SELECT 1 FROM " . self::table() . ' t WHERE t.session_id = made.session_id ) LIMIT %d',
				$time,
				$limit
			)
		);
	}

	/**
	 * Ids are ASCII in the tables; the index finds them, and the second condition compares their bytes.
	 *
	 * @param string[] $session_ids At least one.
	 */
	private static function where_session( array $session_ids ): string {
		global $wpdb;
		$list = $wpdb->prepare( implode( ', ', array_fill( 0, count( $session_ids ), '%s' ) ), ...$session_ids );
		return "session_id IN ($list) AND BINARY session_id IN ($list)";
	}

	private static function delete_rows( string $table, string $where ): int {
		global $wpdb;
		$deleted = $wpdb->query( 'DELETE FROM ' . Schema::table( $table ) . " WHERE $where" );
		if ( $deleted === false ) {
			throw new \RuntimeException( 'Rows could not be deleted.' );
		}
		return (int) $deleted;
	}

	private static function json( array $value ): string {
		return (string) wp_json_encode( $value, JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES );
	}

	/**
	 * @param array<string,string|int> $outcome The columns that questions and answers differ in.
	 */
	private static function insert( Turn $turn, string $role, array $outcome ): bool {
		global $wpdb;
		$user       = $turn->user_identifier === '' ? wp_get_current_user() : new \WP_User();
		$created_at = Time::now();
		$is_stored  = $wpdb->insert(
			self::table(),
			$outcome + array(
				'session_id'             => $turn->session_id,
				'thread_id'              => $turn->thread_id,
				'turn_id'                => $turn->turn_id,
				'bot_id'                 => $turn->bot_id,
				'role'                   => $role,
				'sources'                => '[]',
				'actions'                => '[]',
				'rag_context'            => '',
				'trace'                  => '',
				'user_id'                => $user->ID,
				'user_email'             => $user->ID ? $user->user_email : '',
				// WordPress lets a name be longer.
				'user_name'              => $user->ID ? mb_substr( $user->display_name, 0, self::NAME_CHARACTERS ) : '',
				'user_identifier'        => $user->ID ? $user->user_login : ( $turn->user_identifier === '' ? 'guest' : $turn->user_identifier ),
				'originating_page_url'   => $turn->page_url,
				'originating_page_title' => $turn->page_title,
				'created_at'             => $created_at,
			)
		);
		if ( $is_stored ) {
			Term_Store::insert( (int) $wpdb->insert_id, $created_at, $outcome['message'] );
		}
		return (bool) $is_stored;
	}

	/**
	 * A question counts as answered from knowledge when its answer does.
	 */
	private static function mark_question_as_answered( string $turn_id ): void {
		global $wpdb;
		$wpdb->update( self::table(), array( 'has_rag_context' => 1 ), array( 'turn_id' => $turn_id, 'role' => 'user' ) );
	}

	/**
	 * What visitors asked last, each question once.
	 *
	 * @return string[]
	 */
	public static function sample_questions( int $limit ): array {
		global $wpdb;
		$messages = $wpdb->get_col( $wpdb->prepare( 'SELECT message FROM ' . self::table() . " WHERE role = 'user' ORDER BY id DESC LIMIT %d", $limit ) );
		return array_values( array_unique( array_filter( array_map( 'trim', $messages ), static fn( string $message ) => $message !== '' ) ) );
	}

	private static function table(): string {
		return Schema::table( 'transcripts' );
	}
}
