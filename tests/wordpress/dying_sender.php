<?php
/**
 * Delivers a message and is killed around it: php dying_sender.php <folder of the site> before|after <port of the receiver>
 *
 * "before": the job is claimed, nothing is sent. "after": the receiver has the message, nothing is noted.
 */

declare( strict_types=1 );

require dirname( __DIR__ ) . '/site/boot.php';
[ , $mxchat_site, $mxchat_moment, $mxchat_port ] = $argv;
require wp_load_path( $mxchat_site );

add_filter( 'mxchat_fetch_exemptions', static fn() => array( "127.0.0.1:$mxchat_port" ) );
add_action( $mxchat_moment === 'before' ? 'http_api_curl' : 'http_api_debug', static fn() => posix_kill( getmypid(), SIGKILL ) );
MxChat\Jobs\Runner::run( 60 );
