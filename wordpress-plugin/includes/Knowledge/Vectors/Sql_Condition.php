<?php
declare( strict_types=1 );

namespace MxChat\Knowledge\Vectors;

/**
 * A filter as SQL: text with a `?` for each value. Names and operators are constants, never input.
 */
final class Sql_Condition {

	/**
	 * @param list<string|int> $values
	 */
	private function __construct( public readonly string $sql, public readonly array $values ) {}

	public static function of( ?Filter $filter ): self {
		return $filter === null ? new self( '1 = 1', array() ) : self::translate( $filter );
	}

	/**
	 * The text with WordPress' placeholders. SQLite ignores collations, so labels are compared as bytes there, too.
	 */
	public function for_wordpress(): string {
		$index = 0;
		$sql   = (string) preg_replace( '/\b(bot_id|role|content_type)\b/', 'BINARY $1', $this->sql );
		return (string) preg_replace_callback(
			'/\?/',
			function () use ( &$index ): string {
				return is_int( $this->values[ $index++ ] ) ? '%d' : '%s';
			},
			$sql
		);
	}

	private static function translate( Filter $filter ): self {
		return match ( $filter->op ) {
			Filter_Op::One_Of => self::one_of( $filter ),
			Filter_Op::Range  => self::range( $filter ),
			Filter_Op::Not    => self::not( self::translate( $filter->filters[0] ) ),
			Filter_Op::All    => self::join( ' AND ', $filter->filters ),
			Filter_Op::Any    => self::join( ' OR ', $filter->filters ),
		};
	}

	private static function one_of( Filter $filter ): self {
		return new self( $filter->field->value . ' IN (' . implode( ', ', array_fill( 0, count( $filter->values ), '?' ) ) . ')', $filter->values );
	}

	private static function range( Filter $filter ): self {
		$column = $filter->field->value;
		$parts  = array_filter(
			array(
				"$column >= ?" => $filter->min,
				"$column <= ?" => $filter->max,
			),
			static fn( ?int $end ) => $end !== null
		);
		return new self( '(' . implode( ' AND ', array_keys( $parts ) ) . ')', array_values( $parts ) );
	}

	private static function not( self $inner ): self {
		return new self( 'NOT (' . $inner->sql . ')', $inner->values );
	}

	/**
	 * @param list<Filter> $filters
	 */
	private static function join( string $with, array $filters ): self {
		$parts = array_map( array( self::class, 'translate' ), $filters );
		return new self( '(' . implode( $with, array_column( $parts, 'sql' ) ) . ')', array_merge( ...array_column( $parts, 'values' ) ) );
	}
}
