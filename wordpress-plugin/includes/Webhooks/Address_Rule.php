<?php
declare( strict_types=1 );

namespace MxChat\Webhooks;

use MxChat\Http\Fetcher;
use MxChat\Http\Url;
use MxChat\Rest\Rest_Error;

/**
 * Where messages may be sent: encrypted, on the public internet, on a usual port. What the server's owner has exempted
 * for development may be anything.
 */
final class Address_Rule {

	public static function problem( string $url ): ?\WP_Error {
		$problem = Fetcher::problem( $url );
		if ( $problem !== null ) {
			return Rest_Error::invalid_param( 'url', __( 'must be an https address on the public internet, on its usual port and without a name or password.', 'mxchat-engine' ) );
		}
		$parsed = Url::parse( $url );
		return $parsed->scheme === 'https' || Fetcher::is_port_exempt( $parsed->port )
			? null
			: Rest_Error::invalid_param( 'url', __( 'must begin with https.', 'mxchat-engine' ) );
	}
}
