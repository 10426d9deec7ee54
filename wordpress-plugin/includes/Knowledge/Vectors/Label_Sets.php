<?php
declare( strict_types=1 );

namespace MxChat\Knowledge\Vectors;

/**
 * A filter as the local index takes it: for each label field the labels that pass.
 */
final class Label_Sets {

	private const FIELDS = array( Field::Bot, Field::Role, Field::Content_Type );

	/**
	 * @param array<string,list<string>|null> $sets By field; null lets every label pass.
	 */
	private function __construct( private readonly array $sets ) {}

	/**
	 * Null if the filter asks for a number, or joins conditions on several fields by "or" or "not".
	 *
	 * @param callable(Field):list<string> $labels The labels that occur in a field.
	 */
	public static function of( ?Filter $filter, callable $labels ): ?self {
		$sets = array_fill_keys( array_map( static fn( Field $field ) => $field->value, self::FIELDS ), null );
		foreach ( $filter === null ? array() : $filter->conjuncts() as $condition ) {
			$fields = $condition->fields();
			if ( count( $fields ) !== 1 || $fields[0]->is_number() ) {
				return null;
			}
			$key          = $fields[0]->value;
			$sets[ $key ] = self::passing( $condition, $key, $sets[ $key ] ?? self::candidates( $condition, $fields[0], $labels ) );
		}
		return new self( $sets );
	}

	/**
	 * @return list<string> Empty if every label passes.
	 */
	public function labels( Field $field ): array {
		return $this->sets[ $field->value ] ?? array();
	}

	/**
	 * Whether no label of a field passes: then nothing is found. An empty list would let the index show everything.
	 */
	public function is_never(): bool {
		return in_array( array(), $this->sets, true );
	}

	/**
	 * @param list<string> $candidates
	 * @return list<string>
	 */
	private static function passing( Filter $condition, string $key, array $candidates ): array {
		return array_values( array_filter( $candidates, static fn( string $label ) => $condition->matches( array( $key => $label ) ) ) );
	}

	/**
	 * @return list<string>
	 */
	private static function candidates( Filter $condition, Field $field, callable $labels ): array {
		return $condition->op === Filter_Op::One_Of ? $condition->values : $labels( $field );
	}
}
