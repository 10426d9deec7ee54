<?php
declare( strict_types=1 );

namespace MxChat\Chat;

use MxChat\Rest\Request_Id;

/**
 * An error inside a stream: the same body as the route gives without one, with the id to quote.
 */
final class Error_Body {

	public static function of( \WP_Error $error ): array {
		return array(
			'code'    => $error->get_error_code(),
			'message' => $error->get_error_message(),
			'data'    => array( 'request_id' => Request_Id::current() ) + (array) $error->get_error_data(),
		);
	}
}
