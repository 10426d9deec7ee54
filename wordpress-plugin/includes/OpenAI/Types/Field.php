<?php
declare( strict_types=1 );

namespace MxChat\OpenAI\Types;

/**
 * A named value of an object, or a parameter of a function.
 */
final class Field {

	/**
	 * @param mixed $default Where it is optional.
	 */
	public function __construct(
		public readonly string $name,
		private readonly Type $type,
		private readonly string $description = '',
		public readonly bool $is_optional = false,
		private readonly mixed $default = null,
		public readonly bool $is_variadic = false,
	) {}

	/**
	 * Strict mode knows no optional property: one is null instead, and null means the default.
	 */
	public function schema(): array {
		$schema = $this->stated()->schema();
		return $this->description === '' ? $schema : $schema + array( 'description' => $this->description );
	}

	public function is_strict(): bool {
		return $this->type->is_strict();
	}

	public function fits( mixed $value ): bool {
		return $this->stated()->fits( $value );
	}

	public function hydrate( mixed $value ): mixed {
		if ( $value === null && $this->is_optional ) {
			return $this->default;
		}
		return $this->type->hydrate( $value );
	}

	private function stated(): Type {
		return $this->is_optional ? Union_Type::of( array( $this->type, new Null_Type() ) ) : $this->type;
	}
}
