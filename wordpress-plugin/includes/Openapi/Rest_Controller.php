<?php
declare( strict_types=1 );

namespace MxChat\Openapi;

use MxChat\Rest\Empty_Request;
use MxChat\Rest\Routes;

/**
 * GET /openapi.json.
 */
final class Rest_Controller {

	public static function show_document( Empty_Request $request ): \WP_REST_Response {
		return new \WP_REST_Response( Document::of( Routes::table() ) );
	}
}
