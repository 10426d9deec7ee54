<?php

declare( strict_types=1 );

namespace MxChat\Tests;

/**
 * The golden vectors of `tests/vectors`; `tests/README.md` describes the format.
 */
final class Vectors {

	private const FOLDER = __DIR__ . '/../vectors/';

	/**
	 * Every vector there is, by "function: name".
	 *
	 * @return array<string, array{function: string, args: list<mixed>, returns?: mixed, throws?: string}>
	 */
	public static function all(): array {
		$vectors = [];
		foreach ( self::stems() as $stem ) {
			foreach ( self::file( $stem ) as $function => $cases ) {
				foreach ( $cases as $case ) {
					$title = "$function: {$case['name']}";
					if ( isset( $vectors[ $title ] ) || array_key_exists( 'returns', $case ) === isset( $case['throws'] ) ) {
						throw new \UnexpectedValueException( "$stem.json, $title: a name of its own, and either returns or throws." );
					}
					$vectors[ $title ] = [ 'function' => $function ] + $case;
				}
			}
		}
		return $vectors;
	}

	/**
	 * The arguments of a vector for a function with these parameters.
	 *
	 * @param \ReflectionParameter[] $parameters The parameters.
	 * @param list<mixed>            $args       As in the file.
	 * @return list<mixed>
	 */
	public static function arguments( array $parameters, array $args ): array {
		foreach ( $args as $position => $arg ) {
			$is_packed         = is_array( $arg ) && array_is_list( $arg ) && 'string' === (string) $parameters[ $position ]->getType();
			$args[ $position ] = $is_packed ? pack( 'g*', ...$arg ) : self::value( $arg );
		}
		return $args;
	}

	/**
	 * A value with its `{"hex": …}`, `{"f32": …}` and `{"u64": …}` turned into bytes, at any depth.
	 *
	 * @param mixed $value As in the file.
	 * @return mixed
	 */
	public static function value( $value ) {
		if ( ! is_array( $value ) ) {
			return $value;
		}
		if ( 1 === count( $value ) ) {
			switch ( array_key_first( $value ) ) {
				case 'hex':
					return hex2bin( $value['hex'] );
				case 'f32':
					return pack( 'g*', ...$value['f32'] );
				case 'u64':
					return pack( 'P*', ...$value['u64'] );
			}
		}
		return array_map( [ self::class, 'value' ], $value );
	}

	/**
	 * Whether a result is what a vector expects; floats by their bits.
	 *
	 * @param mixed $given    The result.
	 * @param mixed $expected As in the file, decoded.
	 */
	public static function same( $given, $expected ): bool {
		if ( is_float( $given ) ) {
			return ( is_int( $expected ) || is_float( $expected ) ) && pack( 'E', $given ) === pack( 'E', (float) $expected );
		}
		if ( ! is_array( $given ) || ! is_array( $expected ) ) {
			return $given === $expected;
		}
		if ( count( $given ) !== count( $expected ) || array_is_list( $given ) !== array_is_list( $expected ) ) {
			return false;
		}
		foreach ( $given as $key => $value ) {
			if ( ! array_key_exists( $key, $expected ) || ! self::same( $value, $expected[ $key ] ) ) {
				return false;
			}
		}
		return true;
	}

	/**
	 * The names of the files.
	 *
	 * @return list<string>
	 */
	public static function stems(): array {
		return array_map( static fn( string $path ): string => basename( $path, '.json' ), glob( self::FOLDER . '*.json' ) );
	}

	/**
	 * The vectors of a file by function.
	 *
	 * @return array<string, list<array<string, mixed>>>
	 */
	public static function file( string $stem ): array {
		static $files = [];
		return $files[ $stem ] ??= json_decode( file_get_contents( self::FOLDER . "$stem.json" ), true, 64, JSON_THROW_ON_ERROR );
	}
}
