<?php
declare( strict_types=1 );

namespace MxChat\Contacts;

use MxChat\Capability;
use MxChat\Rest\Empty_Request;
use MxChat\Rest\Route;

/**
 * Contacts.
 */
final class Routes {

	private const CONTACT_PATH = '/contacts/(?P<contact_id>[^/]+)';

	/**
	 * @return Route[]
	 */
	public static function rows(): array {
		return array(
			self::row( 'GET', '/contacts', 'contacts:read', Contact_Query::class, 'list_contacts' ),
			self::row( 'POST', '/contacts', 'contacts:write', Create_Request::class, 'create_contact' ),
			// Before the path that takes any id.
			self::row( 'GET', '/contacts/export', 'contacts:read', Contact_Query::class, 'export_contacts', 'text/csv' ),
			self::row( 'GET', self::CONTACT_PATH, 'contacts:read', Contact_Request::class, 'show_contact' ),
			self::row( 'PATCH', self::CONTACT_PATH, 'contacts:write', Change_Request::class, 'change_contact' ),
			self::row( 'DELETE', self::CONTACT_PATH, 'contacts:write', Delete_Request::class, 'delete_contact' ),
			self::owners_row( 'GET', Empty_Request::class, 'show_settings' ),
			self::owners_row( 'POST', Settings_Request::class, 'change_settings' ),
		);
	}

	private static function owners_row( string $method, string $request, string $handler ): Route {
		return new Route( $method, '/contact-settings', Route::OWNER, $request, array( Rest_Controller::class, $handler ), limiter: 'data', capability: Capability::MANAGE_CONTACTS );
	}

	private static function row( string $method, string $path, string $scope, string $request, string $handler, string $produces = 'application/json' ): Route {
		return new Route(
			$method,
			$path,
			$scope,
			$request,
			array( Rest_Controller::class, $handler ),
			limiter: 'data',
			capability: Capability::MANAGE_CONTACTS,
			envelope: true,
			keeps_tests_apart: true,
			produces: $produces
		);
	}
}
