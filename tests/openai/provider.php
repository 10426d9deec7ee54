<?php
/**
 * Plugin Name: A provider for the tests
 *
 * The scripted model server answers for the bots of this site; its address stands in the file `upstream` beside the site.
 */
declare( strict_types=1 );

add_filter( 'mxchat_connection', static fn() => new MxChat\Provider\Connection( trim( (string) file_get_contents( dirname( ABSPATH ) . '/upstream' ) ), 'responses' ) );
add_filter(
	'mxchat_setting',
	static fn( mixed $value, string $key ) => $key === 'assistant_enabled' ? true : $value,
	10,
	2
);
