<?php

declare( strict_types=1 );

namespace MxChat\Tests;

/**
 * The public functions of the core, and where their polyfill is.
 */
final class Functions {

	/**
	 * Their names, as `polyfill/bootstrap.php` lists them.
	 *
	 * @return list<string>
	 */
	public static function names(): array {
		return array_keys( self::table() );
	}

	/**
	 * Those that are nothing but arguments and a result; the others work on a directory, and FilesTest is
	 * about them.
	 *
	 * @return list<string>
	 */
	public static function pure_names(): array {
		return array_values( array_filter( self::names(), static fn( string $name ): bool => ! str_starts_with( $name, 'index_' ) ) );
	}

	/** The callable name of a function, native or not. */
	public static function callable_name( string $name ): string {
		return 'MxChat\\Core\\' . $name;
	}

	/**
	 * The polyfill's method behind a function.
	 *
	 * @return array{class-string, string}
	 */
	public static function polyfill( string $name ): array {
		return [ 'MxChat\\Core\\Polyfill\\' . self::table()[ $name ], $name ];
	}

	/**
	 * The polyfill's classes by the functions that they stand for.
	 *
	 * @return array<string, string>
	 */
	private static function table(): array {
		$source = file_get_contents( dirname( __DIR__, 2 ) . '/wordpress-plugin/polyfill/bootstrap.php' );
		preg_match_all( '/^\tfunction (\w+)\([^{]*\{\s*return Polyfill\\\\(\w+)::\1\(/m', $source, $matches );
		return array_combine( $matches[1], $matches[2] );
	}
}
