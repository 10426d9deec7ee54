<?php
/**
 * Random calls of the polyfill and what they gave, for another form of the core to be compared with:
 * `php outcomes.php CALLS FUNCTION…` prints a line of JSON per call. Strings are written as
 * `{"hex": …}`; a call with a number that JSON cannot say is left out.
 */

declare( strict_types=1 );

namespace MxChat\Tests;

use MxChat\Core\Core_Exception;

require_once __DIR__ . '/bootstrap.php';

/**
 * A value with its strings as hex digits, at any depth.
 *
 * @param mixed $value A value.
 * @return mixed
 */
function encoded( $value ) {
	if ( is_string( $value ) ) {
		return [ 'hex' => bin2hex( $value ) ];
	}
	return is_array( $value ) ? array_map( __NAMESPACE__ . '\encoded', $value ) : $value;
}

ini_set( 'serialize_precision', '-1' );
$calls = (int) $argv[1];
foreach ( array_slice( $argv, 2 ) as $name ) {
	$generator = new Generator( crc32( $name ) );
	for ( $i = 0; $i < $calls; $i++ ) {
		$args = $generator->arguments( $name );
		try {
			$outcome = [ 'returns' => encoded( Functions::polyfill( $name )( ...$args ) ) ];
		} catch ( Core_Exception $e ) {
			$outcome = [ 'throws' => $e->error_code ];
		}
		$line = json_encode( [ 'function' => $name, 'args' => encoded( $args ) ] + $outcome, JSON_PRESERVE_ZERO_FRACTION );
		if ( false !== $line ) {
			echo $line, "\n";
		}
	}
}
