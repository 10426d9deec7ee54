<?php
declare( strict_types=1 );

namespace MxChat\Knowledge\Vectors;

/**
 * Answers from one store and asks a second one the same, to see whether the site could move there.
 *
 * Only the first one counts: what the second says, or that it fails, changes no answer.
 */
final class Compare implements Vector_Store {

	public function __construct(
		private readonly Vector_Store $primary,
		private readonly Vector_Store $candidate,
		private readonly Compare_Log $log,
	) {}

	public function search( Query $query ): array {
		$started = hrtime( true );
		$hits    = $this->primary->search( $query );
		$primary = hrtime( true ) - $started;
		try {
			$started = hrtime( true );
			$others  = $this->candidate->search( $query );
			$this->log->add( self::overlap( $hits, $others ), $primary, hrtime( true ) - $started );
		} catch ( \Exception ) {
			$this->log->add_failure();
		}
		return $hits;
	}

	/**
	 * The share of the expected chunks that were found, 0 to 1.
	 *
	 * A chunk with exactly the score of the last expected one stands for that one: equals may come in any order.
	 *
	 * @param Hit[] $expected
	 * @param Hit[] $found
	 */
	public static function overlap( array $expected, array $found ): float {
		if ( ! $expected ) {
			return $found ? 0.0 : 1.0;
		}
		$ids  = array_column( $expected, 'chunk_id' );
		$last = end( $expected )->score;
		$same = array_filter( $found, static fn( Hit $hit ) => in_array( $hit->chunk_id, $ids, true ) || abs( $hit->score - $last ) < 1e-6 );
		return min( count( $same ), count( $expected ) ) / count( $expected );
	}

	public function name(): string {
		return $this->primary->name();
	}

	public function upsert( array $vectors ): void {
		$this->primary->upsert( $vectors );
	}

	public function delete( array $chunk_ids ): void {
		$this->primary->delete( $chunk_ids );
	}

	public function clear(): void {
		$this->primary->clear();
	}

	public function stats(): Stats {
		return $this->primary->stats();
	}

	public function generation(): int {
		return $this->primary->generation();
	}

	public function set_generation( int $generation ): void {
		$this->primary->set_generation( $generation );
	}

	public function capabilities(): Capabilities {
		return $this->primary->capabilities();
	}
}
