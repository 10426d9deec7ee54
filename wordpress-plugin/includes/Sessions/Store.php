<?php
declare( strict_types=1 );

namespace MxChat\Sessions;

use MxChat\Rest\Time;
use MxChat\Schema;
use function MxChat\Core\hash_token;

/**
 * Sessions: the id is public to its owner, the secret is stored as a hash.
 */
final class Store {

	public static function insert( string $session_id, #[\SensitiveParameter] string $secret, string $bot_id, int $expires_at ): bool {
		global $wpdb;
		return (bool) $wpdb->insert(
			Schema::table( 'sessions' ),
			array(
				'session_id'  => $session_id,
				'secret_hash' => hash_token( $secret ),
				'bot_id'      => $bot_id,
				'created_at'  => Time::now(),
				'expires_at'  => Time::from_unix( $expires_at ),
			)
		);
	}

	/**
	 * The live session with this secret. A missing secret is looked up like a wrong one.
	 */
	public static function find_by_secret( #[\SensitiveParameter] string $secret ): ?Session {
		global $wpdb;
		$row = $wpdb->get_row(
			$wpdb->prepare(
				'SELECT session_id, bot_id, visible_after FROM ' . Schema::table( 'sessions' ) . ' WHERE secret_hash = %s AND expires_at > %s',
				hash_token( $secret ),
				Time::now()
			)
		);
		return $row === null ? null : new Session( $row->session_id, $row->bot_id, (int) $row->visible_after );
	}

	public static function hide_messages_up_to( string $session_id, int $transcript_id ): void {
		global $wpdb;
		$wpdb->update( Schema::table( 'sessions' ), array( 'visible_after' => $transcript_id ), array( 'session_id' => $session_id ) );
	}

	/**
	 * The answer to a question that the visitor has cleared meanwhile.
	 */
	public static function hide_answer_of_hidden( string $session_id, int $question_id, int $answer_id ): void {
		global $wpdb;
		$wpdb->query(
			$wpdb->prepare(
				'UPDATE ' . Schema::table( 'sessions' ) . ' SET visible_after = %d WHERE session_id = %s AND visible_after >= %d AND visible_after < %d',
				$answer_id,
				$session_id,
				$question_id,
				$answer_id
			)
		);
	}

	public static function delete( string $session_id ): void {
		global $wpdb;
		$wpdb->delete( Schema::table( 'sessions' ), array( 'session_id' => $session_id ) );
	}

	public static function delete_expired(): void {
		global $wpdb;
		$wpdb->query( $wpdb->prepare( 'DELETE FROM ' . Schema::table( 'sessions' ) . ' WHERE expires_at <= %s', Time::now() ) );
	}
}
