<?php
declare( strict_types=1 );

use MxChat\Knowledge\Vectors\Capabilities;
use MxChat\Knowledge\Vectors\Hit;
use MxChat\Knowledge\Vectors\Query;
use MxChat\Knowledge\Vectors\Stats;
use MxChat\Knowledge\Vectors\Vector_Store;

/**
 * A store in a variable, which fails when it is told to.
 */
final class Memory_Store implements Vector_Store {

	/** @var array<int,mixed> */
	public array $rows = array();
	/** @var int[] Sizes of the writes. */
	public array $batches   = array();
	public int $generation  = 0;
	public int $clears      = 0;
	public ?int $fails_after = null;
	/** @var list<Hit> */
	public array $hits = array();

	public function __construct( private readonly string $name = 'memory' ) {}

	public function name(): string {
		return $this->name;
	}

	public function upsert( array $vectors ): void {
		$this->batches[] = count( $vectors );
		foreach ( $vectors as $vector ) {
			$this->rows[ $vector->chunk_id ] = $vector;
		}
		$this->may_fail();
	}

	public function delete( array $chunk_ids ): void {
		$this->rows = array_diff_key( $this->rows, array_flip( $chunk_ids ) );
		$this->may_fail();
	}

	public function clear(): void {
		$this->rows       = array();
		$this->generation = 0;
		++$this->clears;
	}

	public function search( Query $query ): array {
		$this->may_fail();
		return $this->hits;
	}

	public function stats(): Stats {
		return new Stats( count( $this->rows ) );
	}

	public function generation(): int {
		return $this->generation;
	}

	public function set_generation( int $generation ): void {
		$this->generation = $generation;
	}

	public function capabilities(): Capabilities {
		return new Capabilities( is_exact: true, is_immediate: true, is_shared: true, max_batch: 10 );
	}

	/**
	 * @return int[]
	 */
	public function ids(): array {
		$ids = array_keys( $this->rows );
		sort( $ids );
		return $ids;
	}

	private function may_fail(): void {
		if ( $this->fails_after !== null && --$this->fails_after <= 0 ) {
			throw new RuntimeException( 'The store went away.' );
		}
	}
}
