<?php
declare( strict_types=1 );

namespace MxChat\Api_Access;

use MxChat\Rest\Rest_Error;
use function MxChat\Core\hash_token;

/**
 * The bearer token of a request.
 */
final class Bearer {

	private const HEADERS = array( 'HTTP_AUTHORIZATION', 'REDIRECT_HTTP_AUTHORIZATION', 'REDIRECT_REDIRECT_HTTP_AUTHORIZATION' );

	/**
	 * Every refused request does the same work, whatever is wrong with its token.
	 */
	public static function authenticate( \WP_REST_Request $request, string $scope ): Token|\WP_Error {
		$token     = Store::find_live( hash_token( self::read( $request ) ) );
		$is_known  = Store::has_ever_minted();
		$has_scope = $token !== null && $token->has_scope( $scope );
		if ( $has_scope ) {
			Store::note_use( $token );
			return $token;
		}
		if ( $token !== null ) {
			return Rest_Error::make( 'mxchat_rest_forbidden' );
		}
		return Rest_Error::make( $is_known ? 'mxchat_rest_unauthorized' : 'mxchat_rest_disabled' );
	}

	public static function is_sent( \WP_REST_Request $request ): bool {
		return self::read( $request ) !== '';
	}

	private static function read( \WP_REST_Request $request ): string {
		$header = (string) $request->get_header( 'Authorization' );
		foreach ( self::HEADERS as $name ) {
			if ( $header === '' && isset( $_SERVER[ $name ] ) && is_string( $_SERVER[ $name ] ) ) {
				$header = wp_unslash( $_SERVER[ $name ] );
			}
		}
		return preg_match( '/^Bearer +([!-~]+) *$/i', $header, $match ) ? $match[1] : '';
	}
}
