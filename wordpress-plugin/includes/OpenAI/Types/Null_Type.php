<?php
declare( strict_types=1 );

namespace MxChat\OpenAI\Types;

final class Null_Type implements Type {

	public function schema(): array {
		return array( 'type' => 'null' );
	}

	public function is_strict(): bool {
		return true;
	}

	public function fits( mixed $value ): bool {
		return $value === null;
	}

	public function hydrate( mixed $value ): mixed {
		return null;
	}
}
