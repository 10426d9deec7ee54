<?php
declare( strict_types=1 );

namespace MxChat\Webhooks;

use MxChat\Capability;
use MxChat\Rest\Page_Request;
use MxChat\Rest\Route;

/**
 * Webhooks, and what was sent to them.
 */
final class Routes {

	private const ONE      = '/webhooks/(?P<webhook_id>[^/]+)';
	private const DELIVERY = self::ONE . '/deliveries/(?P<delivery_id>[^/]+)';

	/**
	 * @return Route[]
	 */
	public static function rows(): array {
		return array(
			self::row( 'GET', '/webhooks', Page_Request::class, 'list_webhooks' ),
			self::row( 'POST', '/webhooks', New_Request::class, 'create_webhook' ),
			self::row( 'GET', self::ONE, Find_Request::class, 'show_webhook' ),
			self::row( 'PATCH', self::ONE, Change_Request::class, 'change_webhook' ),
			self::row( 'DELETE', self::ONE, Find_Request::class, 'delete_webhook' ),
			self::row( 'POST', self::ONE . '/rotate', Find_Request::class, 'rotate_secret' ),
			self::row( 'POST', self::ONE . '/test', Find_Request::class, 'test_webhook' ),
			self::row( 'GET', self::ONE . '/deliveries', Delivery_Query::class, 'list_deliveries' ),
			self::row( 'POST', self::DELIVERY . '/replay', Delivery_Request::class, 'replay_delivery' ),
		);
	}

	/**
	 * @param class-string $request
	 */
	private static function row( string $method, string $path, string $request, string $handler ): Route {
		return new Route(
			$method,
			$path,
			'webhooks:manage',
			$request,
			array( Rest_Controller::class, $handler ),
			limiter: 'webhooks',
			capability: Capability::MANAGE_WEBHOOKS,
			max_bytes: 16384,
			envelope: true
		);
	}
}
