<?php
/**
 * Turns an installed site into a network of sub-directories with a second site: php network.php <folder of the site>
 *
 * Run twice: first to create the network's tables, then, with MULTISITE defined, to add the site "/two/".
 */

declare( strict_types=1 );

require __DIR__ . '/boot.php';
$mxchat_is_network = site_settings( $argv[1] )['is_network'] ?? false;
define( $mxchat_is_network ? 'MXCHAT_ADDS_SITE' : 'WP_INSTALLING_NETWORK', true );
require wp_load_path( $argv[1] );
require_once ABSPATH . 'wp-admin/includes/upgrade.php';
require_once ABSPATH . 'wp-admin/includes/network.php';

if ( $mxchat_is_network ) {
	if ( ! get_sites( array( 'path' => '/two/' ) ) ) {
		$mxchat_second = wp_insert_site(
			array(
				'domain'  => DOMAIN_CURRENT_SITE,
				'path'    => '/two/',
				'title'   => 'Harbour & Hill Rentals',
				'user_id' => 1,
			)
		);
		// A new site begins with plain links; its first request writes the rules.
		update_blog_option( $mxchat_second, 'permalink_structure', '/%postname%/' );
		delete_blog_option( $mxchat_second, 'rewrite_rules' );
	}
	exit( 0 );
}

global $wpdb;
foreach ( $wpdb->tables( 'ms_global' ) as $mxchat_table => $mxchat_prefixed ) {
	$wpdb->$mxchat_table = $mxchat_prefixed;
}
install_network();
$mxchat_result = populate_network( 1, $_SERVER['HTTP_HOST'], 'admin@example.test', 'Harbour & Hill network', '/', false );
// The only error that does no harm: a name that no DNS server knows, for sites in sub-domains.
if ( is_wp_error( $mxchat_result ) && 'no_wildcard_dns' !== $mxchat_result->get_error_code() ) {
	fwrite( STDERR, $mxchat_result->get_error_message() . "\n" );
	exit( 1 );
}
