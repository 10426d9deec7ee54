<?php
declare( strict_types=1 );

namespace MxChat\Bot_Api;

use MxChat\Bots;
use MxChat\Bots\Bot;
use MxChat\Rest\Context;
use MxChat\Rest\Rest_Error;
use MxChat\Rest\Schema;

/**
 * A message to a bot.
 */
final class Message_Request {

	private const MAX_CHARACTERS = 8000;

	private function __construct(
		public readonly Bot $bot,
		public readonly string $message,
		public readonly string $session_id,
		public readonly string $client_session_id,
		public readonly Reader $reader,
		public readonly string $spender,
	) {}

	public static function schema(): array {
		return array(
			'bot_id'    => array( 'type' => 'string' ),
			'message'   => Schema::text( self::MAX_CHARACTERS, required: true ) + array( 'pattern' => '\S' ),
			'sessionId' => Schema::text( 191 ),
		);
	}

	public static function from( array $params, Context $context ): self|\WP_Error {
		$reader = Reader::of( $context );
		$bot    = Bots\Store::find( $params['bot_id'] );
		if ( $bot === null || ! $bot->is_enabled || ( $reader->is_test && ! $bot->is_test ) ) {
			return Rest_Error::make( 'mxchat_bot_not_found' );
		}
		$name = $params['sessionId'] ?? '';
		if ( $name === '' ) {
			return new self( $bot, $params['message'], Conversation::session_id_of( 'conv_' . bin2hex( random_bytes( 16 ) ) ), '', $reader, $context->spender() );
		}
		if ( ! Conversation::is_id( $name ) ) {
			return new self( $bot, $params['message'], Conversation::session_id_for( $reader->client, $bot->bot_id, $name ), $name, $reader, $context->spender() );
		}
		$conversation = Conversation_Request::find( $name, $reader );
		if ( $conversation === null || ! $reader->owns( $conversation ) || $conversation->bot_id !== $bot->bot_id ) {
			return Rest_Error::invalid_param( 'sessionId', __( 'must be a conversation that you began with this bot, or a name of your own.', 'mxchat-engine' ) );
		}
		return new self( $bot, $params['message'], $conversation->session_id, $conversation->client_session_id, $reader, $context->spender() );
	}
}
