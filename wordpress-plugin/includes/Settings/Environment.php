<?php
declare( strict_types=1 );

namespace MxChat\Settings;

/**
 * Values that whoever runs the server has fixed: by the environment, or by a constant in wp-config.php.
 */
final class Environment {

	public const VARIABLE = 'environment';
	public const CONSTANT = 'constant';

	/**
	 * The value under this name, or null. The environment goes before the constant.
	 */
	public static function get( string $name ): ?string {
		return self::variable( $name ) ?? self::constant( $name );
	}

	/**
	 * Where the value comes from: VARIABLE, CONSTANT, or an empty string if there is none.
	 */
	public static function source( string $name ): string {
		if ( self::variable( $name ) !== null ) {
			return self::VARIABLE;
		}
		return self::constant( $name ) === null ? '' : self::CONSTANT;
	}

	private static function variable( string $name ): ?string {
		$value = getenv( $name );
		return is_string( $value ) && $value !== '' ? $value : null;
	}

	private static function constant( string $name ): ?string {
		$value = defined( $name ) ? constant( $name ) : null;
		return is_string( $value ) && $value !== '' ? $value : null;
	}
}
