<?php
declare( strict_types=1 );

namespace MxChat\Api_Access;

use MxChat\Health\Loopback_Client;
use MxChat\Health\Site_Test;
use MxChat\Rest\Empty_Request;

/**
 * Tools → Site Health tells when the web server keeps the Authorization header to itself: no token can work then.
 */
final class Site_Health {

	private const NAME = 'mxchat_authorization';

	public static function add_test( array $tests ): array {
		return Site_Test::add( $tests, self::NAME, __( 'API tokens reach the site', 'mxchat-engine' ), 'authorization/test', array( self::class, 'result' ) );
	}

	/**
	 * GET /authorization: did the header arrive? It says nothing of whether a token is right.
	 */
	public static function show_authorization( Authorization_Request $request ): \WP_REST_Response {
		return new \WP_REST_Response( array( 'received' => $request->has_bearer_header ) );
	}

	public static function test_authorization( Empty_Request $request ): \WP_REST_Response {
		return new \WP_REST_Response( self::result() );
	}

	public static function result(): array {
		return match ( self::is_received() ) {
			true  => self::report(
				'good',
				__( 'API tokens reach the site', 'mxchat-engine' ),
				__( 'The web server passes the Authorization header on to WordPress.', 'mxchat-engine' )
			),
			false => self::report(
				Store::has_live_token() ? 'critical' : 'recommended',
				__( 'The web server removes API tokens from requests', 'mxchat-engine' ),
				__( 'The Authorization header does not reach WordPress, so every token is refused. On Apache, saving the permalinks once writes the missing rule; or add “CGIPassAuth On”. On nginx with FastCGI, pass “fastcgi_param HTTP_AUTHORIZATION $http_authorization;”. Or ask your host.', 'mxchat-engine' )
			),
			null  => self::report(
				'recommended',
				__( 'It could not be checked whether API tokens reach the site', 'mxchat-engine' ),
				__( 'The site could not send a request to itself. If programs with a right token are refused, the web server may remove the Authorization header.', 'mxchat-engine' )
			),
		};
	}

	/**
	 * Whether an Authorization header arrives; null if the site does not answer itself.
	 */
	private static function is_received(): ?bool {
		$received = Loopback_Client::answer( rest_url( 'mxchat/v1/authorization' ), array( 'Authorization' => 'Bearer is-this-received' ) )['received'] ?? null;
		return is_bool( $received ) ? $received : null;
	}

	private static function report( string $status, string $label, string $description ): array {
		return Site_Test::report( self::NAME, $status, $label, $description );
	}
}
