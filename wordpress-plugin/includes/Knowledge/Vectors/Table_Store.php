<?php
declare( strict_types=1 );

namespace MxChat\Knowledge\Vectors;

use function MxChat\Core\rank_embeddings;

/**
 * Compares the query with every vector of the table itself.
 *
 * It needs no extension, no file and no feeding, and it is always exact and up to date: where the index is missing,
 * damaged or cannot express a filter, it answers. It reads the whole table, so its time grows with that.
 */
final class Table_Store implements Vector_Store {

	/** From so many numbers on, a search without the extension takes a quarter of a second or more. */
	private const SLOW_NUMBERS = 2_000_000;

	/** So many bytes of embeddings are in memory at once. */
	private const PAGE_BYTES = 2 * 1024 * 1024;

	public function __construct( private readonly Collection $collection ) {}

	public function name(): string {
		return 'table:' . $this->collection->name();
	}

	public function search( Query $query ): array {
		Vector::check( $query->embedding, $this->collection->dimensions );
		$rows_per_page = max( 1, intdiv( self::PAGE_BYTES, 4 * $this->collection->dimensions ) );
		$best          = array();
		$after         = 0;
		do {
			$rows = Store::page( $this->collection, $query->filter, $after, $rows_per_page );
			if ( $rows ) {
				$after = (int) end( $rows )->chunk_id;
				$best  = Hit::best( array_merge( $best, self::ranked( $rows, $query ) ), $query );
			}
		} while ( count( $rows ) === $rows_per_page );
		return $best;
	}

	public function stats(): Stats {
		$rows = Store::count( $this->collection );
		return new Stats( $rows, $rows * 4 * $this->collection->dimensions, self::advice( $rows, $this->collection->dimensions ) );
	}

	/**
	 * Nothing to write: the table is what is searched.
	 */
	public function upsert( array $vectors ): void {}

	public function delete( array $chunk_ids ): void {}

	public function clear(): void {}

	public function set_generation( int $generation ): void {}

	public function generation(): int {
		return Store::last_change( $this->collection );
	}

	public function capabilities(): Capabilities {
		return new Capabilities( is_exact: true, is_immediate: true, is_shared: true, max_batch: 1000 );
	}

	/**
	 * From which size on the extension is worth installing.
	 */
	public static function advice( int $rows, int $dimensions ): string {
		if ( extension_loaded( 'mxchat' ) || $rows * $dimensions < self::SLOW_NUMBERS ) {
			return '';
		}
		return sprintf(
			/* translators: 1: number of text passages, 2: number of text passages */
			__( 'This site has %1$s text passages. From about %2$s on, the PHP extension of MxChat Engine makes every search many times faster.', 'mxchat-engine' ),
			number_format_i18n( $rows ),
			number_format_i18n( intdiv( self::SLOW_NUMBERS, $dimensions ) )
		);
	}

	/**
	 * @param \stdClass[] $rows
	 * @return list<Hit>
	 */
	private static function ranked( array $rows, Query $query ): array {
		// A threshold of 0 counts every row: scores below 0 are shown as 0.
		$threshold = $query->threshold > 0.0 ? $query->threshold : -1.0;
		$ranked    = rank_embeddings( $query->embedding, implode( '', array_column( $rows, 'embedding' ) ), $query->limit, $threshold );
		return array_map( static fn( array $match ) => Hit::of( (int) $rows[ $match['position'] ]->chunk_id, $match['score'] ), $ranked );
	}
}
