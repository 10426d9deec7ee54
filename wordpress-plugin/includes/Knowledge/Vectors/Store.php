<?php
declare( strict_types=1 );

namespace MxChat\Knowledge\Vectors;

use MxChat\Schema;
use MxChat\Transaction;

/**
 * The vectors as they are true, numbered by their last change. What searches them is fed from here.
 *
 * A vector that is gone leaves a row without an embedding, so that every store learns of it.
 */
final class Store {

	private const SEQUENCE       = 'vectors';
	private const ROWS_PER_WRITE = 50;
	private const COLUMNS        = array( 'chunk_id', 'model', 'dimensions', 'bot_id', 'role', 'content_type', 'source_id', 'updated_at', 'seq', 'is_deleted', 'embedding' );

	/** @var array<string,Collection> What this request has changed, by name. */
	private static array $changed = array();

	/**
	 * The collections that this request has changed since it was asked last.
	 *
	 * @return list<Collection>
	 */
	public static function take_changed(): array {
		$changed       = array_values( self::$changed );
		self::$changed = array();
		return $changed;
	}

	/**
	 * Every collection that has rows.
	 *
	 * @return list<Collection>
	 */
	public static function collections(): array {
		global $wpdb;
		$rows = $wpdb->get_results( 'SELECT DISTINCT model, dimensions FROM ' . Schema::table( 'vectors' ) . ' ORDER BY model, dimensions' );
		return array_map( static fn( \stdClass $row ) => new Collection( $row->model, (int) $row->dimensions ), $rows );
	}

	/**
	 * Writes vectors over those of the same chunks, all or none.
	 *
	 * @param Vector[] $vectors
	 * @return int The number of the last change.
	 */
	public static function put( Collection $collection, array $vectors ): int {
		foreach ( $vectors as $vector ) {
			Vector::check( $vector->embedding, $collection->dimensions );
		}
		self::note_change( $collection );
		return Transaction::run(
			static function () use ( $collection, $vectors ): int {
				$last = Sequence_Store::add( self::SEQUENCE, count( $vectors ) );
				$seq  = $last - count( $vectors );
				foreach ( array_chunk( $vectors, self::ROWS_PER_WRITE ) as $some ) {
					self::write_rows( $collection, $some, $seq );
					$seq += count( $some );
				}
				return $last;
			}
		);
	}

	/**
	 * Drops rows of a collection that nobody searches any more.
	 *
	 * @return int How many rows are gone; fewer than the limit when none is left.
	 */
	public static function drop_rows( Collection $collection, int $limit ): int {
		global $wpdb;
		$of_collection = $wpdb->prepare( ' FROM ' . Schema::table( 'vectors' ) . ' WHERE model = %s AND dimensions = %d', $collection->model, $collection->dimensions );
		$last          = $wpdb->get_var( "SELECT MAX(seq) FROM ( SELECT seq $of_collection ORDER BY seq LIMIT $limit ) AS oldest" );
		return $last === null ? 0 : Transaction::query( "DELETE $of_collection AND seq <= " . (int) $last );
	}

	/**
	 * Forgets the vectors of chunks, in every collection.
	 *
	 * @param int[] $chunk_ids
	 */
	public static function delete_chunks( array $chunk_ids, int $now ): void {
		Transaction::run( static fn() => self::forget( $chunk_ids, $now ) );
	}

	/**
	 * Forgets the vectors of a source's chunks up to one of them. To be called within a transaction.
	 */
	public static function delete_source( int $source_id, int $up_to_chunk_id, int $now ): void {
		global $wpdb;
		$ids = $wpdb->get_col(
			$wpdb->prepare(
				'SELECT DISTINCT chunk_id FROM ' . Schema::table( 'vectors' ) . ' WHERE source_id = %d AND chunk_id <= %d AND is_deleted = 0',
				$source_id,
				$up_to_chunk_id
			)
		);
		self::forget( array_map( 'intval', $ids ), $now );
	}

	/**
	 * Forgets the vectors whose chunk is gone, whoever removed it.
	 *
	 * @return int How many chunks were forgotten; at most the limit.
	 */
	public static function delete_orphans( int $limit, int $now ): int {
		global $wpdb;
		$ids = $wpdb->get_col(
			$wpdb->prepare(
				'SELECT DISTINCT v.chunk_id FROM ' . Schema::table( 'vectors' ) . ' v LEFT JOIN ' . Schema::table( 'chunks' ) . ' c ON c.id = v.chunk_id'
					. ' WHERE v.is_deleted = 0 AND c.id IS NULL ORDER BY v.chunk_id LIMIT %d',
				$limit
			)
		);
		self::delete_chunks( array_map( 'intval', $ids ), $now );
		return count( $ids );
	}

	/**
	 * Drops the rows of vectors that were gone before a time. Stores that have not heard of them begin anew.
	 */
	public static function delete_old_tombstones( int $before ): void {
		global $wpdb;
		$where = ' FROM ' . Schema::table( 'vectors' ) . ' WHERE is_deleted = 1 AND updated_at < %d';
		$floor = (int) $wpdb->get_var( $wpdb->prepare( 'SELECT MAX(seq)' . $where, $before ) );
		if ( $floor > 0 ) {
			Sequence_Store::set( self::SEQUENCE . '_floor', max( $floor, self::floor() ) );
			$wpdb->query( $wpdb->prepare( 'DELETE' . $where . ' AND seq <= %d', $before, $floor ) );
		}
	}

	/**
	 * The change below which deletions are no longer known.
	 */
	public static function floor(): int {
		return Sequence_Store::get( self::SEQUENCE . '_floor' );
	}

	/**
	 * The number of the collection's last change.
	 */
	public static function last_change( Collection $collection ): int {
		return (int) self::value( $collection, 'MAX(seq)', '' );
	}

	public static function count( Collection $collection ): int {
		return (int) self::value( $collection, 'COUNT(*)', ' AND is_deleted = 0' );
	}

	/**
	 * What has changed after a change, in order.
	 *
	 * @return list<Change>
	 */
	public static function changes_after( Collection $collection, int $seq, int $limit ): array {
		global $wpdb;
		$rows = $wpdb->get_results(
			$wpdb->prepare(
				'SELECT * FROM ' . Schema::table( 'vectors' ) . ' WHERE model = %s AND dimensions = %d AND seq > %d ORDER BY seq LIMIT %d',
				$collection->model,
				$collection->dimensions,
				$seq,
				$limit
			)
		);
		return array_map( static fn( \stdClass $row ) => new Change( (int) $row->seq, (int) $row->chunk_id, self::vector( $row ) ), $rows );
	}

	/**
	 * Ids and packed embeddings of the vectors that a filter lets through, after an id.
	 *
	 * @return list<\stdClass> With `chunk_id` and `embedding`.
	 */
	public static function page( Collection $collection, ?Filter $filter, int $after_chunk_id, int $limit ): array {
		global $wpdb;
		$condition = Sql_Condition::of( $filter );
		return $wpdb->get_results(
			$wpdb->prepare(
				'SELECT chunk_id, embedding FROM ' . Schema::table( 'vectors' ) . ' WHERE model = %s AND dimensions = %d AND is_deleted = 0'
					. ' AND chunk_id > %d AND ' . $condition->for_wordpress() . ' ORDER BY chunk_id LIMIT %d',
				...array( $collection->model, $collection->dimensions, $after_chunk_id, ...$condition->values, $limit )
			)
		);
	}

	/**
	 * The labels that occur in a field.
	 *
	 * @return list<string>
	 */
	public static function labels( Collection $collection, Field $field ): array {
		global $wpdb;
		$labels = $wpdb->get_col(
			$wpdb->prepare(
				"SELECT MIN($field->value) FROM " . Schema::table( 'vectors' )
					. " WHERE model = %s AND dimensions = %d AND is_deleted = 0 GROUP BY BINARY $field->value",
				$collection->model,
				$collection->dimensions
			)
		);
		// WordPress gives null for the empty text.
		return array_map( 'strval', $labels );
	}

	public static function count_changes_after( Collection $collection, int $seq ): int {
		return (int) self::value( $collection, 'COUNT(*)', ' AND seq > ' . $seq );
	}

	private static function value( Collection $collection, string $what, string $and ): ?string {
		global $wpdb;
		return $wpdb->get_var(
			$wpdb->prepare(
				"SELECT $what FROM " . Schema::table( 'vectors' ) . ' WHERE model = %s AND dimensions = %d' . $and,
				$collection->model,
				$collection->dimensions
			)
		);
	}

	/**
	 * @param int[] $chunk_ids
	 */
	private static function forget( array $chunk_ids, int $now ): void {
		global $wpdb;
		foreach ( array_chunk( $chunk_ids, self::ROWS_PER_WRITE ) as $some ) {
			$in   = ' WHERE is_deleted = 0 AND chunk_id IN (' . implode( ',', array_fill( 0, count( $some ), '%d' ) ) . ')';
			$rows = $wpdb->get_results(
				$wpdb->prepare( 'SELECT chunk_id, model, dimensions FROM ' . Schema::table( 'vectors' ) . $in . ' ORDER BY seq', ...$some )
			);
			$seq  = $rows ? Sequence_Store::add( self::SEQUENCE, count( $rows ) ) - count( $rows ) : 0;
			foreach ( $rows as $row ) {
				self::note_change( new Collection( $row->model, (int) $row->dimensions ) );
				Transaction::query(
					$wpdb->prepare(
						'UPDATE ' . Schema::table( 'vectors' ) . " SET seq = %d, is_deleted = 1, embedding = '', updated_at = %d"
							. ' WHERE chunk_id = %d AND model = %s AND dimensions = %d',
						++$seq,
						$now,
						$row->chunk_id,
						$row->model,
						$row->dimensions
					)
				);
			}
		}
	}

	/**
	 * @param Vector[] $vectors
	 */
	private static function write_rows( Collection $collection, array $vectors, int $seq ): void {
		global $wpdb;
		$values = array();
		foreach ( $vectors as $vector ) {
			array_push(
				$values,
				...array( $vector->chunk_id, $collection->model, $collection->dimensions, $vector->bot_id, $vector->role ),
				...array( $vector->content_type, $vector->source_id, $vector->updated_at, ++$seq, 0, $vector->embedding )
			);
		}
		$row    = '(%d, %s, %d, %s, %s, %s, %d, %d, %d, %d, %s)';
		$update = array_map( static fn( string $column ) => "$column = VALUES($column)", array_slice( self::COLUMNS, 3 ) );
		Transaction::query(
			$wpdb->prepare(
				'INSERT INTO ' . Schema::table( 'vectors' ) . ' (' . implode( ', ', self::COLUMNS ) . ') VALUES '
					. implode( ', ', array_fill( 0, count( $vectors ), $row ) )
					. ' ON DUPLICATE KEY UPDATE ' . implode( ', ', $update ),
				...$values
			)
		);
	}

	private static function vector( \stdClass $row ): ?Vector {
		if ( (int) $row->is_deleted === 1 ) {
			return null;
		}
		return new Vector(
			(int) $row->chunk_id,
			$row->embedding,
			$row->bot_id,
			$row->role,
			$row->content_type,
			(int) $row->source_id,
			(int) $row->updated_at
		);
	}

	private static function note_change( Collection $collection ): void {
		self::$changed[ $collection->dimensions . ':' . $collection->model ] = $collection;
	}
}
