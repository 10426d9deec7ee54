<?php
/**
 * Makes an API token with every scope on a site and prints it: php token.php <folder of the site> [name]
 */

declare( strict_types=1 );

require __DIR__ . '/boot.php';
require wp_load_path( $argv[1] );

$mxchat_token  = MxChat\Core\mint_token( random_bytes( 32 ) );
$mxchat_is_kept = MxChat\Api_Access\Store::insert(
	$argv[2] ?? 'Command line',
	MxChat\Core\hash_token( $mxchat_token ),
	substr( $mxchat_token, -4 ),
	MxChat\Rest\Route::SCOPES,
	null
);
if ( ! $mxchat_is_kept ) {
	fwrite( STDERR, "The token could not be stored.\n" );
	exit( 1 );
}
echo $mxchat_token, "\n";
