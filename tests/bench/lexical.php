<?php
/**
 * Search by words and answers, by the extension where it is loaded, otherwise by the polyfill: lexical.php <folder> [seconds]
 *
 * Writes segment.bin, which lexical.mjs searches.
 */

declare( strict_types=1 );

namespace MxChat\Bench;

use MxChat\Core;

require __DIR__ . '/measure.php';
require __DIR__ . '/../../wordpress-plugin/polyfill/bootstrap.php';
ini_set( 'memory_limit', '-1' );

$folder = $argv[1];
$end_s  = (float) ( $argv[2] ?? 3 );
$corpus = json_decode( file_get_contents( "$folder/corpus.json" ), true, 16, JSON_THROW_ON_ERROR );
$engine = engine_of( 'MxChat\Core\search_segments' );
$chunks = $corpus['chunks'];
$result = array( 'engine' => $engine === 'native' ? 'ours, native from PHP' : 'ours, polyfill, JIT' );

if ( $engine === 'native' ) {
	$began    = now_ms();
	$features = array_map( static fn( array $chunk ): string => Core\lexical_features( $chunk['title'], $chunk['text'] ), $chunks );
	$segment  = Core\build_segment( pack( 'P*', ...array_keys( $chunks ) ), $features );
	$result  += array( 'build_s' => ( now_ms() - $began ) / 1000 );
	file_put_contents( "$folder/segment.bin", $segment );
}
$segments = array( file_get_contents( "$folder/segment.bin" ) );
$find     = static fn( string $question ): array => array_column( Core\search_segments( $segments, $question, $corpus['limit'] ), 'id' );

$find( $corpus['questions'][0] );
$began = now_ms();
foreach ( $corpus['questions'] as $question ) {
	$asked               = now_ms();
	$ids                 = $find( $question );
	$found               = now_ms();
	$answer              = Core\extract_answer( $question, array_map( static fn( int $id ): array => $chunks[ $id ], $ids ), $segments );
	$result['answer'][]  = now_ms() - $found;
	$result['search'][]  = $found - $asked;
	$result['found'][]   = array( $ids, $answer['answer'] );
	if ( now_ms() - $began > 1000 * $end_s ) {
		break;
	}
}
report( $result );
