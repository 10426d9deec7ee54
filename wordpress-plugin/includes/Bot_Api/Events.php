<?php
declare( strict_types=1 );

namespace MxChat\Bot_Api;

use MxChat\Bots;
use MxChat\Contacts;
use MxChat\Transcripts;

/**
 * What happens to conversations, and what is told of it.
 */
final class Events {

	/**
	 * Tells of it once, however often it is closed.
	 */
	public static function close( string $session_id, string $bot_id ): void {
		if ( Store::close( $session_id ) ) {
			self::tell_closed( $session_id, $bot_id );
		}
	}

	/**
	 * Deletes a session with its conversation. That it has ended is told afterwards, by ids alone: what waits to be told
	 * of a session goes with it.
	 *
	 * @return array{transcripts:int,translations:int,url_clicks:int} Deleted rows.
	 */
	public static function delete( string $session_id, string $bot_id ): array {
		$was_open = Store::close( $session_id );
		$deleted  = Transcripts\Deletion::delete( array( $session_id ) );
		if ( $was_open ) {
			self::tell_closed( $session_id, $bot_id );
		}
		return $deleted;
	}

	/**
	 * A visitor's conversation becomes one that programs can ask for, and is linked to the visitor's contact.
	 *
	 * @param array<string,mixed> $data With `session_id`.
	 */
	public static function on_event( string $type, array $data ): void {
		$session_id = $data['session_id'] ?? null;
		if ( $type !== 'conversation.created' || ! is_string( $session_id ) || ! Conversation::is_id( Conversation::id_of( $session_id ) ) ) {
			return;
		}
		$bot_id  = is_string( $data['bot_id'] ?? null ) ? $data['bot_id'] : Bots\Store::DEFAULT_ID;
		$user    = wp_get_current_user();
		$contact = $user->exists() ? Contacts\Store::find_by_email( $user->user_email, Bots\Store::is_test( $bot_id ) ) : null;
		Store::insert( $session_id, $bot_id, '', '', $contact->contact_id ?? '', Bots\Store::is_test( $bot_id ) );
	}

	private static function tell_closed( string $session_id, string $bot_id ): void {
		do_action( 'mxchat_event', 'conversation.closed', self::ids( $session_id, $bot_id ) );
	}

	/**
	 * @return array<string,string>
	 */
	private static function ids( string $session_id, string $bot_id ): array {
		return array(
			'conversation_id' => Conversation::id_of( $session_id ),
			'session_id'      => $session_id,
			'bot_id'          => $bot_id,
			'mode'            => Bots\Store::is_test( $bot_id ) ? 'test' : 'live',
		);
	}
}
