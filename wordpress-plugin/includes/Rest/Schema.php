<?php
declare( strict_types=1 );

namespace MxChat\Rest;

use MxChat\Core\Core_Exception;
use function MxChat\Core\parse_threshold;

/**
 * The few shapes of parameters. A value that does not fit is refused, never cleaned.
 */
final class Schema {

	public static function text( int $max_characters, int $min_characters = 1, bool $required = false ): array {
		return array(
			'type'      => 'string',
			'minLength' => $min_characters,
			'maxLength' => $max_characters,
			'required'  => $required,
		);
	}

	public static function id( int $max_characters = 64, bool $required = false ): array {
		return array(
			'type'      => 'string',
			'pattern'   => '^[A-Za-z0-9_.:-]{1,' . $max_characters . '}$',
			'required'  => $required,
		);
	}

	/** Beyond this, JSON's numbers have gaps, and one that is refused could be rounded to one that is not. */
	public const MAX_INTEGER = 2 ** 53 - 1;

	public static function offset(): array {
		return self::integer( 0, self::MAX_INTEGER, 0 );
	}

	public static function integer( int $minimum, int $maximum, ?int $fallback = null ): array {
		$schema = array(
			'type'    => 'integer',
			'minimum' => $minimum,
			'maximum' => $maximum,
		);
		return $fallback === null ? $schema : $schema + array( 'default' => $fallback );
	}

	public static function one_of( array $values, string $fallback ): array {
		return array(
			'type'    => 'string',
			'enum'    => $values,
			'default' => $fallback,
		);
	}

	public static function boolean( bool $fallback ): array {
		return array(
			'type'    => 'boolean',
			'default' => $fallback,
		);
	}

	public static function time(): array {
		return array( 'type' => 'string', 'minLength' => 1, 'maxLength' => 64, 'mxchat' => 'time' );
	}

	/**
	 * A list of one to `$max_items`. WordPress also takes "a,b" for a list; a program that means a list sends one.
	 */
	public static function list_of( array $item, int $max_items, bool $required = false ): array {
		return array(
			'type'     => 'array',
			'items'    => $item,
			'minItems' => 1,
			'maxItems' => $max_items,
			'required' => $required,
			'mxchat'   => 'list',
		);
	}

	/**
	 * The address of a page on the web, as it is written: no host is asked, nothing is normalized.
	 */
	public static function web_address( bool $required = false ): array {
		return array(
			'type'      => 'string',
			'maxLength' => 2000,
			'pattern'   => '^https?://[^\s/?#"<>\\\\]+([/?#][^\s"<>\\\\]*)?$',
			'required'  => $required,
		);
	}

	/**
	 * "75", "75%" or "0.75".
	 */
	public static function threshold(): array {
		return array( 'type' => 'string', 'minLength' => 1, 'maxLength' => 32, 'mxchat' => 'threshold' );
	}

	public static function page(): array {
		return array(
			'type'                 => 'object',
			'additionalProperties' => true,
			'properties'           => array(
				'url'   => array( 'type' => 'string', 'maxLength' => 2000 ),
				'title' => array( 'type' => 'string', 'maxLength' => 500 ),
			),
		);
	}

	/**
	 * A schema with the checks that WordPress does not make: UTF-8, NUL, times, ends of texts.
	 */
	public static function with_validation( array $schema ): array {
		return self::with_true_ends( $schema ) + array(
			'validate_callback' => array( self::class, 'validate' ),
			'sanitize_callback' => array( self::class, 'cast' ),
		);
	}

	/**
	 * JSON Schema's `$` is the end of a text; PHP's is also before a line feed there.
	 */
	private static function with_true_ends( array $schema ): array {
		foreach ( $schema as $name => $value ) {
			if ( is_array( $value ) ) {
				$schema[ $name ] = self::with_true_ends( $value );
			} elseif ( $name === 'pattern' && str_ends_with( $value, '$' ) ) {
				$schema[ $name ] = substr( $value, 0, -1 ) . '\\z';
			}
		}
		return $schema;
	}

	public static function validate( mixed $value, \WP_REST_Request $request, string $name ): bool|\WP_Error {
		if ( ! self::is_clean_text( $value ) ) {
			return new \WP_Error( 'rest_invalid_param', self::sentence( $name, __( 'must be valid UTF-8 without NUL.', 'mxchat-engine' ) ) );
		}
		$schema = self::find( $request, $name );
		if ( ( $schema['mxchat'] ?? '' ) === 'list' && ( ! is_array( $value ) || ! array_is_list( $value ) || count( $value ) > $schema['maxItems'] ) ) {
			/* translators: %d: number of items. */
			return new \WP_Error( 'rest_invalid_param', self::sentence( $name, sprintf( __( 'must be a list of at most %d items.', 'mxchat-engine' ), $schema['maxItems'] ) ) );
		}
		$result = rest_validate_value_from_schema( $value, $schema, $name );
		if ( is_wp_error( $result ) ) {
			return $result;
		}
		if ( ( $schema['mxchat'] ?? '' ) === 'time' && Time::parse( $value ) === null ) {
			return new \WP_Error( 'rest_invalid_param', self::sentence( $name, __( 'must be a date and time.', 'mxchat-engine' ) ) );
		}
		if ( ( $schema['mxchat'] ?? '' ) === 'threshold' && ! self::is_threshold( $value ) ) {
			return new \WP_Error( 'rest_invalid_param', self::sentence( $name, __( 'must be a percentage like "75" or "75%", or a number from 0 to 1.', 'mxchat-engine' ) ) );
		}
		return true;
	}

	public static function cast( mixed $value, \WP_REST_Request $request, string $name ): mixed {
		return rest_sanitize_value_from_schema( $value, self::find( $request, $name ), $name );
	}

	private static function is_threshold( string $value ): bool {
		try {
			parse_threshold( $value );
			return true;
		} catch ( Core_Exception ) {
			return false;
		}
	}

	private static function find( \WP_REST_Request $request, string $name ): array {
		return $request->get_attributes()['args'][ $name ];
	}

	private static function sentence( string $name, string $rest ): string {
		/* translators: 1: name of a parameter, 2: what it must be. */
		return sprintf( __( '%1$s %2$s', 'mxchat-engine' ), $name, $rest );
	}

	private static function is_clean_text( mixed $value ): bool {
		$pending = array( $value );
		while ( $pending ) {
			$next = array_pop( $pending );
			if ( is_array( $next ) ) {
				array_push( $pending, ...array_keys( $next ), ...array_values( $next ) );
			} elseif ( is_string( $next ) && ( str_contains( $next, "\0" ) || ! preg_match( '//u', $next ) ) ) {
				return false;
			}
		}
		return true;
	}
}
