<?php
declare( strict_types=1 );

namespace MxChat\Chat;

use MxChat\Capability;
use MxChat\Rest\Empty_Request;
use MxChat\Rest\Route;

/**
 * Conversation.
 */
final class Routes {

	private const TURN_PATH = '/chat/(?P<turn_id>[A-Za-z0-9_.:-]{1,64})';

	/**
	 * @return Route[]
	 */
	public static function rows(): array {
		return array(
			new Route(
				'POST',
				'/chat',
				Route::SESSION,
				Chat_Request::class,
				array( Rest_Controller::class, 'answer' ),
				limiter: 'messages'
			),
			new Route(
				'GET',
				self::TURN_PATH . '/events',
				Route::SESSION,
				Events_Request::class,
				array( Rest_Controller::class, 'resume' ),
				limiter: 'events'
			),
			new Route(
				'POST',
				self::TURN_PATH . '/stop',
				Route::SESSION,
				Stop_Request::class,
				array( Rest_Controller::class, 'stop' ),
				limiter: 'events',
				max_bytes: 4096
			),
			new Route(
				'GET',
				'/streaming',
				Route::PUBLIC,
				Probe_Request::class,
				array( Stream_Health::class, 'stream' ),
				limiter: 'reads',
				produces: 'text/event-stream'
			),
			new Route(
				'GET',
				'/streaming/test',
				Route::OWNER,
				Empty_Request::class,
				array( Stream_Health::class, 'test' ),
				limiter: 'data',
				capability: Capability::SEE_HEALTH
			),
		);
	}
}
