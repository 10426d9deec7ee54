<?php
/**
 * Plugin Name: Limits of the test
 * Description: 20 sessions an hour for each address, which the test names itself: each round is another visitor.
 */

add_filter(
	'mxchat_setting',
	static fn( $value, $key ) => array(
		'sessions_per_hour' => 20,
		'trusted_proxies'   => array( '127.0.0.1' ),
	)[ $key ] ?? $value,
	10,
	2
);
