<?php
declare( strict_types=1 );

namespace MxChat\OpenAI;

use MxChat\OpenAI\Types\Absent;
use MxChat\OpenAI\Types\Choice_Type;
use MxChat\OpenAI\Types\Field;
use MxChat\OpenAI\Types\Fields;
use MxChat\OpenAI\Types\List_Type;
use MxChat\OpenAI\Types\Map_Type;
use MxChat\OpenAI\Types\Null_Type;
use MxChat\OpenAI\Types\Scalar_Type;
use MxChat\OpenAI\Types\Shape_Type;
use MxChat\OpenAI\Types\Type;
use MxChat\OpenAI\Types\Union_Type;

/**
 * Reads the type of a docblock: `?int`, `string[]|null`, `list<Order>`, `array<string, float>`, `array{id: int, note?: string}`, `'a'|'b'`.
 */
final class Doc_Type {

	private const TOKEN = '~\s*(?:(?<text>\'(?:[^\'\\\\]|\\\\.)*\'|"(?:[^"\\\\]|\\\\.)*")|(?<name>-?[A-Za-z0-9_\\\\\x80-\xff][A-Za-z0-9_\\\\\x80-\xff-]*(?:\.\d+)?)|(?<mark>\[\]|[|?&<>{},():]))~A';

	/** @var string[] */
	private array $tokens = array();

	private int $position = 0;

	private function __construct( string $text, private readonly Class_Types $classes ) {
		$offset = 0;
		$text   = rtrim( $text );
		while ( $offset < strlen( $text ) ) {
			if ( ! preg_match( self::TOKEN, $text, $part, 0, $offset ) ) {
				throw new Unsupported_Callable( 'The type "' . $text . '" cannot be read.' );
			}
			$this->tokens[] = trim( $part[0] );
			$offset        += strlen( $part[0] );
		}
	}

	/**
	 * @throws Unsupported_Callable
	 */
	public static function read( string $text, Class_Types $classes ): Type {
		$reader = new self( $text, $classes );
		$type   = $reader->union();
		if ( $reader->peek() !== '' ) {
			throw new Unsupported_Callable( 'The type "' . $text . '" cannot be read.' );
		}
		return $type;
	}

	private function union(): Type {
		$members = array( $this->item() );
		while ( $this->take( '|' ) ) {
			$members[] = $this->item();
		}
		return Union_Type::of( $members );
	}

	private function item(): Type {
		if ( $this->take( '?' ) ) {
			return Union_Type::of( array( $this->item(), new Null_Type() ) );
		}
		if ( $this->take( '(' ) ) {
			$type = $this->union();
			$this->expect( ')' );
		} else {
			$type = $this->named( $this->next() );
		}
		while ( $this->take( '[]' ) ) {
			$type = new List_Type( $type );
		}
		return $type;
	}

	private function named( string $name ): Type {
		if ( $name !== '' && str_contains( '\'"', $name[0] ) ) {
			return new Choice_Type( array( stripslashes( substr( $name, 1, -1 ) ) ) );
		}
		if ( preg_match( '/^-?\d+$/', $name ) ) {
			return new Choice_Type( array( (int) $name ) );
		}
		return match ( strtolower( $name ) ) {
			'string', 'numeric-string'               => new Scalar_Type( 'string' ),
			'non-empty-string'                       => new Scalar_Type( 'string', array( 'minLength' => 1 ) ),
			'int', 'integer'                         => $this->integer(),
			'positive-int'                           => new Scalar_Type( 'integer', array( 'minimum' => 1 ) ),
			'non-negative-int'                       => new Scalar_Type( 'integer', array( 'minimum' => 0 ) ),
			'negative-int'                           => new Scalar_Type( 'integer', array( 'maximum' => -1 ) ),
			'float', 'double', 'number'              => new Scalar_Type( 'number' ),
			'bool', 'boolean'                        => new Scalar_Type( 'boolean' ),
			'true'                                   => new Choice_Type( array( true ) ),
			'false'                                  => new Choice_Type( array( false ) ),
			'null'                                   => new Null_Type(),
			'array-key'                              => Union_Type::of( array( new Scalar_Type( 'string' ), new Scalar_Type( 'integer' ) ) ),
			'scalar'                                 => Union_Type::of( array_map( static fn( string $json ) => new Scalar_Type( $json ), array( 'string', 'integer', 'number', 'boolean' ) ) ),
			'list', 'non-empty-list'                 => $this->list_of( str_starts_with( strtolower( $name ), 'non' ) ? 1 : 0 ),
			'array', 'non-empty-array', 'iterable'   => $this->list_or_map(),
			''                                       => throw new Unsupported_Callable( 'A type is missing.' ),
			'mixed', 'object', 'callable', 'resource', 'void', 'never', 'class-string', 'stdclass', '\stdclass', 'closure', '\closure'
				=> throw new Unsupported_Callable( "The type $name says nothing that a model could fill in." ),
			default                                  => $this->classes->read( $name ),
		};
	}

	private function integer(): Type {
		if ( ! $this->take( '<' ) ) {
			return new Scalar_Type( 'integer' );
		}
		$bounds = array( 'minimum' => $this->next() );
		$this->expect( ',' );
		$bounds['maximum'] = $this->next();
		$this->expect( '>' );
		return new Scalar_Type( 'integer', array_map( 'intval', array_filter( $bounds, static fn( string $bound ) => preg_match( '/^-?\d+$/', $bound ) === 1 ) ) );
	}

	private function list_of( int $min_items ): Type {
		$this->expect( '<' );
		$item = $this->union();
		$this->expect( '>' );
		return new List_Type( $item, $min_items );
	}

	private function list_or_map(): Type {
		if ( $this->take( '{' ) ) {
			return $this->shape();
		}
		$this->expect( '<' );
		$first = $this->peek();
		$value = $this->union();
		if ( $this->take( ',' ) ) {
			$value = $this->union();
			$this->expect( '>' );
			return in_array( strtolower( $first ), array( 'int', 'integer', 'positive-int', 'non-negative-int' ), true ) ? new List_Type( $value ) : new Map_Type( $value );
		}
		$this->expect( '>' );
		return new List_Type( $value );
	}

	private function shape(): Type {
		$fields = array();
		while ( ! $this->take( '}' ) ) {
			$name        = trim( $this->next(), '\'"' );
			$is_optional = $this->take( '?' );
			if ( preg_match( '/^\d*$/', $name ) || ! $this->take( ':' ) ) {
				throw new Unsupported_Callable( 'Every value of array{…} needs a name.' );
			}
			$fields[] = new Field( $name, $this->union(), '', $is_optional, Absent::Key );
			if ( ! $this->take( ',' ) && $this->peek() !== '}' ) {
				throw new Unsupported_Callable( 'array{…} is not closed.' );
			}
		}
		return new Shape_Type( new Fields( $fields ) );
	}

	private function peek(): string {
		return $this->tokens[ $this->position ] ?? '';
	}

	private function next(): string {
		$token = $this->peek();
		++$this->position;
		return $token;
	}

	private function take( string $token ): bool {
		if ( $this->peek() !== $token ) {
			return false;
		}
		++$this->position;
		return true;
	}

	private function expect( string $token ): void {
		if ( ! $this->take( $token ) ) {
			throw new Unsupported_Callable( $token === '<' ? 'It is not said what the array holds: write string[], list<Type>, array<string, Type> or array{name: Type}.' : 'A ' . $token . ' is missing in a type.' );
		}
	}
}
