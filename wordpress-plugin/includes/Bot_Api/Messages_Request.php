<?php
declare( strict_types=1 );

namespace MxChat\Bot_Api;

use MxChat\Rest\Context;
use MxChat\Rest\Rest_Error;
use MxChat\Rest\Schema;

/**
 * A page of a conversation's messages.
 */
final class Messages_Request {

	private function __construct(
		public readonly Conversation $conversation,
		public readonly int $limit,
		public readonly int $offset,
	) {}

	public static function schema(): array {
		return array(
			'conversation_id' => array( 'type' => 'string' ),
			'limit'           => Schema::integer( 1, 100, 50 ),
			'offset'          => Schema::offset(),
		);
	}

	public static function from( array $params, Context $context ): self|\WP_Error {
		$conversation = Conversation_Request::find( $params['conversation_id'], Reader::of( $context ) );
		return $conversation === null
			? Rest_Error::make( 'mxchat_conversation_not_found' )
			: new self( $conversation, $params['limit'], $params['offset'] );
	}
}
