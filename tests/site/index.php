<?php
/**
 * Builds the knowledge of a site from its public content: php index.php <folder of the site>
 */

declare( strict_types=1 );

require __DIR__ . '/boot.php';
require wp_load_path( $argv[1] );

if ( ! has_action( 'mxchat_reindex' ) ) {
	fwrite( STDERR, "The plugin is not active: nobody answers the action mxchat_reindex.\n" );
	exit( 1 );
}
do_action( 'mxchat_reindex' );
