<?php
declare( strict_types=1 );

namespace MxChat\Bot_Api;

use MxChat\Rest\Context;
use MxChat\Rest\Rest_Error;

/**
 * One conversation, by its id. One that another program began looks like none.
 */
final class Conversation_Request {

	private function __construct( public readonly Conversation $conversation, public readonly Reader $reader ) {}

	public static function schema(): array {
		return array( 'conversation_id' => array( 'type' => 'string' ) );
	}

	public static function from( array $params, Context $context ): self|\WP_Error {
		$reader       = Reader::of( $context );
		$conversation = self::find( $params['conversation_id'], $reader );
		return $conversation === null ? Rest_Error::make( 'mxchat_conversation_not_found' ) : new self( $conversation, $reader );
	}

	public static function find( string $conversation_id, Reader $reader ): ?Conversation {
		$conversation = Conversation::is_id( $conversation_id ) ? Store::find( Conversation::session_id_of( $conversation_id ) ) : null;
		return $conversation !== null && $reader->may_read( $conversation ) ? $conversation : null;
	}
}
