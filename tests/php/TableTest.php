<?php

declare( strict_types=1 );

namespace MxChat\Tests;

use PHPUnit\Framework\TestCase;

/**
 * The table of functions is whole: each has vectors and a polyfill, and all forms have one signature.
 */
final class TableTest extends TestCase {

	public function test_every_function_has_vectors_and_every_vector_a_function(): void {
		$tested = array_merge( ...array_map( static fn( string $stem ): array => array_keys( Vectors::file( $stem ) ), Vectors::stems() ) );
		$this->assertNotEmpty( $tested );
		$this->assertEqualsCanonicalizing( Functions::pure_names(), $tested );
	}

	/** @return array<string, array{string}> */
	public static function functions(): array {
		$names = Functions::names();
		return array_combine( $names, array_map( static fn( string $name ): array => [ $name ], $names ) );
	}

	/**
	 * With the extension loaded the first signature is the native one.
	 *
	 * @dataProvider functions
	 */
	public function test_function_and_polyfill_have_one_signature( string $name ): void {
		$function = new \ReflectionFunction( Functions::callable_name( $name ) );
		$method   = new \ReflectionMethod( ...Functions::polyfill( $name ) );
		$this->assertSame( self::signature( $method ), self::signature( $function ) );
		$this->assertTrue( $method->isStatic() && $method->isPublic() );
	}

	public function test_every_function_of_the_table_hands_over_to_the_polyfill(): void {
		preg_match_all( '/^\t?function (\w+)/m', file_get_contents( dirname( __DIR__, 2 ) . '/wordpress-plugin/polyfill/bootstrap.php' ), $declared );
		$this->assertGreaterThan( 10, count( $declared[1] ) );
		$this->assertSame( $declared[1], Functions::names() );
	}

	/** @return array<string, array{string}> */
	public static function polyfill_files(): array {
		$folder = dirname( __DIR__, 2 ) . '/wordpress-plugin/polyfill';
		$files  = new \RegexIterator( new \RecursiveIteratorIterator( new \RecursiveDirectoryIterator( $folder ) ), '/\.php$/' );
		$paths  = array_map( 'strval', iterator_to_array( $files, false ) );
		return array_combine( $paths, array_map( static fn( string $path ): array => [ $path ], $paths ) );
	}

	/**
	 * Hosts differ in extensions and in the Unicode tables of their libraries.
	 *
	 * @dataProvider polyfill_files
	 */
	public function test_the_polyfill_needs_nothing_that_differs_from_host_to_host( string $path ): void {
		foreach ( token_get_all( file_get_contents( $path ) ) as $token ) {
			if ( is_array( $token ) && T_STRING === $token[0] ) {
				$this->assertDoesNotMatchRegularExpression( '/^(?:mb|iconv|grapheme|ctype|gmp|bc|wp)_|^(?:iconv|utf8_\w+|add_action|add_filter|apply_filters)$/i', $token[1] );
			}
			if ( is_array( $token ) && T_CONSTANT_ENCAPSED_STRING === $token[0] ) {
				$this->assertDoesNotMatchRegularExpression( '/\\\\[pPX]\{?[A-Z]/', $token[1] );
			}
		}
	}

	private static function signature( \ReflectionFunctionAbstract $function ): string {
		$parameters = array_map(
			static fn( \ReflectionParameter $parameter ): string => sprintf(
				'%s%s %s$%s%s',
				[] === $parameter->getAttributes( \SensitiveParameter::class ) ? '' : '#[\SensitiveParameter] ',
				(string) $parameter->getType(),
				$parameter->isPassedByReference() ? '&' : '',
				( $parameter->isVariadic() ? '...' : '' ) . $parameter->getName(),
				$parameter->isDefaultValueAvailable() ? ' = ' . var_export( $parameter->getDefaultValue(), true ) : ''
			),
			$function->getParameters()
		);
		return sprintf( '( %s ): %s', implode( ', ', $parameters ), (string) $function->getReturnType() );
	}
}
