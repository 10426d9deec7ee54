<?php
declare( strict_types=1 );

namespace MxChat\Chat;

use MxChat\Rest\Route;

/**
 * Conversation.
 */
final class Routes {

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
		);
	}
}
