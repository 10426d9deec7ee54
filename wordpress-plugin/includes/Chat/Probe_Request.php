<?php
declare( strict_types=1 );

namespace MxChat\Chat;

use MxChat\Rest\Context;
use MxChat\Rest\Rest_Error;
use MxChat\Settings;

/**
 * A request for the stream that measures the server. It holds a worker, so only the site itself may send one.
 */
final class Probe_Request {

	private const LIFE_SECONDS = 300;

	public static function schema(): array {
		return array( 'proof' => array( 'type' => 'string', 'pattern' => '^[0-9a-f]{64}$', 'required' => true ) );
	}

	public static function from( array $params, Context $context ): self|\WP_Error {
		$window = intdiv( time(), self::LIFE_SECONDS );
		return hash_equals( self::proof( $window ), $params['proof'] ) || hash_equals( self::proof( $window - 1 ), $params['proof'] )
			? new self()
			: Rest_Error::make( 'mxchat_rest_forbidden' );
	}

	public static function url(): string {
		return add_query_arg( 'proof', self::proof( intdiv( time(), self::LIFE_SECONDS ) ), rest_url( 'mxchat/v1/streaming' ) );
	}

	private static function proof( int $window ): string {
		return hash_hmac( 'sha256', "streaming\0" . get_current_blog_id() . "\0" . $window, Settings\Install_Secret::get() );
	}
}
