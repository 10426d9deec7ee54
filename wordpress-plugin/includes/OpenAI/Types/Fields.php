<?php
declare( strict_types=1 );

namespace MxChat\OpenAI\Types;

/**
 * Named values together: the parameters of a function, or the properties of an object.
 */
final class Fields {

	/**
	 * @param Field[] $fields
	 */
	public function __construct( private readonly array $fields ) {}

	public function schema(): array {
		$properties = array();
		foreach ( $this->fields as $field ) {
			$properties[ $field->name ] = $field->schema();
		}
		return array(
			'type'                 => 'object',
			// An empty list would be [] in JSON.
			'properties'           => $properties ? $properties : new \stdClass(),
			'required'             => array_keys( $properties ),
			'additionalProperties' => false,
		);
	}

	public function is_strict(): bool {
		return count( array_filter( $this->fields, static fn( Field $field ) => $field->is_strict() ) ) === count( $this->fields );
	}

	public function fit( mixed $values ): bool {
		if ( ! is_array( $values ) || array_diff( array_map( 'strval', array_keys( $values ) ), array_column( $this->fields, 'name' ) ) ) {
			return false;
		}
		foreach ( $this->fields as $field ) {
			if ( ! $field->fits( $values[ $field->name ] ?? null ) ) {
				return false;
			}
		}
		return true;
	}

	/**
	 * @return array<string,mixed> By name, in order.
	 */
	public function named( array $values ): array {
		$named = array();
		foreach ( $this->fields as $field ) {
			$named[ $field->name ] = $field->hydrate( $values[ $field->name ] ?? null );
		}
		return $named;
	}

	/**
	 * @return array<int,mixed> In order, as a call takes them.
	 */
	public function positional( array $values ): array {
		$positional = array();
		foreach ( $this->fields as $field ) {
			$value = $field->hydrate( $values[ $field->name ] ?? null );
			if ( $field->is_variadic ) {
				array_push( $positional, ...$value );
			} else {
				$positional[] = $value;
			}
		}
		return $positional;
	}
}
