<?php
declare( strict_types=1 );

namespace MxChat\OpenAI;

use MxChat\OpenAI\Types\Field;
use MxChat\OpenAI\Types\Fields;
use MxChat\OpenAI\Types\List_Type;
use MxChat\OpenAI\Types\Null_Type;
use MxChat\OpenAI\Types\Scalar_Type;
use MxChat\OpenAI\Types\Choice_Type;
use MxChat\OpenAI\Types\Type;
use MxChat\OpenAI\Types\Union_Type;

/**
 * The parameters of a function as named, typed fields. The type of the code counts; a docblock says what an array holds,
 * and speaks where the code says nothing.
 */
final class Signature {

	/** More than strict mode takes. */
	private const MAX_FIELDS = 100;

	/**
	 * @throws Unsupported_Callable
	 */
	public static function fields( \ReflectionFunctionAbstract $function, Class_Types $classes ): Fields {
		$docblock = Docblock::of( $function->getDocComment() );
		if ( $function->getNumberOfParameters() > self::MAX_FIELDS ) {
			throw new Unsupported_Callable( $function->getName() . '() has too many parameters.' );
		}
		return new Fields( array_map( static fn( \ReflectionParameter $parameter ) => self::field( $parameter, $docblock, $classes ), $function->getParameters() ) );
	}

	private static function field( \ReflectionParameter $parameter, Docblock $docblock, Class_Types $classes ): Field {
		try {
			return self::read( $parameter, $docblock, $classes );
		} catch ( Unsupported_Callable $error ) {
			throw new Unsupported_Callable( sprintf( '$%s of %s(): %s', $parameter->getName(), $parameter->getDeclaringFunction()->getName(), $error->getMessage() ) );
		}
	}

	private static function read( \ReflectionParameter $parameter, Docblock $docblock, Class_Types $classes ): Field {
		if ( $parameter->isPassedByReference() ) {
			throw new Unsupported_Callable( 'It is taken by reference, and a model has no variable to give.' );
		}
		$name        = $parameter->getName();
		$type        = self::type( $parameter->getType(), $docblock->type( $name ), $classes );
		$is_variadic = $parameter->isVariadic();
		$is_optional = $parameter->isOptional() && ! $is_variadic;
		if ( $is_optional && ! $parameter->isDefaultValueAvailable() ) {
			throw new Unsupported_Callable( 'Its default is not known.' );
		}
		return new Field(
			$name,
			$is_variadic ? new List_Type( $type ) : $type,
			( $parameter->getAttributes( Describe::class, \ReflectionAttribute::IS_INSTANCEOF )[0] ?? null )?->newInstance()->text ?? $docblock->description( $name ),
			$is_optional,
			$is_optional ? $parameter->getDefaultValue() : null,
			$is_variadic,
		);
	}

	private static function type( ?\ReflectionType $native, string $documented, Class_Types $classes ): Type {
		if ( $native === null ) {
			return $documented === ''
				? throw new Unsupported_Callable( 'It has no type: write one in the code or as @param.' )
				: Doc_Type::read( $documented, $classes );
		}
		if ( $native instanceof \ReflectionIntersectionType ) {
			throw new Unsupported_Callable( 'A type that is several at once cannot be made of values.' );
		}
		$members = $native instanceof \ReflectionUnionType ? $native->getTypes() : array( $native );
		if ( self::has_array( $members ) ) {
			return self::documented_array( $members, $native->allowsNull(), $documented, $classes );
		}
		$types = array_map( static fn( \ReflectionType $member ) => self::native( $member, $classes ), $members );
		return $native->allowsNull() ? Union_Type::of( array( ...$types, new Null_Type() ) ) : Union_Type::of( $types );
	}

	/**
	 * An array says nothing of what it holds: the docblock has to.
	 */
	private static function documented_array( array $members, bool $allows_null, string $documented, Class_Types $classes ): Type {
		if ( $documented === '' ) {
			throw new Unsupported_Callable( 'It is not said what the array holds: write @param string[], list<Type>, array<string, Type> or array{name: Type}.' );
		}
		$type = Doc_Type::read( $documented, $classes );
		if ( count( array_diff( array_map( 'strval', $members ), array( 'array', '?array', 'iterable', '?iterable', 'null' ) ) ) === 0 && ! self::is_array_schema( $type->schema() ) ) {
			throw new Unsupported_Callable( "The code takes an array, and the docblock says $documented." );
		}
		return $allows_null ? Union_Type::of( array( $type, new Null_Type() ) ) : $type;
	}

	private static function is_array_schema( array $schema ): bool {
		foreach ( $schema['anyOf'] ?? array( $schema ) as $member ) {
			if ( array_diff( (array) ( $member['type'] ?? '' ), array( 'array', 'object', 'null' ) ) ) {
				return false;
			}
		}
		return true;
	}

	private static function has_array( array $members ): bool {
		foreach ( $members as $member ) {
			if ( $member instanceof \ReflectionNamedType && in_array( $member->getName(), array( 'array', 'iterable' ), true ) ) {
				return true;
			}
		}
		return false;
	}

	private static function native( \ReflectionType $type, Class_Types $classes ): Type {
		if ( ! $type instanceof \ReflectionNamedType ) {
			throw new Unsupported_Callable( 'A type that is several at once cannot be made of values.' );
		}
		return match ( $type->getName() ) {
			'string' => new Scalar_Type( 'string' ),
			'int'    => new Scalar_Type( 'integer' ),
			'float'  => new Scalar_Type( 'number' ),
			'bool'   => new Scalar_Type( 'boolean' ),
			'false'  => new Choice_Type( array( false ) ),
			'true'   => new Choice_Type( array( true ) ),
			'null'   => new Null_Type(),
			'self', 'static' => $classes->read( 'self' ),
			default  => $type->isBuiltin()
				? throw new Unsupported_Callable( "The type {$type->getName()} says nothing that a model could fill in." )
				: $classes->read( $type->getName(), true ),
		};
	}
}
