<?php
declare( strict_types=1 );

namespace MxChat\OpenAI\Types;

use MxChat\OpenAI\Invalid_Value;

/**
 * An object that its constructor makes.
 */
final class Object_Type implements Type {

	/**
	 * @param class-string $made
	 */
	public function __construct( private readonly string $made, private readonly Fields $fields ) {}

	public function schema(): array {
		return $this->fields->schema();
	}

	public function is_strict(): bool {
		return $this->fields->is_strict();
	}

	public function fits( mixed $value ): bool {
		return $this->fields->fit( $value );
	}

	public function hydrate( mixed $value ): mixed {
		$arguments = $this->fields->positional( $value );
		try {
			return new $this->made( ...$arguments );
		} catch ( \Throwable ) {
			throw new Invalid_Value( 'An object cannot be made of these values.' );
		}
	}
}
