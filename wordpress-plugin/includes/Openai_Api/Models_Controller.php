<?php
declare( strict_types=1 );

namespace MxChat\Openai_Api;

use MxChat\Bots;
use MxChat\Rest\Rest_Error;

/**
 * The bots, as models.
 */
final class Models_Controller {

	public static function list( Model_Request $request ): \WP_REST_Response {
		$bots = array_filter( Bots\Store::all(), static fn( Bots\Bot $bot ) => $bot->is_enabled );
		return new \WP_REST_Response(
			array(
				'object' => 'list',
				'data'   => array_map( static fn( Bots\Bot $bot ) => self::item( $bot->bot_id ), array_values( $bots ) ),
			)
		);
	}

	public static function show( Model_Request $request ): \WP_REST_Response|\WP_Error {
		return Bots\Store::exists( $request->model ) ? new \WP_REST_Response( self::item( $request->model ) ) : Rest_Error::make( 'mxchat_bot_not_found' );
	}

	private static function item( string $bot_id ): array {
		return array(
			'id'       => $bot_id,
			'object'   => 'model',
			'created'  => 0,
			'owned_by' => 'mxchat',
		);
	}
}
