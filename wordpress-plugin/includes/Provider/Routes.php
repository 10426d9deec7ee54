<?php
declare( strict_types=1 );

namespace MxChat\Provider;

use MxChat\Capability;
use MxChat\Rest\Empty_Request;
use MxChat\Rest\Route;

/**
 * The connection to the provider, for the owner.
 */
final class Routes {

	/**
	 * @return Route[]
	 */
	public static function rows(): array {
		return array(
			self::row( 'GET', '/connection', Empty_Request::class, array( Rest_Controller::class, 'show_connection' ) ),
			self::row( 'POST', '/connection', Connection_Request::class, array( Rest_Controller::class, 'change_connection' ) ),
			self::row( 'POST', '/connection/test', Test_Request::class, array( Rest_Controller::class, 'test_connection' ) ),
			self::row( 'GET', '/connection/models', Models_Request::class, array( Rest_Controller::class, 'list_models' ) ),
			self::row( 'GET', '/connection/health', Empty_Request::class, array( Model_Health::class, 'show' ), Capability::SEE_HEALTH ),
		);
	}

	private static function row( string $method, string $path, string $request, array $handler, string $capability = Capability::MANAGE_SETTINGS ): Route {
		return new Route( $method, $path, Route::OWNER, $request, $handler, limiter: 'data', capability: $capability, max_bytes: 128 * KB_IN_BYTES );
	}
}
