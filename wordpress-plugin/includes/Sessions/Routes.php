<?php
declare( strict_types=1 );

namespace MxChat\Sessions;

use MxChat\Rest\Route;

/**
 * A visitor's session.
 */
final class Routes {

	private const SESSION_PATH = '/sessions/(?P<session_id>[A-Za-z0-9_]{1,128})';

	/**
	 * @return Route[]
	 */
	public static function rows(): array {
		return array(
			new Route(
				'POST',
				'/sessions',
				Route::PUBLIC,
				Start_Request::class,
				array( Rest_Controller::class, 'start_session' ),
				limiter: 'sessions',
				max_bytes: 4096
			),
			new Route(
				'GET',
				self::SESSION_PATH . '/messages',
				Route::SESSION,
				Session_Request::class,
				array( Rest_Controller::class, 'list_messages' ),
				limiter: 'reads'
			),
			new Route(
				'DELETE',
				self::SESSION_PATH,
				Route::SESSION,
				Clear_Request::class,
				array( Rest_Controller::class, 'clear_session' ),
				limiter: 'messages',
				max_bytes: 4096
			),
		);
	}
}
