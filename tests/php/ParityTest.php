<?php

declare( strict_types=1 );

namespace MxChat\Tests;

use PHPUnit\Framework\TestCase;

/**
 * The extension against the polyfill on random calls: the same results, bit for bit, and the same
 * errors with the same sentences.
 */
final class ParityTest extends TestCase {

	/** @return array<string, array{string, int}> */
	public static function functions(): array {
		$calls = (int) ( getenv( 'MXCHAT_PARITY' ) ?: 300 );
		$names = Functions::pure_names();
		return array_combine( $names, array_map( static fn( string $name ): array => [ $name, $calls ], $names ) );
	}

	/** @dataProvider functions */
	public function test_native_and_polyfill_agree( string $name, int $calls ): void {
		$native   = Functions::callable_name( $name );
		$polyfill = Functions::polyfill( $name );
		$this->assertTrue( ( new \ReflectionFunction( $native ) )->isInternal() );

		$generator = new Generator( crc32( $name ) );
		$errors    = 0;
		for ( $i = 0; $i < $calls; $i++ ) {
			$args     = $generator->arguments( $name );
			$expected = Outcome::of( $polyfill, $args );
			$given    = Outcome::of( $native, $args );
			if ( $expected !== $given ) {
				$this->fail( "Call $i: " . var_export( $args, true ) . "\npolyfill: $expected\nnative:   $given" );
			}
			$errors += (int) str_starts_with( $given, 'throws ' );
		}
		// A generator whose calls all fail compares nothing but errors.
		$this->assertLessThan( 0.8 * $calls, $errors );
	}

	/**
	 * What `verify_segment()` refuses may still be searched: it then gives some list or an error, never
	 * anything worse, and the two forms need not agree.
	 */
	public function test_a_damaged_segment_does_no_harm(): void {
		$generator = new Generator( 7 );
		$refused   = 0;
		for ( $i = 0; $i < 500; $i++ ) {
			$args = [ [ $generator->damaged_segment() ], $generator->valid_text( 8 ), 5 ];
			foreach ( [ Functions::callable_name( 'search_segments' ), Functions::polyfill( 'search_segments' ) ] as $function ) {
				$outcome  = Outcome::of( $function, $args );
				$refused += (int) str_starts_with( $outcome, 'throws invalid_record' );
				$this->assertMatchesRegularExpression( '/^(?:a:|throws invalid_record)/', $outcome );
			}
		}
		$this->assertGreaterThan( 0, $refused );
	}
}
