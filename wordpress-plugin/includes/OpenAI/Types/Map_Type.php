<?php
declare( strict_types=1 );

namespace MxChat\OpenAI\Types;

/**
 * Values by names that are not known before. Strict mode has no word for it.
 */
final class Map_Type implements Type {

	public function __construct( private readonly Type $value ) {}

	public function schema(): array {
		return array(
			'type'                 => 'object',
			'additionalProperties' => $this->value->schema(),
		);
	}

	public function is_strict(): bool {
		return false;
	}

	public function fits( mixed $value ): bool {
		return is_array( $value ) && count( array_filter( $value, array( $this->value, 'fits' ) ) ) === count( $value );
	}

	public function hydrate( mixed $value ): mixed {
		return array_map( array( $this->value, 'hydrate' ), $value );
	}
}
