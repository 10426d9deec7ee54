<?php
declare( strict_types=1 );

namespace MxChat\OpenAI\Types;

/**
 * One of a few values: the literals of a docblock, or the cases of a backed enum.
 */
final class Choice_Type implements Type {

	/**
	 * @param array<int,string|int|bool>    $values
	 * @param ?class-string<\BackedEnum>    $enum   What a value becomes; null if it stays as it is.
	 */
	public function __construct( private readonly array $values, private readonly ?string $enum = null ) {}

	public function schema(): array {
		$types = array_values( array_unique( array_map( static fn( mixed $value ) => is_int( $value ) ? 'integer' : ( is_bool( $value ) ? 'boolean' : 'string' ), $this->values ) ) );
		return array(
			'type' => count( $types ) === 1 ? $types[0] : $types,
			'enum' => $this->values,
		);
	}

	public function is_literal(): bool {
		return $this->enum === null;
	}

	public function is_strict(): bool {
		return true;
	}

	public function fits( mixed $value ): bool {
		return in_array( $value, $this->values, true );
	}

	public function hydrate( mixed $value ): mixed {
		return $this->enum === null ? $value : $this->enum::from( $value );
	}
}
