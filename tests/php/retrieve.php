<?php
/**
 * Retrieval and answers through the functions of the core, one prediction line per question: the twin of
 * `core/examples/retrieve.rs`, with equal output.
 *
 *     php tests/php/retrieve.php FILE.json
 *
 * @package MxChat
 */

declare( strict_types=1 );

require __DIR__ . '/../../wordpress-plugin/polyfill/bootstrap.php';

use MxChat\Core;

const PASSAGES = 10;
const DOCS     = 5;

/** As serde_json writes: every character as it is, but for those that JSON reserves. */
const JSON_FLAGS = JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_LINE_TERMINATORS | JSON_THROW_ON_ERROR;

if ( ! isset( $argv[1] ) || ! is_readable( $argv[1] ) ) {
	fwrite( STDERR, "usage: php retrieve.php FILE.json\n" );
	exit( 2 );
}
$file     = json_decode( file_get_contents( $argv[1] ), true, 64, JSON_THROW_ON_ERROR );
$docs     = $file['docs'];
$features = array_map( static fn( array $doc ): string => Core\lexical_features( $doc['title'], $doc['text'] ), $docs );
$segment  = Core\build_segment( pack( 'P*', ...array_keys( $docs ) ), $features );

foreach ( array_merge( $file['questions'] ?? [], $file['foreign'] ?? [] ) as $question ) {
	$found    = Core\search_segments( [ $segment ], $question['q'], PASSAGES );
	$passages = array_map( static fn( array $hit ): array => $docs[ $hit['id'] ], $found );
	$answer   = Core\extract_answer( $question['q'], $passages, [ $segment ] );
	$scores   = $answer['scores'];
	arsort( $scores, SORT_NUMERIC );
	$ids = array_map( static fn( int $i ) => $passages[ $i ]['id'], array_slice( array_keys( $scores ), 0, DOCS ) );
	printf(
		'{"id":%s,"docs":%s,"score":%.17F,"answer":%s}' . "\n",
		json_encode( $question['id'], JSON_FLAGS ),
		json_encode( $ids, JSON_FLAGS ),
		$answer['confidence'],
		json_encode( $answer['answer'], JSON_FLAGS )
	);
}
