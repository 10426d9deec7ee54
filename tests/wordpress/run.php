<?php
/**
 * Runs the tests inside the WordPress of a site that tests/site/make-site has built.
 *
 *   MXCHAT_SITE=<folder of the site> php tests/wordpress/run.php [options of PHPUnit]
 *
 * WordPress is loaded here, at the top level of a script, because it keeps its state in global variables.
 */

declare( strict_types=1 );

$mxchat_site = (string) getenv( 'MXCHAT_SITE' );
if ( ! is_file( $mxchat_site . '/www/wp-load.php' ) ) {
	fwrite( STDERR, "MXCHAT_SITE must name the folder of a site. Build one with tests/site/make-site serve=0.\n" );
	exit( 2 );
}
$mxchat_arguments = $_SERVER['argv'];
require dirname( __DIR__ ) . '/site/boot.php';
require wp_load_path( $mxchat_site );
require_once ABSPATH . 'wp-admin/includes/plugin.php';
require __DIR__ . '/clock.php';
// What is other on a network of sites has a suite of its own.
$mxchat_groups   = is_multisite() ? array() : array( '--exclude-group', 'network' );
$_SERVER['argv'] = array_merge( array( $mxchat_arguments[0], '--configuration', __DIR__ . '/phpunit.xml' ), $mxchat_groups, array_slice( $mxchat_arguments, 1 ) );

if ( ! class_exists( MxChat\Plugin::class ) ) {
	fwrite( STDERR, "The plugin is not active on that site.\n" );
	exit( 2 );
}
if ( getenv( 'MXCHAT_NATIVE' ) !== false && (bool) getenv( 'MXCHAT_NATIVE' ) !== extension_loaded( 'mxchat' ) ) {
	fwrite( STDERR, "MXCHAT_NATIVE does not say whether the extension is loaded.\n" );
	exit( 2 );
}
require_once 'PHPUnit/Autoload.php';
require __DIR__ . '/Site_Test_Case.php';
if ( isset( $GLOBALS['@pdo'] ) ) {
	// Data of a test need not survive a power cut.
	$GLOBALS['@pdo']->exec( 'PRAGMA synchronous = OFF' );
}
PHPUnit\TextUI\Command::main();
