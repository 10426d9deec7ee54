<?php
declare( strict_types=1 );

namespace MxChat\Health;

use MxChat\Api_Access;
use MxChat\Capability;
use MxChat\Embeddings\State_Store;
use MxChat\Rest\Empty_Request;
use MxChat\Settings;
use const MxChat\VERSION;

/**
 * GET /health: is the API reachable?
 */
final class Rest_Controller {

	public static function show_health( Empty_Request $request ): \WP_REST_Response {
		$health = array(
			'ok'        => true,
			'namespace' => 'mxchat/v1',
		);
		if ( Settings\Store::get( 'health_for_strangers' ) === 'full' || current_user_can( Capability::SEE_HEALTH ) ) {
			$health = array(
				'ok'              => true,
				'plugin_version'  => VERSION,
				'token_set'       => Api_Access\Store::has_live_token(),
				'embedding_model' => State_Store::serving()->model ?? '',
				'utils_loaded'    => function_exists( 'MxChat\Core\search_segments' ),
				'namespace'       => 'mxchat/v1',
			);
		}
		return new \WP_REST_Response( $health );
	}
}
