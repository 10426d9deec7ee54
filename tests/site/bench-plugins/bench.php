<?php
/**
 * Plugin Name: Bench
 * Description: A route of WordPress that does nothing, to compare with, and limits that a bench does not reach.
 */

add_action(
	'rest_api_init',
	static function (): void {
		register_rest_route(
			'bench/v1',
			'/bare',
			array(
				'methods'             => 'POST',
				'permission_callback' => '__return_true',
				'callback'            => static fn() => array( 'ok' => true ),
			)
		);
	}
);
add_filter(
	'mxchat_setting',
	static fn( $value, $key ) => in_array( $key, array( 'sessions_per_hour', 'messages_per_minute' ), true ) ? 1000000 : $value,
	10,
	2
);
