<?php
/**
 * Plugin Name: Provoke
 * Description: A test asks a worker to fail in the named way, and another request whether the worker still works.
 */

declare( strict_types=1 );

namespace MxChat\Provoke;

use MxChat\Core;
use MxChat\Core\Core_Exception;

const ROWS = 50_000;

/** So many matches take more than the two megabytes below, but not the double of PHP's limit, at which PHP may end the process. */
const TOO_MANY_MATCHES = 15_000;

function folder(): string {
	return dirname( ABSPATH ) . '/provoked-index';
}

function embedding( int $id ): string {
	return pack( 'g*', $id + 1.0, 1.0 );
}

/** @param list<int> $ids */
function put( array $ids ): void {
	Core\index_upsert( folder(), pack( 'P*', ...$ids ), implode( '', array_map( embedding( ... ), $ids ) ), array(), array(), array() );
}

function search( int $limit ): array {
	return Core\index_search( folder(), embedding( 7 ), $limit, -1.0, array(), array(), array(), 5000 );
}

/** Damages each file of the index that matches, then searches it. */
function search_damaged( string $files, callable $damage ): array {
	array_map( $damage, glob( folder() . '/' . $files ) );
	return search( 1 );
}

function flip( string $path ): void {
	$bytes            = file_get_contents( $path );
	$middle           = intdiv( strlen( $bytes ), 2 );
	$bytes[ $middle ] = ~$bytes[ $middle ];
	file_put_contents( $path . '.new', $bytes );
	rename( $path . '.new', $path );
}

function cut( string $path ): void {
	$file = fopen( $path, 'r+' );
	ftruncate( $file, 100 );
	fclose( $file );
}

/** Leaves the worker two more megabytes than it has. */
function run_short_of_memory( callable $work ): mixed {
	ini_set( 'memory_limit', (string) ( memory_get_usage( true ) + ( 2 << 20 ) ) );
	return $work();
}

function run_out_of_time(): never {
	set_time_limit( 1 );
	while ( true ) {
		search( 1 );
	}
}

/** What each failure is; those of which a worker's request dies are named in recovery.py. */
function fail( string $failure ): mixed {
	return match ( $failure ) {
		'dimensions'        => Core\cosine_similarity( embedding( 1 ), embedding( 1 ) . embedding( 2 ) ),
		'embedding'         => Core\rank_embeddings( embedding( 1 ), str_repeat( "\xff", 64 << 20 ), 3, 0.5 ),
		'utf8'              => Core\tokenize( "\xff\xfe" ),
		'features'          => Core\build_segment( pack( 'P*', 1 ), array( str_repeat( 'x', 100 ) ) ),
		'segment'           => Core\search_segments( array( str_repeat( 'x', 1000 ) ), 'zips', 3 ),
		'segment-file'      => Core\search_segments( array( 'file://' . folder() . '/MANIFEST' ), 'zips', 3 ),
		'answer'            => Core\extract_answer( 'zips', array(), array( 'x' ) ),
		'record'            => Core\read_thread_record( 'x' ),
		'huge-text'         => strlen( Core\lexical_features( '', str_repeat( 'Zips and soles. ', 1 << 18 ) ) ) > 0,
		'index-limit'       => search( PHP_INT_MAX ) !== array(),
		'index-query'       => Core\index_search( folder(), 'abc', 1, 0.0, array(), array(), array(), 5000 ),
		'index-manifest'    => search_damaged( 'MANIFEST', flip( ... ) ),
		'index-log'         => search_damaged( '*.log', cut( ... ) ),
		'index-segment'     => search_damaged( '*.seg', cut( ... ) ),
		'index-gone'        => search_damaged( '*', unlink( ... ) ),
		'uncaught'          => Core\cosine_similarity( 'abc', '' ),
		'memory'            => run_short_of_memory( static fn() => str_repeat( 'x', 64 << 20 ) ),
		'memory-in-tokens'  => run_short_of_memory( static fn() => Core\tokenize( str_repeat( 'zip ', 100_000 ) ) ),
		'memory-in-matches' => run_short_of_memory( static fn() => search( TOO_MANY_MATCHES ) ),
		'time'              => run_out_of_time(),
		'exit'              => exit( 'gone' ),
	};
}

/** Begins the index anew if it is damaged, as its owner does; whatever else fails is a failure. */
function open(): void {
	try {
		Core\index_open( folder(), 2 );
		search( 1 );
	} catch ( Core_Exception $error ) {
		if ( $error->error_code !== 'invalid_record' ) {
			throw $error;
		}
		Core\index_reset( folder(), 2 );
	}
}

/** Everything works in this worker. */
function check(): bool {
	open();
	if ( Core\index_stats( folder() )['rows'] !== ROWS ) {
		put( range( 0, ROWS - 1 ) );
		Core\index_compact( folder() );
	}
	put( array( 7 ) );
	$features = Core\lexical_features( 'Zips', 'We repair zips.' );
	$segment  = Core\build_segment( pack( 'P*', 5 ), array( $features ) );
	return search( 1 )[0]['id'] === 7
		&& Core\search_segments( array( $segment ), 'zips', 1 )[0]['id'] === 5
		&& Core\cosine_similarity( pack( 'g*', 3.0, 4.0 ), pack( 'g*', 4.0, 3.0 ) ) === 0.96;
}

/** @return array{pid: int, outcome: mixed} */
function answer( \WP_REST_Request $request ): array {
	$failure = $request['failure'];
	try {
		$outcome = $failure === 'none' ? check() : is_object( (object) fail( $failure ) );
	} catch ( Core_Exception $error ) {
		if ( $failure === 'uncaught' ) {
			throw $error;
		}
		$outcome = $error->error_code;
	}
	return array(
		'pid'       => getmypid(),
		'is_native' => extension_loaded( 'mxchat' ),
		'outcome'   => $outcome,
	);
}

add_action(
	'rest_api_init',
	static fn() => register_rest_route(
		'provoke/v1',
		'/(?P<failure>[a-z0-9-]+)',
		array(
			'callback'            => answer( ... ),
			'permission_callback' => '__return_true',
		)
	)
);
