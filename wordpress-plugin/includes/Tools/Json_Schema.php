<?php
declare( strict_types=1 );

namespace MxChat\Tools;

/**
 * Whether a JSON value keeps a schema. Types are exact: "1" is no integer, and {} is no list.
 *
 * The keywords are those that tools use; what a schema says beyond them does not admit anything that these refuse.
 */
final class Json_Schema {

	private const PATTERN_STEPS = 10_000;

	/**
	 * @param mixed $value  As json_decode() gives it, objects as objects.
	 * @param array $schema
	 * @return ?string What is wrong, with the place; null if nothing is.
	 */
	public static function error( mixed $value, array $schema, string $place = 'arguments' ): ?string {
		return self::type_error( $value, $schema, $place )
			?? self::choice_error( $value, $schema, $place )
			?? match ( true ) {
				is_string( $value )                 => self::text_error( $value, $schema, $place ),
				is_int( $value ), is_float( $value ) => self::number_error( $value, $schema, $place ),
				$value instanceof \stdClass         => self::object_error( $value, $schema, $place ),
				is_array( $value )                  => self::list_error( $value, $schema, $place ),
				default                             => null,
			};
	}

	private static function type_error( mixed $value, array $schema, string $place ): ?string {
		$types = (array) ( $schema['type'] ?? array() );
		foreach ( $types as $type ) {
			if ( self::has_type( $value, (string) $type ) ) {
				return null;
			}
		}
		return $types ? "$place must be " . implode( ' or ', $types ) . '.' : null;
	}

	private static function has_type( mixed $value, string $type ): bool {
		return match ( $type ) {
			'string'  => is_string( $value ),
			'integer' => is_int( $value ),
			'number'  => is_int( $value ) || is_float( $value ),
			'boolean' => is_bool( $value ),
			'null'    => $value === null,
			'array'   => is_array( $value ),
			'object'  => $value instanceof \stdClass,
			default   => false,
		};
	}

	private static function choice_error( mixed $value, array $schema, string $place ): ?string {
		if ( isset( $schema['enum'] ) && ! in_array( $value, $schema['enum'], true ) ) {
			return "$place must be one of " . self::json( $schema['enum'] ) . '.';
		}
		if ( array_key_exists( 'const', $schema ) && $value !== $schema['const'] ) {
			return "$place must be " . self::json( $schema['const'] ) . '.';
		}
		foreach ( array( 'anyOf', 'oneOf' ) as $keyword ) {
			if ( isset( $schema[ $keyword ] ) && ! self::fits_one( $value, $schema[ $keyword ], $place ) ) {
				return "$place has none of the forms that are allowed.";
			}
		}
		foreach ( $schema['allOf'] ?? array() as $part ) {
			$error = self::error( $value, (array) $part, $place );
			if ( $error !== null ) {
				return $error;
			}
		}
		return null;
	}

	private static function fits_one( mixed $value, array $schemas, string $place ): bool {
		foreach ( $schemas as $schema ) {
			if ( self::error( $value, (array) $schema, $place ) === null ) {
				return true;
			}
		}
		return false;
	}

	private static function text_error( string $value, array $schema, string $place ): ?string {
		$length = isset( $schema['minLength'] ) || isset( $schema['maxLength'] ) ? (int) preg_match_all( '/./su', $value ) : 0;
		return match ( true ) {
			isset( $schema['minLength'] ) && $length < $schema['minLength'] => "$place must have at least {$schema['minLength']} characters.",
			isset( $schema['maxLength'] ) && $length > $schema['maxLength'] => "$place must have at most {$schema['maxLength']} characters.",
			isset( $schema['pattern'] ) && ! self::matches( $schema['pattern'], $value ) => "$place does not have the form that is asked for.",
			isset( $schema['format'] ) && ! self::has_format( $value, $schema['format'] ) => "$place must be a {$schema['format']}.",
			default => null,
		};
	}

	/**
	 * A pattern that takes too long, or is none, has not matched.
	 */
	private static function matches( string $pattern, string $value ): bool {
		return @preg_match( '~(*LIMIT_MATCH=' . self::PATTERN_STEPS . ')' . str_replace( '~', '\~', $pattern ) . '~u', $value ) === 1; // phpcs:ignore
	}

	private static function has_format( string $value, string $format ): bool {
		return match ( $format ) {
			'date-time' => Date_Text::is_time( $value ),
			'date'      => Date_Text::is_day( $value ),
			'email'     => is_email( $value ) !== false,
			'uri'       => (bool) preg_match( '~^[a-z][a-z0-9+.-]*:[^\s]+$~iD', $value ),
			'uuid'      => (bool) preg_match( '/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/iD', $value ),
			default     => true,
		};
	}

	private static function number_error( int|float $value, array $schema, string $place ): ?string {
		return match ( true ) {
			isset( $schema['minimum'] ) && $value < $schema['minimum'] => "$place must be at least {$schema['minimum']}.",
			isset( $schema['maximum'] ) && $value > $schema['maximum'] => "$place must be at most {$schema['maximum']}.",
			isset( $schema['exclusiveMinimum'] ) && ! is_bool( $schema['exclusiveMinimum'] ) && $value <= $schema['exclusiveMinimum'] => "$place must be more than {$schema['exclusiveMinimum']}.",
			isset( $schema['exclusiveMaximum'] ) && ! is_bool( $schema['exclusiveMaximum'] ) && $value >= $schema['exclusiveMaximum'] => "$place must be less than {$schema['exclusiveMaximum']}.",
			default => null,
		};
	}

	private static function object_error( \stdClass $value, array $schema, string $place ): ?string {
		$properties = (array) ( $schema['properties'] ?? array() );
		foreach ( is_array( $schema['required'] ?? null ) ? $schema['required'] : array() as $name ) {
			// A host without strict mode leaves out what may be null.
			if ( ! property_exists( $value, (string) $name ) && ( ! isset( $properties[ $name ] ) || self::error( null, (array) $properties[ $name ] ) !== null ) ) {
				return "$place.$name is missing.";
			}
		}
		foreach ( get_object_vars( $value ) as $name => $item ) {
			$rule = $properties[ $name ] ?? $schema['additionalProperties'] ?? true;
			if ( $rule === false ) {
				return "$place takes no such property; it takes " . self::json( array_keys( $properties ) ) . '.';
			}
			$error = is_bool( $rule ) ? null : self::error( $item, (array) $rule, isset( $properties[ $name ] ) ? "$place.$name" : "$place's property" );
			if ( $error !== null ) {
				return $error;
			}
		}
		return null;
	}

	private static function list_error( array $value, array $schema, string $place ): ?string {
		if ( isset( $schema['minItems'] ) && count( $value ) < $schema['minItems'] ) {
			return "$place must have at least {$schema['minItems']} items.";
		}
		if ( isset( $schema['maxItems'] ) && count( $value ) > $schema['maxItems'] ) {
			return "$place must have at most {$schema['maxItems']} items.";
		}
		$items = (array) ( $schema['items'] ?? array() );
		foreach ( $items ? $value : array() as $position => $item ) {
			$error = self::error( $item, $items, $place . '[' . $position . ']' );
			if ( $error !== null ) {
				return $error;
			}
		}
		return null;
	}

	private static function json( mixed $value ): string {
		return (string) wp_json_encode( $value, JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES );
	}
}
