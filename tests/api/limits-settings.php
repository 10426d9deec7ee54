<?php
/**
 * Plugin Name: Limits of the test
 * Description: 20 sessions an hour for each address. The test names the address, so each round is another visitor, and
 * when an hour ends for it.
 */

namespace MxChat\Rest {
	function time(): int {
		$end = (float) ( $_SERVER['HTTP_X_HOUR_ENDS_AT'] ?? 0 );
		return $end > 0 ? 3600 * intdiv( \time(), 3600 ) + (int) floor( microtime( true ) - $end ) : \time();
	}
}

namespace {
	add_filter(
		'mxchat_setting',
		static fn( $value, $key ) => array(
			'sessions_per_hour' => 20,
			'trusted_proxies'   => array( '127.0.0.1' ),
		)[ $key ] ?? $value,
		10,
		2
	);
}
