<?php
declare( strict_types=1 );

namespace MxChat\Debugger;

use MxChat\Capability;
use MxChat\Rest\Empty_Request;
use MxChat\Rest\Route;

/**
 * How the chat comes to its answers.
 */
final class Routes {

	/**
	 * @return Route[]
	 */
	public static function rows(): array {
		return array(
			new Route(
				'POST',
				'/debugger/trace',
				Route::OWNER,
				Trace_Request::class,
				array( Rest_Controller::class, 'trace' ),
				limiter: 'data',
				capability: Capability::USE_DEBUGGER
			),
			new Route(
				'GET',
				'/debugger/turns/(?P<turn_id>[A-Za-z0-9_.:-]{1,64})',
				Route::OWNER,
				Turn_Request::class,
				array( Rest_Controller::class, 'replay' ),
				limiter: 'data',
				capability: Capability::USE_DEBUGGER
			),
			new Route(
				'GET',
				'/debugger/tests',
				Route::OWNER,
				Empty_Request::class,
				array( Rest_Controller::class, 'list_tests' ),
				limiter: 'data',
				capability: Capability::USE_DEBUGGER
			),
			new Route(
				'POST',
				'/debugger/tests',
				Route::OWNER,
				Test_Request::class,
				array( Rest_Controller::class, 'add_test' ),
				limiter: 'data',
				capability: Capability::USE_DEBUGGER
			),
			new Route(
				'DELETE',
				'/debugger/tests/(?P<test_id>[0-9]{1,18})',
				Route::OWNER,
				Test_Id_Request::class,
				array( Rest_Controller::class, 'delete_test' ),
				limiter: 'data',
				capability: Capability::USE_DEBUGGER
			),
			new Route(
				'POST',
				'/debugger/tests/run',
				Route::OWNER,
				Run_Request::class,
				array( Rest_Controller::class, 'run_tests' ),
				limiter: 'data',
				capability: Capability::USE_DEBUGGER,
				max_bytes: 262144
			),
		);
	}
}
