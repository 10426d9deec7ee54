<?php
/**
 * Works on the queue of a site until it is empty or killed: php webhook_workers.php <folder of the site> <port of the receiver>
 *
 * With "report <messages>" before: makes a webhook and so many events. With "later": so much later that every lease
 * has ended, and the daily look after what was given up is due.
 * Prints how many messages are not delivered yet.
 */

declare( strict_types=1 );

use MxChat\Jobs;
use MxChat\Schema;
use MxChat\Webhooks;

require dirname( __DIR__ ) . '/site/boot.php';
[ , $mxchat_site, $mxchat_port, $mxchat_task ] = $argv + array( 3 => 'work' );
require wp_load_path( $mxchat_site );

add_filter( 'mxchat_fetch_exemptions', static fn() => array( "127.0.0.1:$mxchat_port" ) );
global $wpdb;
match ( $mxchat_task ) {
	'report' => array(
		Webhooks\Store::insert( "http://127.0.0.1:$mxchat_port/", '', array( 'message.created' ), true, Webhooks\Signature::new_secret() ),
		array_map( static fn( int $number ) => do_action( 'mxchat_event', 'message.created', array( 'number' => $number ) ), range( 1, (int) $argv[4] ) ),
	),
	'later'  => array(
		$wpdb->query( 'UPDATE ' . Schema::table( 'jobs' ) . ' SET due_at = 0' ),
		$wpdb->query( 'UPDATE ' . Schema::table( 'webhook_deliveries' ) . ' SET next_try_at = 0' ),
		Webhooks\Outbox::recover(),
	),
	'work'   => Jobs\Runner::run( 10 ),
};
echo (int) $wpdb->get_var( 'SELECT COUNT(*) FROM ' . Schema::table( 'webhook_deliveries' ) . " WHERE status <> 'delivered'" ), "\n";
