<?php
/**
 * Clicks as one of several processes: php decider.php <site> <confirmation id> <session id> <file that the effect is written to>
 *
 * Prints the status that it is told.
 */

declare( strict_types=1 );

use MxChat\Confirmations\Deciding;

$mxchat_arguments = $_SERVER['argv'];
require dirname( __DIR__ ) . '/site/boot.php';
require wp_load_path( $mxchat_arguments[1] );
require __DIR__ . '/Echo_Tool.php';

[ , , $mxchat_id, $mxchat_session_id, $mxchat_file ] = $mxchat_arguments;
$mxchat_tool = new Echo_Tool(
	'buy_item',
	static function () use ( $mxchat_file ): string {
		usleep( 100_000 );
		file_put_contents( $mxchat_file, 'x', FILE_APPEND );
		return 'bought';
	},
	true
);
add_filter( 'mxchat_tools', static fn( array $tools ) => array( ...$tools, $mxchat_tool ) );
$mxchat_decided = Deciding::confirm( $mxchat_id, $mxchat_session_id, 0 );
echo is_wp_error( $mxchat_decided ) ? $mxchat_decided->get_error_code() : $mxchat_decided->status;
