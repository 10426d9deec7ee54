<?php
declare( strict_types=1 );

namespace MxChat\Bot_Api;

use MxChat\Bots;
use MxChat\Bots\Bot;
use MxChat\Contacts;
use MxChat\Rest\Context;
use MxChat\Rest\Rest_Error;
use MxChat\Rest\Schema;

/**
 * A conversation to be begun.
 */
final class Create_Request {

	private function __construct(
		public readonly Bot $bot,
		public readonly string $session_id,
		public readonly string $client_session_id,
		public readonly string $contact_id,
		public readonly Reader $reader,
	) {}

	public static function schema(): array {
		return array(
			'bot_id'     => Schema::id() + array( 'default' => Bots\Store::DEFAULT_ID ),
			'sessionId'  => Schema::text( 191 ),
			'contact_id' => Schema::id(),
		);
	}

	public static function from( array $params, Context $context ): self|\WP_Error {
		$reader = Reader::of( $context );
		$bot    = Bots\Store::find( $params['bot_id'] );
		if ( $bot === null || ! $bot->is_enabled || ( $reader->is_test && ! $bot->is_test ) ) {
			return Rest_Error::make( 'mxchat_bot_not_found' );
		}
		$name = $params['sessionId'] ?? '';
		if ( Conversation::is_id( $name ) ) {
			return Rest_Error::invalid_param( 'sessionId', __( 'must be a name of your own.', 'mxchat-engine' ) );
		}
		$contact_id = $params['contact_id'] ?? '';
		if ( $contact_id !== '' && ! $reader->writes_contacts ) {
			return Rest_Error::make( 'mxchat_rest_forbidden' );
		}
		if ( $contact_id !== '' && Contacts\Store::find( $contact_id, $reader->is_test ) === null ) {
			return Rest_Error::invalid_param( 'contact_id', __( 'must be a contact of this site.', 'mxchat-engine' ) );
		}
		$session_id = $name === ''
			? Conversation::session_id_of( 'conv_' . bin2hex( random_bytes( 16 ) ) )
			: Conversation::session_id_for( $reader->client, $bot->bot_id, $name );
		return new self( $bot, $session_id, $name, $contact_id, $reader );
	}
}
