<?php
declare( strict_types=1 );

namespace MxChat\Confirmations;

use MxChat\Rest\Route;

/**
 * What waits for a click.
 */
final class Routes {

	/**
	 * @return Route[]
	 */
	public static function rows(): array {
		return array(
			new Route(
				'POST',
				'/actions/(?P<id>[A-Za-z0-9_.:-]{1,64})/confirm',
				Route::SESSION,
				Decision_Request::class,
				array( Rest_Controller::class, 'decide' ),
				limiter: 'messages',
				max_bytes: 4096
			),
		);
	}
}
