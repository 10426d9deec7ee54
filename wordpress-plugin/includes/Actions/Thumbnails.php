<?php
declare( strict_types=1 );

namespace MxChat\Actions;

use MxChat\Http\Fetcher;
use MxChat\Rest\Rest_Error;
use MxChat\Settings\Install_Secret;

/**
 * Small pictures of other sites, fetched by this one: no other host learns who is looking.
 *
 * Only addresses that this site has signed are fetched, so nobody uses it as a proxy.
 */
final class Thumbnails {

	private const MAX_BYTES   = MB_IN_BYTES;
	private const MAX_SECONDS = 8.0;

	public static function address( string $url ): string {
		return add_query_arg( array( 'url' => rawurlencode( $url ), 'signature' => self::signature( $url ) ), rest_url( 'mxchat/v1/actions/thumbnails' ) );
	}

	public static function show( Thumbnail_Request $request ): \WP_REST_Response|\WP_Error {
		if ( ! hash_equals( self::signature( $request->url ), $request->signature ) ) {
			return Rest_Error::make( 'mxchat_thumbnail_not_found' );
		}
		$fetched = Fetcher::get( $request->url, array( 'Accept' => 'image/*' ), null, self::MAX_BYTES, self::MAX_SECONDS );
		$type    = is_wp_error( $fetched ) || $fetched->status !== 200 ? null : Media::type( $fetched->body );
		if ( $type === null ) {
			return Rest_Error::make( 'mxchat_thumbnail_not_found' );
		}
		$response = new \WP_REST_Response( new Picture( $fetched->body ) );
		$response->header( 'Content-Type', $type );
		$response->header( 'X-Content-Type-Options', 'nosniff' );
		$response->header( 'Content-Security-Policy', "default-src 'none'" );
		return $response;
	}

	/**
	 * Sends a picture's bytes where WordPress would send JSON.
	 */
	public static function serve( bool $is_served, \WP_HTTP_Response $response ): bool {
		if ( $is_served || ! $response->get_data() instanceof Picture ) {
			return $is_served;
		}
		header( 'Content-Type: ' . $response->get_headers()['Content-Type'] );
		echo $response->get_data()->bytes; // phpcs:ignore
		return true;
	}

	private static function signature( string $url ): string {
		return substr( hash_hmac( 'sha256', $url, 'thumbnail' . Install_Secret::get() ), 0, 32 );
	}
}
