<?php
declare( strict_types=1 );

namespace MxChat\OpenAI\Types;

/**
 * One of several types; of those that fit, the first.
 */
final class Union_Type implements Type {

	/**
	 * @param Type[] $members
	 */
	private function __construct( private readonly array $members ) {}

	/**
	 * @param Type[] $members
	 */
	public static function of( array $members ): Type {
		$flat = array();
		foreach ( $members as $member ) {
			array_push( $flat, ...( $member instanceof self ? $member->members : array( $member ) ) );
		}
		$unique = array();
		foreach ( self::with_one_choice( $flat ) as $member ) {
			$unique[ $member::class . serialize( $member->schema() ) ] ??= $member;
		}
		return count( $unique ) === 1 ? reset( $unique ) : new self( array_values( $unique ) );
	}

	/**
	 * `'a'|'b'` is one choice of two.
	 *
	 * @param Type[] $members
	 * @return Type[]
	 */
	private static function with_one_choice( array $members ): array {
		$literals = array_filter( $members, static fn( Type $member ) => $member instanceof Choice_Type && $member->is_literal() );
		if ( count( $literals ) < 2 ) {
			return $members;
		}
		$choice = new Choice_Type( array_merge( ...array_map( static fn( Choice_Type $literal ) => $literal->schema()['enum'], array_values( $literals ) ) ) );
		return array( $choice, ...array_values( array_diff_key( $members, $literals ) ) );
	}

	public function schema(): array {
		$others = array_values( array_filter( $this->members, static fn( Type $member ) => ! $member instanceof Null_Type ) );
		$first  = $others[0]->schema();
		if ( count( $others ) === 1 && isset( $first['type'] ) ) {
			$first['type'] = array( ...(array) $first['type'], 'null' );
			if ( isset( $first['enum'] ) ) {
				$first['enum'][] = null;
			}
			return $first;
		}
		return array( 'anyOf' => array_map( static fn( Type $member ) => $member->schema(), $this->members ) );
	}

	public function is_strict(): bool {
		return count( array_filter( $this->members, static fn( Type $member ) => $member->is_strict() ) ) === count( $this->members );
	}

	public function fits( mixed $value ): bool {
		return $this->fitting( $value ) !== null;
	}

	public function hydrate( mixed $value ): mixed {
		return $this->fitting( $value )?->hydrate( $value );
	}

	private function fitting( mixed $value ): ?Type {
		foreach ( $this->members as $member ) {
			if ( $member->fits( $value ) ) {
				return $member;
			}
		}
		return null;
	}
}
