<?php
declare( strict_types=1 );

namespace MxChat\Knowledge\Vectors;

/**
 * Reads a filter from an array, as it stands in JSON or in PHP.
 *
 *     { "bot_id": "default", "content_type": { "in": [ "page", "product" ] } }
 *     { "or": [ { "updated_at": { "range": { "min": 1767225600 } } }, { "not": { "role": "member" } } ] }
 *
 * Several keys of one object must all hold. What is not understood is refused: a filter that were left out would show
 * what it was to hide.
 */
final class Filter_Parser {

	private const MAX_DEPTH      = 8;
	private const MAX_CONDITIONS = 64;
	private const MAX_VALUES     = 1000;

	private int $conditions = 0;

	/**
	 * @throws Invalid_Filter
	 */
	public static function parse( array $filter ): Filter {
		return ( new self() )->object( $filter, 1 );
	}

	private function object( mixed $filter, int $depth ): Filter {
		if ( ! is_array( $filter ) || $filter === array() || array_is_list( $filter ) ) {
			throw new Invalid_Filter( 'A filter must be an object with at least one condition.' );
		}
		if ( $depth > self::MAX_DEPTH ) {
			throw new Invalid_Filter( 'The filter is nested too deeply.' );
		}
		$filters = array();
		foreach ( $filter as $key => $condition ) {
			$filters[] = $this->condition( (string) $key, $condition, $depth );
		}
		return count( $filters ) === 1 ? $filters[0] : Filter::all( ...$filters );
	}

	private function condition( string $key, mixed $condition, int $depth ): Filter {
		if ( ++$this->conditions > self::MAX_CONDITIONS ) {
			throw new Invalid_Filter( 'The filter has too many conditions.' );
		}
		switch ( $key ) {
			case 'and':
				return Filter::all( ...$this->objects( $condition, $depth ) );
			case 'or':
				return Filter::any( ...$this->objects( $condition, $depth ) );
			case 'not':
				return Filter::not( $this->object( $condition, $depth + 1 ) );
		}
		$field = Field::tryFrom( $key );
		if ( $field === null ) {
			throw new Invalid_Filter( 'The filter names a field that does not exist.' );
		}
		return $this->field_condition( $field, $condition );
	}

	/**
	 * @return list<Filter>
	 */
	private function objects( mixed $filters, int $depth ): array {
		if ( ! is_array( $filters ) || $filters === array() || ! array_is_list( $filters ) ) {
			throw new Invalid_Filter( '"and" and "or" take a list of filters.' );
		}
		return array_map( fn( mixed $filter ) => $this->object( $filter, $depth + 1 ), $filters );
	}

	private function field_condition( Field $field, mixed $condition ): Filter {
		if ( ! is_array( $condition ) ) {
			return Filter::eq( $field, self::value( $field, $condition ) );
		}
		if ( count( $condition ) !== 1 ) {
			throw new Invalid_Filter( 'A field takes a value, "eq", "in" or "range".' );
		}
		$operand = reset( $condition );
		return match ( (string) key( $condition ) ) {
			'eq'    => Filter::eq( $field, self::value( $field, $operand ) ),
			'in'    => self::one_of( $field, $operand ),
			'range' => self::range( $field, $operand ),
			default => throw new Invalid_Filter( 'A field takes a value, "eq", "in" or "range".' ),
		};
	}

	private static function one_of( Field $field, mixed $values ): Filter {
		if ( ! is_array( $values ) || ! array_is_list( $values ) || $values === array() || count( $values ) > self::MAX_VALUES ) {
			throw new Invalid_Filter( '"in" takes a list of 1 to 1,000 values.' );
		}
		return Filter::in( $field, array_map( static fn( mixed $value ) => self::value( $field, $value ), $values ) );
	}

	private static function range( Field $field, mixed $ends ): Filter {
		$is_range = $field->is_number() && is_array( $ends ) && $ends !== array()
			&& array_diff_key( $ends, array( 'min' => true, 'max' => true ) ) === array();
		if ( ! $is_range ) {
			throw new Invalid_Filter( '"range" takes "min", "max" or both, on a field of numbers.' );
		}
		return Filter::range(
			$field,
			isset( $ends['min'] ) ? self::value( $field, $ends['min'] ) : null,
			isset( $ends['max'] ) ? self::value( $field, $ends['max'] ) : null
		);
	}

	private static function value( Field $field, mixed $value ): string|int {
		if ( $field->is_number() ) {
			return is_int( $value ) ? $value : throw new Invalid_Filter( 'The field takes whole numbers.' );
		}
		return is_string( $value ) && Field::is_label( $value )
			? $value
			: throw new Invalid_Filter( 'The field takes a text of at most 64 bytes.' );
	}
}
