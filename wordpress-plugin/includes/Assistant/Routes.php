<?php
declare( strict_types=1 );

namespace MxChat\Assistant;

use MxChat\Capability;
use MxChat\Rest\Empty_Request;
use MxChat\Rest\Route;

/**
 * Assistants, for the owner.
 */
final class Routes {

	private const ONE = '/assistants/(?P<assistant_id>(?:asst|pmpt)_[A-Za-z0-9_.:-]{1,120})';

	/**
	 * @return Route[]
	 */
	public static function rows(): array {
		return array(
			self::row( 'GET', '/assistants', Empty_Request::class, 'list_assistants' ),
			self::row( 'POST', '/assistants', Create_Request::class, 'create_assistant', 512 * KB_IN_BYTES ),
			self::row( 'POST', '/assistants/import', Import_Request::class, 'import_assistant', MB_IN_BYTES ),
			self::row( 'POST', '/assistants/site', Site_Request::class, 'change_site' ),
			self::row( 'GET', self::ONE, Assistant_Request::class, 'show_assistant' ),
			self::row( 'POST', self::ONE, Change_Request::class, 'change_assistant', 512 * KB_IN_BYTES ),
			self::row( 'DELETE', self::ONE, Assistant_Request::class, 'delete_assistant' ),
			self::row( 'GET', self::ONE . '/versions/(?P<version>[0-9]{1,15})', Version_Request::class, 'show_version' ),
			self::row( 'POST', self::ONE . '/versions/(?P<version>[0-9]{1,15})/restore', Version_Request::class, 'restore_version' ),
		);
	}

	private static function row( string $method, string $path, string $request, string $handler, int $max_bytes = 4096 ): Route {
		return new Route( $method, $path, Route::OWNER, $request, array( Rest_Controller::class, $handler ), limiter: 'data', capability: Capability::MANAGE_ASSISTANTS, max_bytes: $max_bytes );
	}
}
