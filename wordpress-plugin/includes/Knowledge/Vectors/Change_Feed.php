<?php
declare( strict_types=1 );

namespace MxChat\Knowledge\Vectors;

/**
 * Brings a store up to the last change of its collection, batch by batch.
 *
 * A batch that was cut off is done again from its beginning: writing and forgetting twice has one effect. A lease keeps
 * two feeders of one store apart, because a late batch of one would undo a newer one of the other.
 */
final class Change_Feed {

	private const BATCH         = 200;
	private const LEASE_SECONDS = 120;

	private int $lease_until = 0;
	private readonly string $lease_name;

	public function __construct( private readonly Collection $collection, private readonly Vector_Store $store ) {
		$this->lease_name = 'lease_' . hash( 'sha256', $store->name() );
	}

	/**
	 * Whether the store lacks changes.
	 */
	public function is_behind(): bool {
		return $this->store->generation() < Store::last_change( $this->collection );
	}

	/**
	 * Feeds until nothing is left, another process feeds, or it is told to stop after a batch.
	 *
	 * @param callable():bool|null $should_stop Asked after every batch.
	 */
	public function run( ?callable $should_stop = null ): Feed_Progress {
		if ( ! $this->take_lease() ) {
			return new Feed_Progress( $this->store->generation(), Store::last_change( $this->collection ), 0, 0, true );
		}
		try {
			return $this->feed( $should_stop );
		} finally {
			Sequence_Store::renew_lease( $this->lease_name, $this->lease_until, 0 );
		}
	}

	private function feed( ?callable $should_stop ): Feed_Progress {
		$this->begin_anew_if_needed();
		$generation = $this->store->generation();
		$written    = 0;
		$forgotten  = 0;
		while ( $this->holds_lease() ) {
			$changes = Store::changes_after( $this->collection, $generation, $this->batch_size() );
			if ( ! $changes ) {
				break;
			}
			$written   += $this->write( $changes );
			$forgotten += $this->forget( $changes );
			$generation = end( $changes )->seq;
			$this->store->set_generation( $generation );
			if ( $should_stop !== null && $should_stop() ) {
				break;
			}
		}
		return new Feed_Progress( $generation, Store::last_change( $this->collection ), $written, $forgotten, false );
	}

	/**
	 * A store that is ahead of the table, or behind what the table still knows of deletions, holds what nobody vouches for.
	 */
	private function begin_anew_if_needed(): void {
		$generation = $this->store->generation();
		$is_ahead   = $generation > Sequence_Store::get( 'vectors' );
		if ( $generation > 0 && ( $is_ahead || $generation < Store::floor() ) ) {
			$this->store->clear();
		}
	}

	/**
	 * @param Change[] $changes
	 */
	private function write( array $changes ): int {
		$vectors = array_values( array_filter( array_column( $changes, 'vector' ) ) );
		if ( $vectors ) {
			$this->store->upsert( $vectors );
		}
		return count( $vectors );
	}

	/**
	 * @param Change[] $changes
	 */
	private function forget( array $changes ): int {
		$gone = array_filter( $changes, static fn( Change $change ) => $change->vector === null );
		if ( $gone ) {
			$this->store->delete( array_values( array_column( $gone, 'chunk_id' ) ) );
		}
		return count( $gone );
	}

	private function batch_size(): int {
		return min( self::BATCH, $this->store->capabilities()->max_batch );
	}

	private function take_lease(): bool {
		$now               = time();
		$this->lease_until = $now + self::LEASE_SECONDS;
		return Sequence_Store::take_lease( $this->lease_name, $now, $this->lease_until );
	}

	private function holds_lease(): bool {
		$until = time() + self::LEASE_SECONDS;
		if ( ! Sequence_Store::renew_lease( $this->lease_name, $this->lease_until, $until ) ) {
			return false;
		}
		$this->lease_until = $until;
		return true;
	}
}
