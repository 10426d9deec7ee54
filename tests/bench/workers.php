<?php
/**
 * What a web server's workers notice of each other, and what a call costs. Prints one JSON line per fact.
 *
 *     php -d extension=… workers.php <folder of a built case>
 */

declare( strict_types=1 );

namespace MxChat\Bench;

use MxChat\Core;
use PDO;

require __DIR__ . '/measure.php';
require __DIR__ . '/../../wordpress-plugin/polyfill/bootstrap.php';
ini_set( 'memory_limit', '-1' );

const CALLS = 20000;
const TIMES = 25;

const PATIENCE_MS = 20000;

$folder    = $argv[1];
$case      = new Vectors_Case( $folder );
$directory = "$folder/collection-native";

/** Rows unlike all others of the case, and unlike each other. */
function new_row( Vectors_Case $case, int $time ): string {
	return pack( 'g*', ...array_map( static fn( int $number ): float => $number * ( 2 * $time + 3 ) % 53 - 26.2, range( 1, $case->dimensions ) ) );
}

/** @param callable():mixed $call */
function microseconds( callable $call ): float {
	$runs = array();
	for ( $run = 0; $run < 5; $run++ ) {
		$began = now_ms();
		for ( $count = 0; $count < CALLS; $count++ ) {
			$call();
		}
		$runs[] = 1000 * ( now_ms() - $began ) / CALLS;
	}
	sort( $runs );
	return $runs[2];
}

function measure_calls(): void {
	$short   = pack( 'g*', 1, 2 );
	$long    = pack( 'g*', ...range( 1, 1536 ) );
	$nothing = microseconds( static fn() => null );
	$fact    = static fn( string $what, callable $call, string $note ) => report(
		array(
			'what'  => $what,
			'value' => round( microseconds( $call ) - $nothing, 3 ),
			'unit'  => 'µs',
			'note'  => $note,
		)
	);
	$fact( 'call of PHP\'s own strlen()', static fn() => strlen( $long ), 'to compare with' );
	$fact( 'call into the extension, packed', static fn() => Core\cosine_similarity( $short, $short ), 'two strings of two floats' );
	$fact( 'call into the extension, packed, 1,536 dimensions', static fn() => Core\cosine_similarity( $long, $long ), 'with the cosine itself' );
	$fact( 'a PHP array of 1,536 floats from a packed one', static fn() => unpack( 'g*', $long ), 'what packed strings save' );
}

/** Adds one row after the other, saying when each was done. */
function write_rows( string $directory, Vectors_Case $case ): void {
	for ( $time = 0; $time < TIMES; $time++ ) {
		usleep( 10000 );
		Core\index_upsert( $directory, pack( 'P', $case->rows + $time ), new_row( $case, $time ), array(), array(), array() );
		echo hrtime( true ), "\n";
	}
}

/** How long after the commit a search of another process must begin to find a row; and until it has found it. */
function measure_visibility( string $directory, Vectors_Case $case, string $folder ): void {
	$writer = proc_open(
		array( PHP_BINARY, '-d', 'extension=' . getenv( 'MXCHAT_EXTENSION' ), __FILE__, $folder, 'write' ),
		array( 1 => array( 'pipe', 'w' ) ),
		$pipes
	);
	$began  = array();
	$seen   = array();
	$end    = now_ms() + PATIENCE_MS;
	for ( $time = 0; $time < TIMES; $time++ ) {
		$row = new_row( $case, $time );
		do {
			$asked = hrtime( true );
			$found = array_column( Core\index_search( $directory, $row, 1, 0.0, array(), array(), array(), 0 ), 'id' );
			if ( now_ms() > $end ) {
				fail( "Another process never saw row $time." );
			}
		} while ( $found !== array( $case->rows + $time ) );
		$began[] = $asked;
		$seen[]  = hrtime( true );
	}
	$committed = array_map( 'intval', explode( "\n", trim( stream_get_contents( $pipes[1] ) ) ) );
	proc_close( $writer );
	$wait  = static fn( int $at, int $done ): float => max( 0, $at - $done ) / 1e6;
	$waits = array_map( $wait, $began, $committed );
	$whole = array_map( $wait, $seen, $committed );
	sort( $waits );
	sort( $whole );
	report(
		array(
			'what'  => 'a new row found by another process, median',
			'value' => round( $waits[ intdiv( TIMES, 2 ) ], 3 ),
			'unit'  => 'ms',
			'note'  => sprintf( 'from the commit to the begin of the search that finds it, %.3f to its end; slowest of %d: %.3f', $whole[ intdiv( TIMES, 2 ) ], TIMES, end( $waits ) ),
		)
	);
}

/** An empty machine of a cluster: from the database's rows to the first answer. */
function measure_rebuild( string $folder, Vectors_Case $case ): void {
	$file = "$folder/vectors.db";
	$pdo  = new PDO( "sqlite:$file" );
	$pdo->exec( 'PRAGMA synchronous = OFF' );
	$pdo->exec( 'CREATE TABLE vectors (id INTEGER PRIMARY KEY, embedding BLOB NOT NULL)' );
	$insert = $pdo->prepare( 'INSERT INTO vectors VALUES (?, ?)' );
	$pdo->beginTransaction();
	foreach ( $case->batches() as $first => $rows ) {
		foreach ( str_split( $rows, $case->row_bytes() ) as $number => $row ) {
			$insert->execute( array( $first + $number, $row ) );
		}
	}
	$pdo->commit();
	$directory = "$folder/collection-rebuilt";
	$began     = now_ms();
	Core\index_reset( $directory, $case->dimensions );
	$next = $pdo->prepare( 'SELECT id, embedding FROM vectors WHERE id >= ? ORDER BY id LIMIT ' . BATCH );
	for ( $from = 0; $from < $case->rows; $from += BATCH ) {
		$next->execute( array( $from ) );
		$rows = $next->fetchAll( PDO::FETCH_KEY_PAIR );
		Core\index_upsert( $directory, pack( 'P*', ...array_keys( $rows ) ), implode( '', $rows ), array(), array(), array() );
	}
	$filled = now_ms() - $began;
	Core\index_compact( $directory );
	report(
		array(
			'what'  => sprintf( 'rebuild of %s x %s from SQL', number_format( $case->rows ), number_format( $case->dimensions ) ),
			'value' => round( ( now_ms() - $began ) / 1000, 2 ),
			'unit'  => 's',
			'note'  => sprintf( 'rows of SQLite, %d at once; every row searchable after %.2f s', BATCH, $filled / 1000 ),
		)
	);
	unlink( $file );
}

if ( ( $argv[2] ?? '' ) === 'write' ) {
	write_rows( $directory, $case );
	exit;
}
measure_calls();
measure_visibility( $directory, $case, $folder );
measure_rebuild( $folder, $case );
