<?php
declare( strict_types=1 );

namespace MxChat\Knowledge\Sources;

use MxChat\Capability;
use MxChat\Rest\Route;

/**
 * Pages and sitemaps elsewhere that a bot knows.
 */
final class Routes {

	private const ALL = '/knowledge/sources';
	private const ONE = self::ALL . '/(?P<source_id>[^/]+)';

	/**
	 * @return Route[]
	 */
	public static function rows(): array {
		return array(
			self::row( 'GET', self::ALL, List_Request::class, 'list_addresses' ),
			self::row( 'POST', self::ALL, Add_Request::class, 'add_address' ),
			self::row( 'GET', self::ONE, Find_Request::class, 'show_address' ),
			self::row( 'DELETE', self::ONE, Find_Request::class, 'delete_address' ),
			self::row( 'GET', self::ONE . '/pages', Page_Query::class, 'list_address_pages' ),
			self::row( 'POST', self::ONE . '/read', Find_Request::class, 'read_address_again' ),
		);
	}

	/**
	 * @param class-string $request
	 */
	private static function row( string $method, string $path, string $request, string $handler ): Route {
		return new Route(
			$method,
			$path,
			$method === 'GET' ? 'knowledge:read' : 'knowledge:write',
			$request,
			array( Rest_Controller::class, $handler ),
			limiter: 'data',
			capability: Capability::MANAGE_KNOWLEDGE,
			max_bytes: 16384
		);
	}
}
