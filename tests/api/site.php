<?php
/**
 * What the API's tests need of a site, as JSON: a token with every scope, a live session, an application
 * password, and tokens that are refused.
 *
 *   php tests/api/site.php <folder of the site>
 */

declare( strict_types=1 );

require dirname( __DIR__ ) . '/site/boot.php';
require wp_load_path( $argv[1] );

/**
 * @param string[] $scopes
 */
function mxchat_token( array $scopes, ?string $expires_at = null ): string {
	$token = MxChat\Core\mint_token( random_bytes( 32 ) );
	MxChat\Api_Access\Store::insert( 'Test', MxChat\Core\hash_token( $token ), substr( $token, -4 ), $scopes, $expires_at );
	return $token;
}

$mxchat_refused = array(
	'other_scope' => mxchat_token( array( 'contacts:read' ) ),
	'expired'     => mxchat_token( MxChat\Rest\Route::SCOPES, '2001-01-01 00:00:00' ),
	'revoked'     => mxchat_token( MxChat\Rest\Route::SCOPES ),
);
MxChat\Api_Access\Store::revoke( (int) $wpdb->insert_id );
$mxchat_token = mxchat_token( MxChat\Rest\Route::SCOPES );
// An id that no generated request guesses: revoked, the token would open nothing any more.
$wpdb->query( 'UPDATE ' . MxChat\Schema::table( 'tokens' ) . ' SET id = 987654321012 WHERE id = ' . (int) $wpdb->insert_id );
$mxchat_session = rest_do_request( new WP_REST_Request( 'POST', '/mxchat/v1/sessions' ) )->get_data();
[ $mxchat_password ] = WP_Application_Passwords::create_new_application_password( 1, array( 'name' => 'Test ' . bin2hex( random_bytes( 4 ) ) ) );
echo wp_json_encode(
	array(
		'token'      => $mxchat_token,
		'session_id' => $mxchat_session['session_id'],
		'secret'     => $mxchat_session['secret'],
		'refused'    => $mxchat_refused,
		'owner'      => base64_encode( get_userdata( 1 )->user_login . ':' . $mxchat_password ),
	)
);
