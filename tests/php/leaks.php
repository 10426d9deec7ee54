<?php
/**
 * Ten thousand mixed calls of the extension, ordinary and hostile, for valgrind to watch.
 */

declare( strict_types=1 );

namespace MxChat\Tests;

require_once __DIR__ . '/bootstrap.php';

const CALLS = 10000;

$names     = Functions::pure_names();
$generator = new Generator( 1 );
for ( $i = 0; $i < CALLS; $i++ ) {
	$name = $names[ $i % count( $names ) ];
	Outcome::of( Functions::callable_name( $name ), $generator->arguments( $name ) );
}
for ( $i = 0; $i < CALLS / 20; $i++ ) {
	$segments = [ $generator->damaged_segment() ];
	Outcome::of( Functions::callable_name( 'search_segments' ), [ $segments, $generator->valid_text( 8 ), 5 ] );
}
