<?php
/**
 * Scores of actions, by the extension where it is loaded, otherwise by the polyfill: actions.php <folder of a case> [seconds]
 *
 * The extension writes background.bin, model.bin and their twins of words alone, which the others read.
 */

declare( strict_types=1 );

namespace MxChat\Bench;

use MxChat\Core;

require __DIR__ . '/measure.php';
require __DIR__ . '/../../wordpress-plugin/polyfill/bootstrap.php';
ini_set( 'memory_limit', '-1' );

$folder = $argv[1];
$end_s  = (float) ( $argv[2] ?? 2 );
$case   = json_decode( file_get_contents( "$folder/case.json" ), true, 16, JSON_THROW_ON_ERROR );
$engine = engine_of( 'MxChat\Core\score_actions' );
$result = array( 'engine' => $engine === 'native' ? 'ours, native from PHP' : 'ours, polyfill, JIT' );

if ( $engine === 'native' ) {
	$phrases = file_get_contents( "$folder/phrases.f32" );
	foreach ( array( '' => file_get_contents( "$folder/background.f32" ), '-words' => '' ) as $suffix => $embeddings ) {
		$background = Core\build_background( $case['background'], $case['synonyms'], $embeddings );
		$began      = now_ms();
		$model      = Core\train_actions( $case['actions'], $background, $suffix === '' ? $phrases : '', $suffix === '' );

		$result[ "train{$suffix}_s" ] = ( now_ms() - $began ) / 1000;
		file_put_contents( "$folder/background$suffix.bin", $background );
		file_put_contents( "$folder/model$suffix.bin", $model );
	}
}
if ( $engine === 'native' ) {
	$words = file_get_contents( "$folder/background-words.bin" );
	file_put_contents( "$folder/drafts.bin", Core\train_actions( $case['drafts'], $words, '', false ) );
}
$bytes   = 4 * $case['dimensions'];
$queries = file_get_contents( "$folder/queries.f32" );
$files   = array( "file://$folder/background.bin", "file://$folder/background-words.bin" );
$models  = array( file_get_contents( "$folder/model.bin" ), file_get_contents( "$folder/model-words.bin" ) );
foreach ( array( 'A', 'B' ) as $words => $method ) {
	$began = now_ms();
	foreach ( $case['messages'] as $place => $message ) {
		$embedding = $words ? '' : substr( $queries, $place * $bytes, $bytes );
		$asked     = now_ms();
		$scored    = Core\score_actions( $models[ $words ], $files[ $words ], $message, $embedding, 0.5 );

		$result[ $method ][]           = now_ms() - $asked;
		$result["{$method}_scores"][] = array( $scored[0]['id'], $scored[0]['score'] );
		if ( now_ms() - $began > 500 * $end_s ) {
			break;
		}
	}
}
report( $result );
