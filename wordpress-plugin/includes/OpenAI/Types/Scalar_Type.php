<?php
declare( strict_types=1 );

namespace MxChat\OpenAI\Types;

final class Scalar_Type implements Type {

	/**
	 * @param string               $json        `string`, `integer`, `number` or `boolean`.
	 * @param array<string,scalar> $constraints Keywords of JSON schema.
	 */
	public function __construct( private readonly string $json, private readonly array $constraints = array() ) {}

	public function schema(): array {
		return array( 'type' => $this->json ) + $this->constraints;
	}

	public function is_strict(): bool {
		return true;
	}

	public function fits( mixed $value ): bool {
		return match ( $this->json ) {
			'string'  => is_string( $value ),
			'integer' => is_int( $value ),
			'number'  => is_int( $value ) || is_float( $value ),
			default   => is_bool( $value ),
		};
	}

	public function hydrate( mixed $value ): mixed {
		return $this->json === 'number' ? (float) $value : $value;
	}
}
