<?php
declare( strict_types=1 );

namespace MxChat\Network;

use MxChat\Rest\Empty_Request;
use MxChat\Rest\Route;

/**
 * What a network of sites shares, for its administrator.
 */
final class Routes {

	private const CAPABILITY = 'manage_network_options';

	/**
	 * @return Route[]
	 */
	public static function rows(): array {
		return array(
			self::row( 'GET', Empty_Request::class, 'show_connection' ),
			self::row( 'POST', Connection_Request::class, 'change_connection' ),
			self::row( 'DELETE', Empty_Request::class, 'delete_connection' ),
		);
	}

	private static function row( string $method, string $request, string $handler ): Route {
		return new Route( $method, '/network/connection', Route::OWNER, $request, array( Rest_Controller::class, $handler ), limiter: 'data', capability: self::CAPABILITY, max_bytes: 128 * KB_IN_BYTES );
	}
}
