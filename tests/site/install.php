<?php
/**
 * Installs WordPress into the database of a site: php install.php <folder of the site>
 */

declare( strict_types=1 );

require __DIR__ . '/boot.php';
define( 'WP_INSTALLING', true );
require wp_load_path( $argv[1] );
require_once ABSPATH . 'wp-admin/includes/upgrade.php';

if ( is_blog_installed() ) {
	exit( 0 );
}
wp_install( 'Harbour & Hill', 'admin', 'admin@example.test', true, '', 'password' );

// Core finds out by a request to itself whether pretty links work; on the command line nobody answers.
update_option( 'permalink_structure', '/%postname%/' );
$GLOBALS['wp_rewrite']->init();
flush_rewrite_rules( false );

printf( "WordPress %s on %s\n", get_bloginfo( 'version' ), get_class( $GLOBALS['wpdb'] ) );
