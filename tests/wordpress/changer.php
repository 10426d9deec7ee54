<?php
/**
 * Changes an option as one of several processes: php changer.php <site> <option> <name of this process> <changes>
 */

declare( strict_types=1 );

use MxChat\Settings\Option_Store;

$mxchat_arguments = $_SERVER['argv'];
require dirname( __DIR__ ) . '/site/boot.php';
require wp_load_path( $mxchat_arguments[1] );

[ , , $mxchat_option, $mxchat_name, $mxchat_count ] = $mxchat_arguments;
for ( $mxchat_round = 0; $mxchat_round < (int) $mxchat_count; ++$mxchat_round ) {
	Option_Store::change( $mxchat_option, static fn( array $stored ) => $stored + array( "$mxchat_name $mxchat_round" => true ), true );
}
