<?php
declare( strict_types=1 );

namespace MxChat\Bot_Api;

use MxChat\Capability;
use MxChat\Rest\Route;

/**
 * The documented bot API: messages and conversations.
 */
final class Routes {

	private const CONVERSATION_PATH = '/conversations/(?P<conversation_id>[^/]+)';

	/**
	 * @return Route[]
	 */
	public static function rows(): array {
		return array(
			new Route(
				'POST',
				'/bot/(?P<bot_id>[^/]+)',
				'chat:write',
				Message_Request::class,
				array( Rest_Controller::class, 'answer' ),
				limiter: 'chat',
				capability: Capability::MANAGE_BOTS,
				envelope: true,
				keeps_tests_apart: true
			),
			self::row( 'GET', '/conversations', Conversation_Query::class, 'list_conversations' ),
			self::row( 'POST', '/conversations', Create_Request::class, 'create_conversation' ),
			self::row( 'GET', self::CONVERSATION_PATH, Conversation_Request::class, 'show_conversation' ),
			self::row( 'DELETE', self::CONVERSATION_PATH, Conversation_Request::class, 'delete_conversation' ),
			self::row( 'GET', self::CONVERSATION_PATH . '/messages', Messages_Request::class, 'list_messages' ),
			self::row( 'POST', self::CONVERSATION_PATH . '/close', Conversation_Request::class, 'close_conversation' ),
		);
	}

	private static function row( string $method, string $path, string $request, string $handler ): Route {
		return new Route(
			$method,
			$path,
			'chat:write',
			$request,
			array( Rest_Controller::class, $handler ),
			limiter: 'data',
			capability: Capability::READ_TRANSCRIPTS,
			envelope: true,
			keeps_tests_apart: true
		);
	}
}
