<?php
declare( strict_types=1 );

namespace MxChat\OpenAI;

use MxChat\OpenAI\Types\Choice_Type;
use MxChat\OpenAI\Types\Date_Type;
use MxChat\OpenAI\Types\Object_Type;
use MxChat\OpenAI\Types\Type;

/**
 * From the name of a class to its type: an enum, a date, or an object that a constructor makes of values.
 */
final class Class_Types {

	private const MAX_DEPTH = 10;

	private const MAX_CASES = 1000;

	/**
	 * @param array<string,string> $imports  Full names by the short ones of the file.
	 * @param string[]             $parents  The classes that are being read already.
	 */
	private function __construct( private readonly string $namespace, private readonly array $imports, private readonly string $self, private readonly array $parents ) {}

	public static function around( \ReflectionFunctionAbstract $function, ?self $outer = null ): self {
		$class = $function instanceof \ReflectionMethod ? $function->getDeclaringClass() : $function->getClosureScopeClass();
		return new self(
			$class === null ? $function->getNamespaceName() : $class->getNamespaceName(),
			self::imports( (string) $function->getFileName() ),
			$class === null ? '' : $class->getName(),
			$outer === null ? array() : array( ...$outer->parents, $class->getName() ),
		);
	}

	/**
	 * @throws Unsupported_Callable
	 */
	public function read( string $name, bool $is_full_name = false ): Type {
		$class_name = $is_full_name ? $name : $this->full_name( $name );
		if ( enum_exists( $class_name ) ) {
			return self::cases( $class_name );
		}
		if ( ! class_exists( $class_name ) && ! interface_exists( $class_name ) ) {
			throw new Unsupported_Callable( "There is no class $name." );
		}
		if ( is_a( $class_name, \DateTimeInterface::class, true ) ) {
			return new Date_Type( $class_name === \DateTimeInterface::class ? \DateTimeImmutable::class : $class_name );
		}
		return $this->made( new \ReflectionClass( $class_name ) );
	}

	private static function cases( string $enum ): Type {
		if ( ! is_a( $enum, \BackedEnum::class, true ) ) {
			throw new Unsupported_Callable( "The cases of $enum have no values: a backed enum is needed." );
		}
		$values = array_column( $enum::cases(), 'value' );
		if ( $values === array() || count( $values ) > self::MAX_CASES ) {
			throw new Unsupported_Callable( "$enum has no cases, or more than " . self::MAX_CASES . '.' );
		}
		return new Choice_Type( $values, $enum );
	}

	private function made( \ReflectionClass $class ): Type {
		$constructor = $class->getConstructor();
		if ( ! $class->isUserDefined() || ! $class->isInstantiable() || $constructor === null || $constructor->getNumberOfParameters() === 0 ) {
			throw new Unsupported_Callable( "An object of {$class->getName()} cannot be made of values: a class with a public constructor that takes them is needed." );
		}
		if ( in_array( $class->getName(), $this->parents, true ) || count( $this->parents ) >= self::MAX_DEPTH ) {
			throw new Unsupported_Callable( "{$class->getName()} contains itself, or lies too deep." );
		}
		return new Object_Type( $class->getName(), Signature::fields( $constructor, self::around( $constructor, $this ) ) );
	}

	private function full_name( string $name ): string {
		if ( in_array( strtolower( $name ), array( 'self', 'static' ), true ) ) {
			return $this->self;
		}
		if ( $name[0] === '\\' ) {
			return substr( $name, 1 );
		}
		[ $first, $rest ] = explode( '\\', $name, 2 ) + array( 1 => '' );
		if ( isset( $this->imports[ strtolower( $first ) ] ) ) {
			return $this->imports[ strtolower( $first ) ] . ( $rest === '' ? '' : '\\' . $rest );
		}
		$beside = ltrim( $this->namespace . '\\' . $name, '\\' );
		return class_exists( $beside ) || interface_exists( $beside ) || enum_exists( $beside ) ? $beside : $name;
	}

	/**
	 * @return array<string,string>
	 */
	private static function imports( string $file ): array {
		$imports = array();
		$code    = is_file( $file ) ? (string) file_get_contents( $file ) : '';
		preg_match_all( '/^\s*use\s+\\\\?([\w\\\\]+)(?:\s+as\s+(\w+))?\s*;/mi', $code, $uses, PREG_SET_ORDER );
		foreach ( $uses as $use ) {
			$short                           = $use[2] ?? substr( (string) strrchr( '\\' . $use[1], '\\' ), 1 );
			$imports[ strtolower( $short ) ] = $use[1];
		}
		return $imports;
	}
}
