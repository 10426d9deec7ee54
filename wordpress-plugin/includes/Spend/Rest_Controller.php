<?php
declare( strict_types=1 );

namespace MxChat\Spend;

use MxChat\Rest\Empty_Request;
use MxChat\Settings;

/**
 * /spend: what was spent, and how much may be.
 */
final class Rest_Controller {

	public static function show( Empty_Request $request ): \WP_REST_Response {
		return new \WP_REST_Response( Report::make() );
	}

	public static function save_budget( Budget_Request $request ): \WP_REST_Response {
		Settings\Store::set( Budget::SETTING, $request->budget->to_array() );
		return new \WP_REST_Response( Report::make() );
	}
}
