<?php
declare( strict_types=1 );

namespace MxChat\OpenAI;

use MxChat\OpenAI\Types\Fields;
use MxChat\Tools\Confirmable;
use MxChat\Tools\Restricted;
use MxChat\Tools\Tool;
use MxChat\Tools\Tool_Context;

/**
 * A PHP function as a tool of an assistant.
 *
 *     $assistant->register_function( Function_::from_callable( get_shopping_history( ... ) ) );
 *
 * Its name, docblock, types and attributes say everything: what a model is told, what it may be given, who may have it
 * called, and whether a person has to confirm. Who is not signed in may use it only where #[Open_To_Visitors] says so.
 */
final class Function_ implements Tool, Restricted, Confirmable {

	private const MAX_NAME = 64;

	/** A name that begins so says by itself that something changes; an attribute may say otherwise. */
	private const CHANGING_VERBS = '/^(confirm|buy|purchase|pay|charge|refund|delete|remove|cancel|publish)(_|$)/';

	/**
	 * @param string $origin The function's full name.
	 */
	private function __construct(
		private readonly \Closure $function,
		private readonly string $name,
		private readonly string $description,
		private readonly Fields $fields,
		private readonly string $capability,
		private readonly bool $is_open,
		private readonly Changes_Something $change,
		public readonly string $origin,
	) {}

	/**
	 * @param callable $callable A function, method or closure.
	 * @param ?string  $name     Needed for a closure, which has none.
	 * @throws Unsupported_Callable If it cannot be described to a model; the message says why.
	 */
	public static function from_callable( callable $callable, ?string $name = null, ?string $description = null ): self {
		$closure     = \Closure::fromCallable( $callable );
		$reflection  = new \ReflectionFunction( $closure );
		$origin      = self::origin( $reflection, $callable );
		$name        = self::valid_name( $name ?? self::name_of( $origin ) );
		$description = $description ?? self::attribute( $reflection, Describe::class )?->text ?? Docblock::of( $reflection->getDocComment() )->description;
		return new self(
			$closure,
			$name,
			$description !== '' ? $description : self::words( $name ) . '.',
			Signature::fields( $reflection, Class_Types::around( $reflection ) ),
			self::attribute( $reflection, Requires_Capability::class )?->capability ?? '',
			self::attribute( $reflection, Open_To_Visitors::class ) !== null,
			self::attribute( $reflection, Changes_Something::class ) ?? new Changes_Something( preg_match( self::CHANGING_VERBS, self::last_part( $name, $reflection ) ) === 1 ),
			$origin,
		);
	}

	/**
	 * The same function under a name of its own, where another one has its name already.
	 */
	public function renamed(): self {
		return new self(
			$this->function,
			self::with_hash( $this->name, $this->origin ),
			$this->description,
			$this->fields,
			$this->capability,
			$this->is_open,
			$this->change,
			$this->origin,
		);
	}

	public function name(): string {
		return $this->name;
	}

	public function description(): string {
		return $this->description;
	}

	public function parameters(): array {
		return $this->fields->schema();
	}

	public function is_strict(): bool {
		return $this->fields->is_strict();
	}

	public function changes_something(): bool {
		return $this->change->is_so;
	}

	public function label(): string {
		return $this->change->label !== '' ? $this->change->label : self::words( $this->name );
	}

	public function summary( array $arguments ): string {
		if ( $this->change->summary === '' ) {
			return (string) strtok( $this->description, "\n" );
		}
		$shown = array();
		foreach ( $arguments as $name => $value ) {
			$shown[ '{' . $name . '}' ] = is_scalar( $value ) ? (string) $value : (string) wp_json_encode( $value, JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES );
		}
		return strtr( $this->change->summary, $shown );
	}

	public function refusal( Tool_Context $context ): ?\WP_Error {
		if ( $this->capability !== '' ) {
			return $context->user_id > 0 && user_can( $context->user_id, $this->capability ) ? null : new \WP_Error( 'not_allowed', 'This person may not use this tool.' );
		}
		return $context->user_id > 0 || $this->is_open ? null : new \WP_Error( 'sign_in_required', 'Only for people who are signed in.' );
	}

	public function run( array $arguments, Tool_Context $context ): mixed {
		if ( ! $this->fields->fit( $arguments ) ) {
			return new \WP_Error( 'invalid_arguments', 'The arguments do not fit.' );
		}
		try {
			$values = $this->fields->positional( $arguments );
		} catch ( Invalid_Value $error ) {
			return new \WP_Error( 'invalid_arguments', $error->getMessage() );
		}
		return ( $this->function )( ...$values );
	}

	private static function origin( \ReflectionFunction $reflection, callable $callable ): string {
		$name = $reflection->getName();
		if ( str_contains( $name, '{closure' ) ) {
			return $name . ':' . $reflection->getFileName() . ':' . $reflection->getStartLine();
		}
		$class = is_object( $callable ) && ! $callable instanceof \Closure ? $callable::class : $reflection->getClosureScopeClass()?->getName();
		return $class === null ? $name : $class . ( $name === '__invoke' ? '' : '::' . $name );
	}

	private static function name_of( string $origin ): string {
		if ( str_contains( $origin, '{closure' ) ) {
			throw new Unsupported_Callable( 'A closure has no name: give one as the second argument of from_callable().' );
		}
		$name = trim( strtolower( (string) preg_replace( '/[^A-Za-z0-9_-]+/', '_', $origin ) ), '_' );
		return strlen( $name ) <= self::MAX_NAME ? $name : self::with_hash( $name, $origin );
	}

	/**
	 * Without the namespace and the class; of a closure, the name that it was given.
	 */
	private static function last_part( string $name, \ReflectionFunction $reflection ): string {
		$short = $reflection->getShortName();
		return str_contains( $short, '{closure' ) ? $name : strtolower( $short );
	}

	private static function with_hash( string $name, string $origin ): string {
		return substr( $name, 0, self::MAX_NAME - 9 ) . '_' . substr( hash( 'sha256', $origin ), 0, 8 );
	}

	private static function valid_name( string $name ): string {
		if ( ! preg_match( '/^[A-Za-z0-9_-]{1,64}$/D', $name ) ) {
			throw new Unsupported_Callable( 'The name of a tool has 1 to 64 letters, digits, _ and -.' );
		}
		return $name;
	}

	private static function words( string $name ): string {
		return ucfirst( trim( str_replace( array( '_', '-' ), ' ', $name ) ) );
	}

	/**
	 * An attribute may be written by the name of its alias, so names are not compared.
	 *
	 * @template T of object
	 * @param class-string<T> $attribute
	 * @return ?T
	 */
	private static function attribute( \ReflectionFunction $reflection, string $attribute ): ?object {
		return ( $reflection->getAttributes( $attribute, \ReflectionAttribute::IS_INSTANCEOF )[0] ?? null )?->newInstance();
	}
}
