<?php
declare( strict_types=1 );

namespace MxChat\Query_Chatbot;

use MxChat\Knowledge\Search_Request;
use MxChat\Rest\Context;
use MxChat\Rest\Schema;

/**
 * A search of the knowledge, in the words of the query-chatbot document: a bot is a chatbot there.
 */
final class Knowledge_Request {

	private function __construct( public readonly Search_Request $search ) {}

	public static function schema(): array {
		return array( 'chatbot_id' => Schema::id() ) + Search_Request::schema();
	}

	public static function from( array $params, Context $context ): self|\WP_Error {
		$params['bot_id'] = $params['chatbot_id'] ?? $params['bot_id'];
		$search           = Search_Request::from( $params, $context );
		return is_wp_error( $search ) ? $search : new self( $search );
	}
}
