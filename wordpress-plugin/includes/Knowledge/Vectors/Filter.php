<?php
declare( strict_types=1 );

namespace MxChat\Knowledge\Vectors;

/**
 * Which vectors count: a condition on a field, or conditions combined.
 *
 * Stores translate it into their own language, so that it is applied inside of a search, never after it.
 */
final class Filter {

	/**
	 * @param list<string|int> $values  Of `in`.
	 * @param list<Filter>     $filters Of `and`, `or` and `not`.
	 */
	private function __construct(
		public readonly Filter_Op $op,
		public readonly ?Field $field = null,
		public readonly array $values = array(),
		public readonly ?int $min = null,
		public readonly ?int $max = null,
		public readonly array $filters = array(),
	) {}

	public static function eq( Field $field, string|int $value ): self {
		return self::in( $field, array( $value ) );
	}

	/**
	 * @param list<string|int> $values At least one.
	 */
	public static function in( Field $field, array $values ): self {
		if ( ! $values ) {
			throw new Invalid_Filter( '"in" takes at least one value.' );
		}
		return new self( Filter_Op::One_Of, $field, array_values( array_unique( $values ) ) );
	}

	/**
	 * Both ends are inside of the range; null is an open end, but not on both sides.
	 */
	public static function range( Field $field, ?int $min, ?int $max ): self {
		if ( $min === null && $max === null ) {
			throw new Invalid_Filter( '"range" takes "min", "max" or both.' );
		}
		return new self( Filter_Op::Range, $field, min: $min, max: $max );
	}

	public static function all( self $first, self ...$others ): self {
		return new self( Filter_Op::All, filters: array( $first, ...array_values( $others ) ) );
	}

	public static function any( self $first, self ...$others ): self {
		return new self( Filter_Op::Any, filters: array( $first, ...array_values( $others ) ) );
	}

	public static function not( self $filter ): self {
		return new self( Filter_Op::Not, filters: array( $filter ) );
	}

	/**
	 * @param array<string,string|int> $fields The fields of a vector by name.
	 */
	public function matches( array $fields ): bool {
		switch ( $this->op ) {
			case Filter_Op::One_Of:
				return in_array( $fields[ $this->field->value ], $this->values, true );
			case Filter_Op::Range:
				$value = $fields[ $this->field->value ];
				return ( $this->min === null || $value >= $this->min ) && ( $this->max === null || $value <= $this->max );
			case Filter_Op::Not:
				return ! $this->filters[0]->matches( $fields );
			default:
				$decisive = $this->op === Filter_Op::Any;
				foreach ( $this->filters as $filter ) {
					if ( $filter->matches( $fields ) === $decisive ) {
						return $decisive;
					}
				}
				return ! $decisive;
		}
	}

	/**
	 * The conditions that must all hold, with nested `and`s unfolded.
	 *
	 * @return list<Filter>
	 */
	public function conjuncts(): array {
		if ( $this->op !== Filter_Op::All ) {
			return array( $this );
		}
		return array_merge( ...array_map( static fn( self $filter ) => $filter->conjuncts(), $this->filters ) );
	}

	/**
	 * The fields that the filter asks about.
	 *
	 * @return list<Field>
	 */
	public function fields(): array {
		if ( $this->field !== null ) {
			return array( $this->field );
		}
		$fields = array_merge( ...array_map( static fn( self $filter ) => $filter->fields(), $this->filters ) );
		return array_values( array_unique( $fields, SORT_REGULAR ) );
	}
}
