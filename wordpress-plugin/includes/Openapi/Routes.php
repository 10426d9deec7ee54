<?php
declare( strict_types=1 );

namespace MxChat\Openapi;

use MxChat\Rest\Empty_Request;
use MxChat\Rest\Route;

/**
 * The description of all routes.
 */
final class Routes {

	/**
	 * @return Route[]
	 */
	public static function rows(): array {
		return array(
			new Route(
				'GET',
				'/openapi\.json',
				Route::PUBLIC,
				Empty_Request::class,
				array( Rest_Controller::class, 'show_document' ),
				limiter: 'reads',
				cache: 'public, max-age=300'
			),
		);
	}
}
