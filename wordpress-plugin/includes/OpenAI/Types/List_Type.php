<?php
declare( strict_types=1 );

namespace MxChat\OpenAI\Types;

final class List_Type implements Type {

	public function __construct( private readonly Type $item, private readonly int $min_items = 0 ) {}

	public function schema(): array {
		return array(
			'type'  => 'array',
			'items' => $this->item->schema(),
		) + ( $this->min_items > 0 ? array( 'minItems' => $this->min_items ) : array() );
	}

	public function is_strict(): bool {
		return $this->item->is_strict();
	}

	public function fits( mixed $value ): bool {
		return is_array( $value ) && array_is_list( $value ) && count( $value ) >= $this->min_items
			&& count( array_filter( $value, array( $this->item, 'fits' ) ) ) === count( $value );
	}

	public function hydrate( mixed $value ): mixed {
		return array_map( array( $this->item, 'hydrate' ), $value );
	}
}
