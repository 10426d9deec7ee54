<?php
/**
 * What the API's tests need of a site, as JSON: a token with every scope, a live session, an application password.
 *
 *   php tests/api/site.php <folder of the site>
 */

declare( strict_types=1 );

require dirname( __DIR__ ) . '/site/boot.php';
require wp_load_path( $argv[1] );

$mxchat_token = MxChat\Core\mint_token( random_bytes( 32 ) );
MxChat\Api_Access\Store::insert( 'Test', MxChat\Core\hash_token( $mxchat_token ), substr( $mxchat_token, -4 ), MxChat\Rest\Route::SCOPES, null );
// An id that no generated request guesses: revoked, the token would open nothing any more.
$wpdb->query( 'UPDATE ' . MxChat\Schema::table( 'tokens' ) . ' SET id = 987654321012 WHERE id = ' . (int) $wpdb->insert_id );
$mxchat_session = rest_do_request( new WP_REST_Request( 'POST', '/mxchat/v1/sessions' ) )->get_data();
[ $mxchat_password ] = WP_Application_Passwords::create_new_application_password( 1, array( 'name' => 'Test ' . bin2hex( random_bytes( 4 ) ) ) );
echo wp_json_encode(
	array(
		'token'      => $mxchat_token,
		'session_id' => $mxchat_session['session_id'],
		'secret'     => $mxchat_session['secret'],
		'owner'      => base64_encode( get_userdata( 1 )->user_login . ':' . $mxchat_password ),
	)
);
