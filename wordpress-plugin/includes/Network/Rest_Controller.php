<?php
declare( strict_types=1 );

namespace MxChat\Network;

use MxChat\Provider\Connection_State;
use MxChat\Provider\Connection_Store;
use MxChat\Provider\Keys;
use MxChat\Rest\Empty_Request;

/**
 * The connection that the sites of a network share.
 */
final class Rest_Controller {

	public static function show_connection( Empty_Request $request ): \WP_REST_Response {
		$stored = Connection_Store::network();
		return new \WP_REST_Response(
			Connection_State::of( $stored, Keys::find( $stored, false ) ) + array(
				'is_shared'  => Connection_Store::has_network(),
				'allows_own' => Connection_Store::has_network() && Connection_Store::allows_own(),
			)
		);
	}

	public static function change_connection( Connection_Request $request ): \WP_REST_Response {
		Connection_Store::save_network( $request->connection, $request->allows_own );
		return self::show_connection( new Empty_Request() );
	}

	/**
	 * From here on each site has a connection of its own, or none.
	 */
	public static function delete_connection( Empty_Request $request ): \WP_REST_Response {
		Connection_Store::delete_network();
		return self::show_connection( $request );
	}
}
