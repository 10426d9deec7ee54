<?php
declare( strict_types=1 );

namespace MxChat\Confirmations;

use MxChat\Chat\Place;

/**
 * POST /actions/{id}/confirm: a person has clicked.
 */
final class Rest_Controller {

	public static function decide( Decision_Request $request ): \WP_REST_Response|\WP_Error {
		// To draw a picture takes a minute.
		$place = Place::take_if( $request->is_confirmed );
		if ( is_wp_error( $place ) ) {
			return $place;
		}
		$decided = $request->is_confirmed
			? Deciding::confirm( $request->id, $request->session_id, $request->user_id )
			: Deciding::cancel( $request->id, $request->session_id, $request->user_id );
		return is_wp_error( $decided ) ? $decided : new \WP_REST_Response( array( 'action' => $decided->card() ) );
	}
}
