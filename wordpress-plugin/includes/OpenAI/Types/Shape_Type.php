<?php
declare( strict_types=1 );

namespace MxChat\OpenAI\Types;

/**
 * An array with known keys, as `array{name: string, age?: int}` says.
 */
final class Shape_Type implements Type {

	public function __construct( private readonly Fields $fields ) {}

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
		return array_filter( $this->fields->named( $value ), static fn( mixed $item ) => $item !== Absent::Key );
	}
}
