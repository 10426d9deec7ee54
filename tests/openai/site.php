<?php
/**
 * Prepares a site for the SDK: site.php <folder of the site>. Prints a token.
 */
declare( strict_types=1 );

require dirname( __DIR__ ) . '/site/boot.php';
require wp_load_path( $argv[1] );

MxChat\Assistant\Site_Assistant::use_model( 'gpt-test' );
$token = MxChat\Core\mint_token( random_bytes( 32 ) );
MxChat\Api_Access\Store::insert( 'SDK', MxChat\Core\hash_token( $token ), substr( $token, -4 ), array( 'chat:write' ), null );
echo $token;
