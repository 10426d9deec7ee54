<?php
/**
 * Activates a plugin, as wp-admin would: php activate.php <folder of the site> [plugin file]
 *
 * On a network it is activated for the whole network.
 */

declare( strict_types=1 );

require __DIR__ . '/boot.php';
define( 'WP_ADMIN', true );
require wp_load_path( $argv[1] );
require_once ABSPATH . 'wp-admin/includes/plugin.php';

wp_set_current_user( 1 );
$mxchat_plugin = $argv[2] ?? 'mxchat-engine/mxchat-engine.php';
$mxchat_result = activate_plugin( $mxchat_plugin, '', is_multisite() );
if ( is_wp_error( $mxchat_result ) ) {
	fwrite( STDERR, $mxchat_result->get_error_message() . "\n" . print_r( $mxchat_result->get_error_data(), true ) );
	exit( 1 );
}
