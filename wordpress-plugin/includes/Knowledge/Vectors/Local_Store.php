<?php
declare( strict_types=1 );

namespace MxChat\Knowledge\Vectors;

use MxChat\Core\Core_Exception;
use function MxChat\Core\index_compact;
use function MxChat\Core\index_delete;
use function MxChat\Core\index_open;
use function MxChat\Core\index_reset;
use function MxChat\Core\index_search;
use function MxChat\Core\index_stats;
use function MxChat\Core\index_upsert;

/**
 * The index in files of this web server. Each server of a cluster has its own and feeds it from the table.
 *
 * Whatever happens to the files, answers keep coming: while there is no index, or it is damaged, the table is searched.
 */
final class Local_Store implements Vector_Store {

	private const MAX_BATCH           = 200;
	private const SEARCH_MILLISECONDS = 5000;

	/** While a large index is filled, so many rows wait before they are sorted in. */
	private const MAX_WAITING_ROWS = 20_000;

	private readonly string $folder;
	private readonly Cursor $cursor;
	private readonly Table_Store $table;

	/**
	 * @param string $root The folder of all indexes of this site.
	 */
	public function __construct( private readonly Collection $collection, string $root ) {
		$this->folder = $root . '/' . $collection->name();
		$this->cursor = new File_Cursor( $this->folder . '/generation' );
		$this->table  = new Table_Store( $collection );
	}

	public function name(): string {
		return 'local:' . gethostname() . ':' . $this->folder;
	}

	public function upsert( array $vectors ): void {
		$this->write(
			fn() => index_upsert(
				$this->folder,
				pack( 'P*', ...array_column( $vectors, 'chunk_id' ) ),
				implode( '', array_column( $vectors, 'embedding' ) ),
				array_column( $vectors, 'bot_id' ),
				array_column( $vectors, 'role' ),
				array_column( $vectors, 'content_type' )
			)
		);
	}

	public function delete( array $chunk_ids ): void {
		$this->write( fn() => index_delete( $this->folder, pack( 'P*', ...$chunk_ids ) ) );
	}

	public function clear(): void {
		$this->cursor->write( 0 );
		self::guarded( fn() => index_reset( $this->folder, $this->collection->dimensions ) );
	}

	public function search( Query $query ): array {
		Vector::check( $query->embedding, $this->collection->dimensions );
		$sets = Label_Sets::of( $query->filter, fn( Field $field ) => Store::labels( $this->collection, $field ) );
		if ( $sets === null || $this->generation() === 0 ) {
			return $this->table->search( $query );
		}
		if ( $sets->is_never() ) {
			return array();
		}
		try {
			return Hit::best( $this->find( $query, $sets ), $query );
		} catch ( Core_Exception ) {
			// Forgotten, so that the next feeding builds the index anew.
			$this->cursor->write( 0 );
			return $this->table->search( $query );
		}
	}

	public function stats(): Stats {
		$this->open();
		$stats = self::guarded( fn() => index_stats( $this->folder ) );
		return new Stats( $stats['rows'], $stats['bytes'], Table_Store::advice( $stats['rows'], $this->collection->dimensions ) );
	}

	public function generation(): int {
		return $this->cursor->read();
	}

	public function set_generation( int $generation ): void {
		$stats         = self::guarded( fn() => index_stats( $this->folder ) );
		$is_up_to_date = $generation >= Store::last_change( $this->collection );
		if ( $stats['needs_compaction'] && ( $is_up_to_date || $stats['log_rows'] > self::MAX_WAITING_ROWS ) ) {
			self::guarded( fn() => index_compact( $this->folder ) );
		}
		$this->cursor->write( $generation );
	}

	public function capabilities(): Capabilities {
		return new Capabilities( is_exact: false, is_immediate: true, is_shared: false, max_batch: self::MAX_BATCH );
	}

	/**
	 * @return list<Hit>
	 */
	private function find( Query $query, Label_Sets $sets ): array {
		$found = index_search(
			$this->folder,
			$query->embedding,
			$query->limit,
			// A threshold of 0 counts every row: scores below 0 are shown as 0.
			$query->threshold > 0.0 ? $query->threshold : -1.0,
			$sets->labels( Field::Bot ),
			$sets->labels( Field::Role ),
			$sets->labels( Field::Content_Type ),
			self::SEARCH_MILLISECONDS
		);
		return array_map( static fn( array $match ) => Hit::of( $match['id'], $match['score'] ), $found );
	}

	private function write( callable $work ): void {
		$this->open();
		self::guarded( $work );
	}

	/**
	 * Opens the index, or begins one. A damaged or foreign one is dropped, and with it what was fed.
	 */
	private function open(): void {
		try {
			index_open( $this->folder, $this->collection->dimensions );
		} catch ( Core_Exception $error ) {
			if ( $error->error_code !== 'invalid_record' && $error->error_code !== 'dimension_mismatch' ) {
				throw Store_Failure::of( 'store_storage', $error->error_code );
			}
			$was_fed = $this->generation() > 0;
			$this->clear();
			if ( $was_fed ) {
				throw Store_Failure::of( 'store_storage', 'The index was damaged and begins anew.' );
			}
		}
	}

	private static function guarded( callable $work ): mixed {
		try {
			return $work();
		} catch ( Core_Exception $error ) {
			throw Store_Failure::of( 'store_storage', $error->error_code );
		}
	}
}
