<?php

declare( strict_types=1 );

namespace MxChat\Tests;

use MxChat\Core\Core_Exception;
use PHPUnit\Framework\TestCase;

/**
 * Every golden vector, on the functions that callers use and on the polyfill behind them. With the
 * extension loaded the first are native.
 */
final class VectorsTest extends TestCase {

	/** @return array<string, array{array<string, mixed>}> */
	public static function vectors(): array {
		return array_map( static fn( array $vector ): array => [ $vector ], Vectors::all() );
	}

	/**
	 * @dataProvider vectors
	 * @param array<string, mixed> $vector A vector.
	 */
	public function test_function( array $vector ): void {
		$name = Functions::callable_name( $vector['function'] );
		$this->assert_vector( $vector, $name, new \ReflectionFunction( $name ) );
	}

	/**
	 * @dataProvider vectors
	 * @param array<string, mixed> $vector A vector.
	 */
	public function test_polyfill( array $vector ): void {
		$method = Functions::polyfill( $vector['function'] );
		$this->assert_vector( $vector, $method, new \ReflectionMethod( ...$method ) );
	}

	/**
	 * @param array<string, mixed> $vector A vector.
	 */
	private function assert_vector( array $vector, callable $function, \ReflectionFunctionAbstract $reflection ): void {
		$args = Vectors::arguments( $reflection->getParameters(), $vector['args'] );
		try {
			$given = $function( ...$args );
		} catch ( Core_Exception $e ) {
			$this->assertSame( $vector['throws'] ?? 'no exception', $e->error_code );
			return;
		}
		$this->assertArrayNotHasKey( 'throws', $vector, 'Returned ' . var_export( $given, true ) );
		$expected = Vectors::value( $vector['returns'] );
		$this->assertTrue( Vectors::same( $given, $expected ), 'Returned ' . var_export( $given, true ) );
	}
}
