<?php
declare( strict_types=1 );

namespace MxChat\Spend;

use MxChat\Capability;
use MxChat\Rest\Empty_Request;
use MxChat\Rest\Route;

/**
 * What models cost, for the owner.
 */
final class Routes {

	/**
	 * @return Route[]
	 */
	public static function rows(): array {
		return array(
			new Route(
				'GET',
				'/spend',
				Route::OWNER,
				Empty_Request::class,
				array( Rest_Controller::class, 'show' ),
				limiter: 'data',
				capability: Capability::MANAGE_SPEND
			),
			new Route(
				'POST',
				'/spend/budget',
				Route::OWNER,
				Budget_Request::class,
				array( Rest_Controller::class, 'save_budget' ),
				limiter: 'data',
				capability: Capability::MANAGE_SPEND
			),
		);
	}
}
