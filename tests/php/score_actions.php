<?php
/**
 * Scores of actions through the functions of the core, one prediction line per message: the twin of
 * `core/examples/score_actions.rs`, with equal output.
 *
 *     php tests/php/score_actions.php METHOD DIR [BACKGROUND_DIR]
 *
 * Training heads takes the polyfill minutes: MXCHAT_MODELS names a folder where models are kept, by the scenario's
 * name and the method, and taken from.
 *
 * @package MxChat
 */

declare( strict_types=1 );

require __DIR__ . '/../../wordpress-plugin/polyfill/bootstrap.php';
ini_set( 'memory_limit', '-1' );

use MxChat\Core;
use MxChat\Core\Polyfill\Math;

const STRICTNESS = 0.5;
const JSON_FLAGS = JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_LINE_TERMINATORS | JSON_THROW_ON_ERROR;

/** By words, by meaning, with a head, with typing errors, the share of a message that has been typed, with synonyms. */
const METHODS = [
	'A'               => [ true, true, true, false, 1.0, true ],
	'A-plain'         => [ true, true, false, false, 1.0, true ],
	'A-meaning'       => [ false, true, true, false, 1.0, true ],
	'A-meaning-plain' => [ false, true, false, false, 1.0, true ],
	'B'               => [ true, false, false, false, 1.0, true ],
	'B-plain'         => [ true, false, false, false, 1.0, false ],
	'B-typo'          => [ true, false, false, true, 1.0, true ],
	'B-75'            => [ true, false, false, false, 0.75, true ],
	'B-50'            => [ true, false, false, false, 0.5, true ],
];

/** Little-endian half floats as packed 32-bit floats. */
function half_floats( string $bytes ): string {
	$floats = [];
	foreach ( unpack( 'v*', $bytes ) as $half ) {
		$exponent = $half >> 10 & 0x1f;
		$fraction = ( $half & 0x3ff ) / 1024.0;
		$size     = 0 === $exponent ? $fraction * 2.0 ** -14 : ( 1.0 + $fraction ) * 2.0 ** ( $exponent - 15 );
		$floats[] = $half >> 15 ? -$size : $size;
	}
	return pack( 'g*', ...$floats );
}

function read_json( string $path ): array {
	return json_decode( file_get_contents( $path ), true, 64, JSON_THROW_ON_ERROR );
}

/** The lines of the project's own files on ordinary messages. */
function own_lines( string $part ): array {
	$lines = [];
	foreach ( glob( __DIR__ . "/../../wordpress-plugin/background/$part*.txt" ) as $file ) {
		array_push( $lines, ...file( $file, FILE_IGNORE_NEW_LINES | FILE_SKIP_EMPTY_LINES ) );
	}
	return $lines;
}

/** The ordinary messages and their embeddings: of a folder, or the project's own without. */
function ordinary( ?string $folder ): array {
	if ( null === $folder ) {
		return [ own_lines( '' ), '' ];
	}
	$file    = read_json( "$folder/background.json" );
	$vectors = $folder . '/' . ( $file['vectors'] ?? 'background.f16' );
	return [ array_column( $file['messages'], 'text' ), is_file( $vectors ) ? half_floats( file_get_contents( $vectors ) ) : '' ];
}

/** The message as far as it has been typed. */
function typed( array $message, bool $has_typos, float $share ): string {
	$characters = preg_split( '//u', $message[ $has_typos ? 'text_typo' : 'text' ] ?? '', -1, PREG_SPLIT_NO_EMPTY );
	return implode( '', array_slice( $characters, 0, max( 1, (int) ( count( $characters ) * $share ) ) ) );
}

if ( ! isset( $argv[2], METHODS[ $argv[1] ] ) ) {
	fwrite( STDERR, "usage: php score_actions.php A|B DIR [BACKGROUND_DIR]\n" );
	exit( 2 );
}
[ $has_words, $has_meaning, $has_head, $has_typos, $share, $has_synonyms ] = METHODS[ $argv[1] ];
[ $texts, $embedded ]                                      = ordinary( $argv[3] ?? null );
$background = Core\build_background( $texts, $has_synonyms ? own_lines( 'synonyms/' ) : [], $has_meaning ? $embedded : '' );

foreach ( glob( rtrim( $argv[2], '/' ) . '/*.json' ) as $path ) {
	$scenario   = read_json( $path );
	$bytes      = 4 * $scenario['dim'];
	$vectors    = $has_meaning ? half_floats( file_get_contents( dirname( $path ) . '/' . $scenario['vectors'] ) ) : '';
	$row        = static fn( int $row ): string => substr( $vectors, $row * $bytes, $bytes );
	$embeddings = '';
	foreach ( $scenario['actions'] as $action ) {
		$embeddings .= implode( '', array_map( $row, [ ...$action['vec'], ...( isset( $action['vec_label'] ) ? [ $action['vec_label'] ] : [] ) ] ) );
	}
	$kept = ( getenv( 'MXCHAT_MODELS' ) ?: '' ) . "/{$scenario['scenario']}-{$argv[1]}.bin";
	if ( getenv( 'MXCHAT_MODELS' ) && is_file( $kept ) ) {
		$model = file_get_contents( $kept );
	} else {
		$model = Core\train_actions( $scenario['actions'], $background, $has_meaning ? $embeddings : '', $has_head );
		if ( getenv( 'MXCHAT_MODELS' ) ) {
			file_put_contents( $kept, $model );
		}
	}
	foreach ( $scenario['messages'] as $message ) {
		$text   = $has_words ? typed( $message, $has_typos, $share ) : '';
		$scored = Core\score_actions( $model, $background, $text, $has_meaning ? $row( $message['vec'] ) : '', STRICTNESS );
		$first  = $scored[0] ?? null;
		printf(
			'{"id":%s,"action":%s,"best":%s,"score":%.9F}' . "\n",
			json_encode( $message['id'], JSON_FLAGS ),
			json_encode( 'sure' === ( $first['decision'] ?? '' ) ? $first['id'] : null, JSON_FLAGS ),
			json_encode( $first['id'] ?? null, JSON_FLAGS ),
			null === $first ? 0.0 : Math::ln( $first['score'] / ( 1.0 - $first['score'] ) )
		);
	}
}
