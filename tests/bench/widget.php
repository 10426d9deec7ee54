<?php
/**
 * Weighs what a visitor's browser loads, as JSON lines: php widget.php
 */

declare( strict_types=1 );

const FILES = array(
	'widget.js'        => array( 'with the page', 'goal: 12,000' ),
	'panel.js'         => array( 'panel opens', '' ),
	'mxchat-core.js'   => array( 'panel opens', '' ),
	'mxchat-core.wasm' => array( 'panel opens', 'goal: 180,000' ),
);

foreach ( FILES as $name => list( $when, $goal ) ) {
	$file = dirname( __DIR__, 2 ) . "/wordpress-plugin/build/$name";
	if ( ! is_file( $file ) ) {
		fwrite( STDERR, "$name is not built.\n" );
		exit( 1 );
	}
	$content = file_get_contents( $file );
	$row     = array(
		'file'    => $name,
		'when'    => $when,
		'bytes'   => strlen( $content ),
		'gzipped' => strlen( gzencode( $content, 9 ) ),
		'note'    => $goal,
	);
	echo json_encode( $row, JSON_THROW_ON_ERROR ), "\n";
}
