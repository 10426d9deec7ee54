<?php
declare( strict_types=1 );

namespace MxChat\Actions;

use MxChat\Capability;
use MxChat\Rest\Empty_Request;
use MxChat\Rest\Route;

/**
 * What the chat can do.
 */
final class Routes {

	/**
	 * @return Route[]
	 */
	public static function rows(): array {
		return array(
			new Route(
				'GET',
				'/actions',
				Route::OWNER,
				Empty_Request::class,
				array( Rest_Controller::class, 'list_actions' ),
				limiter: 'data',
				capability: Capability::MANAGE_ACTIONS
			),
			new Route(
				'POST',
				'/actions/settings',
				Route::OWNER,
				Setting_Request::class,
				array( Rest_Controller::class, 'save_action' ),
				limiter: 'data',
				capability: Capability::MANAGE_ACTIONS,
				max_bytes: 262144
			),
			new Route(
				'POST',
				'/actions/order',
				Route::OWNER,
				Order_Request::class,
				array( Rest_Controller::class, 'order_actions' ),
				limiter: 'data',
				capability: Capability::MANAGE_ACTIONS
			),
			new Route(
				'POST',
				'/actions/site',
				Route::OWNER,
				Site_Request::class,
				array( Rest_Controller::class, 'save_site' ),
				limiter: 'data',
				capability: Capability::MANAGE_ACTIONS
			),
			new Route(
				'POST',
				'/actions/score',
				'chat:write',
				Score_Request::class,
				array( Rest_Controller::class, 'score' ),
				limiter: 'data',
				capability: Capability::MANAGE_ACTIONS,
				max_bytes: 262144
			),
			new Route(
				'GET',
				'/actions/model',
				Route::PUBLIC,
				Model_Request::class,
				array( Rest_Controller::class, 'show_model' ),
				limiter: 'reads',
				cache: 'public, max-age=3600'
			),
			new Route(
				'GET',
				'/actions/thumbnails',
				Route::PUBLIC,
				Thumbnail_Request::class,
				array( Thumbnails::class, 'show' ),
				limiter: 'reads',
				cache: 'public, max-age=86400'
			),
			new Route(
				'POST',
				'/actions/proof',
				Route::SESSION,
				Proof_Request::class,
				array( Guest_Proof::class, 'request' ),
				limiter: 'proofs',
				max_bytes: 4096
			),
		);
	}
}
