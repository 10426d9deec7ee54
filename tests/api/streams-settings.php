<?php
/**
 * Plugin Name: Streams
 * Description: What tests/api/streams.py counts on: a grace, a number of answers at once, and visitors who all come from one address.
 */

add_filter(
	'mxchat_setting',
	static fn( mixed $value, string $key ) => array(
		'stream_grace_seconds' => getenv( 'MXCHAT_GRACE' ) ? (int) getenv( 'MXCHAT_GRACE' ) : null,
		'spend_budget'         => array( 'site_tokens' => null, 'visitor_tokens' => null ),
		'max_streams'          => (int) ( getenv( 'MXCHAT_MAX_STREAMS' ) ?: 5 ),
	)[ $key ] ?? $value,
	10,
	2
);
add_filter( 'mxchat_limit', static fn() => 1_000_000 );
