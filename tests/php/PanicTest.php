<?php

declare( strict_types=1 );

namespace MxChat\Tests;

use MxChat\Core;
use MxChat\Core\Core_Exception;
use PHPUnit\Framework\TestCase;

/**
 * A panic in the core reaches PHP as an exception that says nothing. Needs the extension built with
 * the feature `test-panic`.
 */
final class PanicTest extends TestCase {

	private const SECRET = 'the words of a visitor';

	public function test_a_panic_becomes_a_generic_exception(): void {
		try {
			Core\test_panic( self::SECRET );
			$this->fail( 'Nothing was thrown.' );
		} catch ( Core_Exception $e ) {
			$this->assertSame( 'internal_error', $e->error_code );
			$this->assertEquals( Core_Exception::of( 'internal_error' )->getMessage(), $e->getMessage() );
		}
	}

	public function test_after_a_panic_the_extension_goes_on(): void {
		for ( $i = 0; $i < 100; $i++ ) {
			try {
				Core\test_panic( self::SECRET );
			} catch ( Core_Exception $e ) {
				$this->assertSame( 0.75, Core\parse_threshold( '75%' ) );
			}
		}
	}

	public function test_a_panic_prints_nothing(): void {
		$code    = 'try { MxChat\Core\test_panic( "' . self::SECRET . '" ); } catch ( Exception $e ) { echo $e->getMessage(); }';
		$command = [ PHP_BINARY, '-n', '-d', 'extension=' . getenv( 'MXCHAT_EXTENSION' ), '-r', $code ];
		$process = proc_open( $command, [ 1 => [ 'pipe', 'w' ], 2 => [ 'redirect', 1 ] ], $pipes );
		$this->assertSame( 'internal_error: The core failed to answer.', stream_get_contents( $pipes[1] ) );
		proc_close( $process );
	}
}
