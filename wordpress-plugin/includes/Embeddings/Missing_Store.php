<?php
declare( strict_types=1 );

namespace MxChat\Embeddings;

use MxChat\Bots;
use MxChat\Knowledge\Vectors\Collection;
use MxChat\Schema;

/**
 * The chunks that a collection has no vector of. Those of bots in test mode want none.
 */
final class Missing_Store {

	/**
	 * @return list<\stdClass> With id, source_id, bot_id, title, content_type, content; in the order of their ids.
	 */
	public static function after( Collection $collection, int $after_chunk_id, int $limit ): array {
		global $wpdb;
		return $wpdb->get_results(
			$wpdb->prepare(
				'SELECT c.id, c.source_id, c.bot_id, c.content, s.title, s.content_type FROM ' . Schema::table( 'chunks' ) . ' c JOIN ' . Schema::table( 'sources' )
					. ' s ON s.id = c.source_id' . self::left_join() . ' WHERE v.chunk_id IS NULL AND c.id > %d AND ' . self::is_wanted() . ' ORDER BY c.id LIMIT %d',
				$collection->model,
				$collection->dimensions,
				$after_chunk_id,
				$limit
			)
		);
	}

	/**
	 * @return array{chunks:int,bytes:int} With the titles, which are embedded with each of them.
	 */
	public static function count( Collection $collection, int $after_chunk_id = 0 ): array {
		global $wpdb;
		$row = $wpdb->get_row(
			$wpdb->prepare(
				'SELECT COUNT(*) AS chunks, SUM( LENGTH( c.content ) + LENGTH( s.title ) ) AS bytes FROM ' . Schema::table( 'chunks' ) . ' c JOIN ' . Schema::table( 'sources' )
					. ' s ON s.id = c.source_id' . self::left_join() . ' WHERE v.chunk_id IS NULL AND c.id > %d AND ' . self::is_wanted(),
				$collection->model,
				$collection->dimensions,
				$after_chunk_id
			)
		);
		return array(
			'chunks' => (int) $row->chunks,
			'bytes'  => (int) $row->bytes,
		);
	}

	/**
	 * @return array{chunks:int,bytes:int} As if the collection were empty.
	 */
	public static function count_all(): array {
		global $wpdb;
		$row = $wpdb->get_row(
			'SELECT COUNT(*) AS chunks, SUM( LENGTH( c.content ) + LENGTH( s.title ) ) AS bytes FROM ' . Schema::table( 'chunks' ) . ' c JOIN ' . Schema::table( 'sources' ) . ' s ON s.id = c.source_id WHERE ' . self::is_wanted()
		);
		return array(
			'chunks' => (int) $row->chunks,
			'bytes'  => (int) $row->bytes,
		);
	}

	/**
	 * How many chunks of each source have a vector.
	 *
	 * @param int[] $source_ids
	 * @return array<int,int> By source; those without any are left out.
	 */
	public static function embedded_of( Collection $collection, array $source_ids ): array {
		global $wpdb;
		if ( ! $source_ids ) {
			return array();
		}
		$rows = $wpdb->get_results(
			$wpdb->prepare(
				'SELECT source_id, COUNT(*) AS vectors FROM ' . Schema::table( 'vectors' ) . ' WHERE source_id IN ('
					. implode( ',', array_fill( 0, count( $source_ids ), '%d' ) ) . ') AND model = %s AND dimensions = %d AND is_deleted = 0 GROUP BY source_id',
				...array( ...array_values( $source_ids ), $collection->model, $collection->dimensions )
			)
		);
		return array_map( 'intval', array_column( $rows, 'vectors', 'source_id' ) );
	}

	private static function is_wanted(): string {
		global $wpdb;
		$tests = array_values( array_filter( Bots\Store::ids(), array( Bots\Store::class, 'is_test' ) ) );
		return $tests ? $wpdb->prepare( 'c.bot_id NOT IN (' . implode( ',', array_fill( 0, count( $tests ), '%s' ) ) . ')', ...$tests ) : '1 = 1';
	}

	private static function left_join(): string {
		return ' LEFT JOIN ' . Schema::table( 'vectors' ) . ' v ON v.chunk_id = c.id AND v.model = %s AND v.dimensions = %d AND v.is_deleted = 0';
	}
}
