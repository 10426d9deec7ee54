<?php
/**
 * The product's own vector search, by the extension where PHP has loaded it, otherwise by the polyfill.
 *
 *     php [-d extension=…] collection.php build|search|index <folder of a case> [seconds]
 *
 * `search` uses the files of `build`: both engines have the same. `index` writes the bytes that a browser searches.
 */

declare( strict_types=1 );

namespace MxChat\Bench;

use MxChat\Core;

require __DIR__ . '/measure.php';
require __DIR__ . '/../../wordpress-plugin/polyfill/bootstrap.php';
ini_set( 'memory_limit', '-1' );

list( , $command, $folder ) = $argv;
$seconds                    = (float) ( $argv[3] ?? 3 );
$engine                     = engine_of( 'MxChat\Core\index_search' );
$case                       = new Vectors_Case( $folder );
$directory                  = "$folder/collection-$engine";

function ids( int $first, string $embeddings, Vectors_Case $case ): string {
	return pack( 'P*', ...range( $first, $first + intdiv( strlen( $embeddings ), $case->row_bytes() ) - 1 ) );
}

/** @return list<int> */
function search( string $directory, string $query, int $limit ): array {
	return array_column( Core\index_search( $directory, $query, $limit, 0.0, array(), array(), array(), 0 ), 'id' );
}

function build( string $directory, Vectors_Case $case, string $engine ): void {
	Core\index_reset( $directory, $case->dimensions );
	$began = now_ms();
	foreach ( $case->batches() as $first => $embeddings ) {
		Core\index_upsert( $directory, ids( $first, $embeddings, $case ), $embeddings, array(), array(), array() );
	}
	$stats = Core\index_compact( $directory );
	report(
		array(
			'engine'    => $engine,
			'build_s'   => ( now_ms() - $began ) / 1000,
			'bytes'     => $stats['bytes'],
			'hot_bytes' => $stats['hot_bytes'],
			'is_exact'  => $stats['is_exact'],
		)
	);
}

/** A process that has never seen the collection: its first answer, then many. */
function measure_search( string $directory, Vectors_Case $case, string $engine, float $seconds ): void {
	$before = private_bytes();
	$began  = now_ms();
	search( $directory, substr( $case->queries, 0, $case->row_bytes() ), $case->limit );
	$first = now_ms() - $began;
	search( $directory, substr( $case->queries, -$case->row_bytes() ), $case->limit );
	$private = private_bytes() - $before;
	$timed   = timed( $case, $seconds, static fn( string $query ): array => search( $directory, $query, $case->limit ) );
	report(
		array(
			'engine'        => $engine,
			'first_ms'      => $first,
			'private_bytes' => $private,
		) + $timed
	);
}

switch ( $command ) {
	case 'build':
		build( $directory, $case, $engine );
		break;
	case 'search':
		// The polyfill reads the files that the extension wrote.
		measure_search( is_dir( $directory ) ? $directory : "$folder/collection-native", $case, $engine, $seconds );
		break;
	case 'index':
		$embeddings = $case->all();
		$index      = Core\build_index( $case->dimensions, ids( 0, $embeddings, $case ), $embeddings, array(), array(), array() );
		report( array( 'bytes' => file_put_contents( "$folder/index.bin", $index ) ) );
		break;
	default:
		fail( "There is no command \"$command\"." );
}
