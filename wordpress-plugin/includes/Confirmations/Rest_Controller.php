<?php
declare( strict_types=1 );

namespace MxChat\Confirmations;

/**
 * POST /actions/{id}/confirm: a person has clicked.
 */
final class Rest_Controller {

	public static function decide( Decision_Request $request ): \WP_REST_Response|\WP_Error {
		$decided = $request->is_confirmed
			? Deciding::confirm( $request->id, $request->session_id, $request->user_id )
			: Deciding::cancel( $request->id, $request->session_id, $request->user_id );
		return is_wp_error( $decided ) ? $decided : new \WP_REST_Response( array( 'action' => $decided->card() ) );
	}
}
