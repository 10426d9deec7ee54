<?php
/**
 * Begins to read the site of a folder and is killed in the middle of it: php dying_worker.php <folder of the site>
 */

declare( strict_types=1 );

require dirname( __DIR__ ) . '/site/boot.php';
require wp_load_path( $argv[1] );

add_action( 'mxchat_reindexed', static fn() => posix_kill( getmypid(), SIGKILL ) );
MxChat\Jobs\Runner::run( 60 );
