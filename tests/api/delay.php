<?php
/**
 * Plugin Name: Delay
 * Description: The control of a test of times: a request that asks for it takes a millisecond longer.
 */

add_filter(
	'rest_pre_dispatch',
	static function ( $result ) {
		if ( isset( $_SERVER['HTTP_X_DELAY'] ) ) {
			$until = hrtime( true ) + 1_000_000;
			while ( hrtime( true ) < $until );
		}
		return $result;
	}
);
