<?php
declare( strict_types=1 );

namespace MxChat\Bot_Api;

use MxChat\Settings;

/**
 * A session as programs see it: `conv_…`, of a visitor or of a program.
 */
final class Conversation {

	private const SESSION = 'mxchat_chat_';
	private const PREFIX  = 'conv_';

	/**
	 * @param int     $position          Its place among all, of all bots: never shown.
	 * @param string  $client            The program that began it, for example `token:3`; empty for a visitor.
	 * @param string  $client_session_id What the program calls it; empty if it gave no name.
	 * @param string  $contact_id        The contact that it is linked to; empty for none.
	 * @param bool    $is_test           Whether its bot was in test mode when it began.
	 */
	public function __construct(
		public readonly int $position,
		public readonly string $session_id,
		public readonly string $bot_id,
		public readonly string $client,
		public readonly string $client_session_id,
		public readonly string $contact_id,
		public readonly bool $is_test,
		public readonly string $created_at,
		public readonly ?string $closed_at,
	) {}

	public function id(): string {
		return self::id_of( $this->session_id );
	}

	/**
	 * Its name outside says the same as the session's id, which proves nothing.
	 */
	public static function id_of( string $session_id ): string {
		return self::PREFIX . preg_replace( '/^' . self::SESSION . '/', '', $session_id );
	}

	/**
	 * Whether a text is made like the name of a conversation.
	 */
	public static function is_id( string $text ): bool {
		return preg_match( '/^conv_[A-Za-z0-9]{1,64}$/D', $text ) === 1;
	}

	public static function session_id_of( string $conversation_id ): string {
		return self::SESSION . substr( $conversation_id, strlen( self::PREFIX ) );
	}

	/**
	 * The session that a program means by a name of its own. Nobody can guess it, so nobody meets another's session.
	 */
	public static function session_id_for( string $client, string $bot_id, string $client_session_id ): string {
		$parts = array_map( static fn( string $part ) => strlen( $part ) . ':' . $part, array( 'bot-api', $client, $bot_id, $client_session_id ) );
		return self::SESSION . substr( hash_hmac( 'sha256', implode( "\0", $parts ), Settings\Install_Secret::get() ), 0, 32 );
	}

	/**
	 * The name of a message, made of its turn: the number of a row would tell how much is said on the whole site.
	 */
	public static function message_id( string $turn_id, string $role ): string {
		return 'msg_' . str_replace( 'turn_', '', $turn_id ) . ( $role === 'user' ? 'q' : '' );
	}

	/**
	 * One thread for as long as it lasts: a program decides itself when a conversation is over.
	 */
	public function thread_id(): string {
		return 'twxchat_thread_' . substr( $this->session_id, strlen( self::SESSION ) );
	}
}
