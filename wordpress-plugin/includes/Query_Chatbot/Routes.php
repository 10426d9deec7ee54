<?php
declare( strict_types=1 );

namespace MxChat\Query_Chatbot;

use MxChat\Rest\Route;

/**
 * The documented `twxchat/v1`.
 */
final class Routes {

	/**
	 * @return Route[]
	 */
	public static function rows(): array {
		return array(
			new Route(
				'POST',
				'/query-chatbot',
				'chat:write',
				Query_Request::class,
				array( Rest_Controller::class, 'query' ),
				limiter: 'chat',
				namespace: 'twxchat/v1'
			),
			new Route(
				'GET',
				'/knowledge',
				'chat:write',
				Knowledge_Request::class,
				array( Rest_Controller::class, 'search_knowledge' ),
				limiter: 'data',
				namespace: 'twxchat/v1'
			),
			new Route(
				'GET',
				'/chat-log',
				'chat:write',
				Chat_Log_Request::class,
				array( Rest_Controller::class, 'list_chat_log' ),
				limiter: 'data',
				namespace: 'twxchat/v1'
			),
		);
	}
}
