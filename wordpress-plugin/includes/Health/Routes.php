<?php
declare( strict_types=1 );

namespace MxChat\Health;

use MxChat\Rest\Empty_Request;
use MxChat\Rest\Route;

/**
 * Is the API there?
 */
final class Routes {

	/**
	 * @return Route[]
	 */
	public static function rows(): array {
		return array(
			new Route(
				'GET',
				'/health',
				Route::PUBLIC,
				Empty_Request::class,
				array( Rest_Controller::class, 'show_health' ),
				limiter: ''
			),
		);
	}
}
