<?php
declare( strict_types=1 );

namespace MxChat\Embeddings;

use MxChat\Capability;
use MxChat\Rest\Empty_Request;
use MxChat\Rest\Route;

/**
 * Which model the knowledge is embedded with, for the owner.
 */
final class Routes {

	/**
	 * @return Route[]
	 */
	public static function rows(): array {
		return array(
			self::row( 'GET', '/embeddings', Empty_Request::class, 'show' ),
			self::row( 'GET', '/embeddings/models', Empty_Request::class, 'list_models' ),
			self::row( 'POST', '/embeddings/estimate', Model_Request::class, 'estimate' ),
			self::row( 'POST', '/embeddings/model', Model_Request::class, 'choose_model' ),
			self::row( 'DELETE', '/embeddings/model', Empty_Request::class, 'switch_off' ),
			self::row( 'POST', '/embeddings/resume', Empty_Request::class, 'resume' ),
		);
	}

	private static function row( string $method, string $path, string $request, string $handler ): Route {
		return new Route(
			$method,
			$path,
			Route::OWNER,
			$request,
			array( Rest_Controller::class, $handler ),
			limiter: 'data',
			capability: Capability::MANAGE_KNOWLEDGE,
			max_bytes: 4096
		);
	}
}
