<?php
/**
 * The best that PHP does without any of this: packed floats, one tight loop, the JIT compiler.
 *
 *     php packed_loop.php <folder of a case> [seconds]
 */

declare( strict_types=1 );

namespace MxChat\Bench;

require __DIR__ . '/measure.php';
ini_set( 'memory_limit', '-1' );

$case = new Vectors_Case( $argv[1] );
$rows = $case->all();

/** @return list<int> */
function compare_all( string $rows, string $packed_query, int $dimensions, int $limit ): array {
	$query = array_values( unpack( 'g*', $packed_query ) );
	$best  = array();
	$least = -INF;
	$bytes = 4 * $dimensions;
	$count = intdiv( strlen( $rows ), $bytes );
	for ( $position = 0; $position < $count; $position++ ) {
		$row   = unpack( "g$dimensions", $rows, $position * $bytes );
		$score = 0.0;
		$at    = 0;
		foreach ( $row as $number ) {
			$score += $number * $query[ $at++ ];
		}
		if ( $score > $least ) {
			$best[ $position ] = $score;
			if ( count( $best ) > $limit ) {
				arsort( $best );
				array_pop( $best );
				$least = end( $best );
			}
		}
	}
	arsort( $best );
	return array_keys( $best );
}

$search = static fn( string $query ): array => compare_all( $rows, $query, $case->dimensions, $case->limit );
report(
	array(
		'engine' => 'packed PHP loop, JIT',
		'bytes'  => strlen( $rows ),
	) + timed( $case, (float) ( $argv[2] ?? 3 ), $search )
);
