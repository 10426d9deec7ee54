<?php
declare( strict_types=1 );

namespace MxChat\Knowledge;

use MxChat\Capability;
use MxChat\Rest\Empty_Request;
use MxChat\Rest\Route;

/**
 * What the site knows.
 */
final class Routes {

	/**
	 * @return Route[]
	 */
	public static function rows(): array {
		return array(
			new Route(
				'GET',
				'/knowledge/index',
				Route::PUBLIC,
				Index_Request::class,
				array( Rest_Controller::class, 'show_index' ),
				limiter: 'reads',
				cache: 'public, max-age=300'
			),
			new Route(
				'POST',
				'/knowledge',
				'knowledge:write',
				Push_Request::class,
				array( Rest_Controller::class, 'push' ),
				limiter: 'data',
				capability: Capability::MANAGE_KNOWLEDGE,
				max_bytes: Push_Request::MAX_BYTES
			),
			new Route(
				'GET',
				'/knowledge',
				'knowledge:read',
				Source_Query::class,
				array( Rest_Controller::class, 'list_sources' ),
				limiter: 'data',
				capability: Capability::MANAGE_KNOWLEDGE
			),
			new Route(
				'DELETE',
				'/knowledge',
				'knowledge:write',
				Delete_Request::class,
				array( Rest_Controller::class, 'delete_sources' ),
				limiter: 'data',
				capability: Capability::MANAGE_KNOWLEDGE,
				max_bytes: 262144
			),
			new Route(
				'GET',
				'/knowledge/search',
				'knowledge:read',
				Search_Request::class,
				array( Rest_Controller::class, 'search' ),
				limiter: 'data',
				capability: Capability::MANAGE_KNOWLEDGE
			),
			new Route(
				'POST',
				'/knowledge/reindex',
				'knowledge:write',
				Empty_Request::class,
				array( Rest_Controller::class, 'reindex' ),
				limiter: 'data',
				capability: Capability::MANAGE_KNOWLEDGE,
				max_bytes: 4096
			),
		);
	}
}
