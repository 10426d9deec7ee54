<?php
declare( strict_types=1 );

namespace MxChat\Chat;

use MxChat\Assistant\Answer;
use MxChat\Bot_Api;
use MxChat\Bots;
use MxChat\Transcripts;

/**
 * Tells other code, and through it the webhooks, what was said.
 */
final class Turn_Hooks {

	public static function asked( Turn $turn ): void {
		if ( count( Transcripts\Store::thread_messages( $turn->session_id, $turn->thread_id, 2 ) ) === 1 ) {
			self::report( 'conversation.created', self::ids( $turn ) );
		}
		self::report( 'message.created', self::message_ids( $turn, 'user' ) + array( 'role' => 'user', 'content' => $turn->question ) );
	}

	public static function answered( Turn $turn, Answer $answer ): void {
		self::report(
			'message.created',
			self::message_ids( $turn, 'assistant' ) + array(
				'role'    => 'assistant',
				'content' => $answer->content,
				'sources' => $answer->sources,
				'engine'  => $answer->engine,
				'finish'  => $answer->finish,
			)
		);
	}

	/**
	 * The names that the bot API gives to the conversation and to the message.
	 */
	private static function message_ids( Turn $turn, string $role ): array {
		return array( 'message_id' => Bot_Api\Conversation::message_id( $turn->turn_id, $role ) ) + self::ids( $turn );
	}

	private static function ids( Turn $turn ): array {
		return array(
			'conversation_id' => Bot_Api\Conversation::id_of( $turn->session_id ),
			'session_id'      => $turn->session_id,
			'thread_id'       => $turn->thread_id,
			'turn_id'         => $turn->turn_id,
			'bot_id'          => $turn->bot_id,
			'mode'            => Bots\Store::is_test( $turn->bot_id ) ? 'test' : 'live',
		);
	}

	private static function report( string $type, array $data ): void {
		/**
		 * Something happened in a conversation.
		 *
		 * @param string              $type `conversation.created` or `message.created`.
		 * @param array<string,mixed> $data Ids, and of a message its role and content.
		 */
		do_action( 'mxchat_event', $type, $data );
	}
}
