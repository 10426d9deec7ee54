<?php
declare( strict_types=1 );

namespace MxChat\Query_Chatbot;

use MxChat\Settings;
use MxChat\Transcripts;
use function MxChat\Core\is_thread_id;
use function MxChat\Core\mint_thread_id;

/**
 * A conversation of a program.
 *
 * The session of a thread follows from the client, the bot and the thread by a keyed hash: a thread of another client,
 * with another bot, or of a visitor leads to a session in which nothing was ever said.
 */
final class Thread {

	private const MAX_MESSAGES = 20;

	private function __construct( public readonly string $thread_id, public readonly string $session_id ) {}

	public static function start( string $client, string $bot_id ): self {
		return self::of( $client, $bot_id, mint_thread_id( random_bytes( 16 ) ) );
	}

	public static function of( string $client, string $bot_id, string $thread_id ): self {
		$secret = hash_hmac( 'sha256', $client . "\0" . $bot_id . "\0" . $thread_id, Settings\Install_Secret::get() );
		return new self( $thread_id, 'mxchat_chat_' . substr( $secret, 0, 32 ) );
	}

	public static function is_of( string $client, string $bot_id, string $thread_id ): bool {
		return is_thread_id( $thread_id ) && self::of( $client, $bot_id, $thread_id )->messages( 1 ) !== array();
	}

	/**
	 * What was said so far, oldest first.
	 *
	 * @return array<int,array{role:string,content:string}>
	 */
	public function messages( int $limit = self::MAX_MESSAGES ): array {
		return array_map(
			static fn( \stdClass $row ) => array(
				'role'    => $row->role,
				'content' => $row->message,
			),
			Transcripts\Store::thread_messages( $this->session_id, $this->thread_id, $limit )
		);
	}
}
