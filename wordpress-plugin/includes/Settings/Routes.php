<?php
declare( strict_types=1 );

namespace MxChat\Settings;

use MxChat\Capability;
use MxChat\Rest\Empty_Request;
use MxChat\Rest\Route;

/**
 * The settings of the whole site, for the owner.
 */
final class Routes {

	/**
	 * @return Route[]
	 */
	public static function rows(): array {
		return array(
			self::row( 'GET', '/settings', Empty_Request::class, 'show_settings' ),
			self::row( 'POST', '/settings', Settings_Request::class, 'change_settings' ),
			self::row( 'GET', '/settings/vector-comparison', Empty_Request::class, 'show_comparison' ),
			self::row( 'DELETE', '/settings/vector-comparison', Empty_Request::class, 'reset_comparison' ),
		);
	}

	private static function row( string $method, string $path, string $request, string $handler ): Route {
		return new Route( $method, $path, Route::OWNER, $request, array( Rest_Controller::class, $handler ), limiter: 'data', capability: Capability::MANAGE_SETTINGS );
	}
}
