<?php
declare( strict_types=1 );

namespace MxChat\Knowledge;

use MxChat\Embeddings\Replacement_Store;
use MxChat\Rest\Time;
use MxChat\Schema;
use MxChat\Transaction;

/**
 * Sources and their chunks.
 */
final class Store {

	private const CHUNKS_PER_INSERT = 50;

	/**
	 * Writes the new chunks, then drops the old ones, in one transaction: a failure costs nothing, and of parallel
	 * writers of one source the last leaves its text whole.
	 *
	 * @param ?Chunk_Vectors $vectors    The embeddings of the new chunks, if they are there already.
	 * @param bool           $has_waited Whether the text is one that has waited for them, and must still be the latest.
	 * @return bool Whether anything changed.
	 */
	public static function replace( Source $source, ?Chunk_Vectors $vectors = null, bool $has_waited = false ): bool {
		if ( self::is_displaced( $source ) ) {
			return self::delete_post( $source->post_id );
		}
		if ( self::is_stored( $source ) ) {
			Replacement_Store::take( $source, $has_waited );
			return false;
		}
		$chunks     = Pieces::with_features( $source );
		$is_written = Transaction::run(
			static function () use ( $source, $chunks, $vectors, $has_waited ): bool {
				if ( $has_waited && ! Replacement_Store::take( $source, true ) ) {
					return false;
				}
				// Writing the row first holds other writers of this source back until the end. A SELECT before it would let
				// this transaction see the chunks as they were before those writers.
				self::save_row( $source );
				if ( ! $has_waited ) {
					Replacement_Store::take( $source, false );
				}
				$source_id = self::id_of( $source );
				$last_old  = self::replace_chunks( $source_id, $source->bot_id, $chunks );
				if ( $vectors !== null ) {
					$vectors->put( $source, $source_id, self::chunk_ids_after( $source_id, $last_old ) );
				}
				Index_State_Store::note_change( $source->bot_id );
				return true;
			}
		);
		if ( ! $is_written ) {
			return false;
		}
		// A push may have come in between: it does not see this row, or this does see it.
		if ( self::is_displaced( $source ) ) {
			return self::delete_post( $source->post_id );
		}
		if ( $source->is_pushed && $source->post_id > 0 ) {
			self::delete_rows( 'bot_id = %s AND post_id = %d AND is_pushed = 0', array( $source->bot_id, $source->post_id ) );
		}
		/**
		 * Chunks were replaced.
		 *
		 * @param string $bot_id      The bot that knows them.
		 * @param bool   $is_embedded Whether their embeddings came with them.
		 * @param string $source_url  What they are from.
		 */
		do_action( 'mxchat_knowledge_replaced', $source->bot_id, $vectors !== null, $source->source_url );
		return true;
	}

	/**
	 * Forgets what was read from a post.
	 *
	 * @param bool $with_pushed Also what was pushed for its address.
	 * @return bool Whether there was anything to delete.
	 */
	public static function delete_post( int $post_id, bool $with_pushed = false ): bool {
		$rows = self::delete_rows( 'post_id = %d AND is_pushed <= %d', array( $post_id, (int) $with_pushed ) );
		return (bool) $rows;
	}

	/**
	 * @param string[] $source_urls
	 * @return \stdClass[] The deleted rows: id, bot_id, post_id, source_url, chunks.
	 */
	public static function delete_pushed( string $bot_id, array $source_urls ): array {
		$keys = array_map( array( Source::class, 'pushed_key' ), array_values( $source_urls ) );
		return self::delete_rows( 'bot_id = %s AND source_key IN (' . self::placeholders( $keys ) . ')', array( $bot_id, ...$keys ) );
	}

	/**
	 * @return int How many sources were deleted; fewer than the limit when none is left.
	 */
	public static function delete_of_bot( string $bot_id, int $limit ): int {
		return count( self::delete_rows( 'bot_id = %s ORDER BY id LIMIT %d', array( $bot_id, $limit ) ) );
	}

	/**
	 * @return array{rows:\stdClass[],total:int} A page of the sources with the number of their chunks.
	 */
	public static function find( Source_Query $query ): array {
		global $wpdb;
		$conditions = $query->conditions();
		$where      = implode( ' AND ', array_column( $conditions, 0 ) );
		$values     = array_merge( ...array_column( $conditions, 1 ) );
		$direction  = $query->order === 'asc' ? 'ASC' : 'DESC';
		$rows       = $wpdb->get_results(
			$wpdb->prepare(
				'SELECT id, bot_id, source_url, post_id, is_pushed, title, content_type, bytes, updated_at FROM ' . Schema::table( 'sources' )
					. " WHERE $where ORDER BY updated_at $direction, id $direction LIMIT %d OFFSET %d",
				...$values,
				...array( $query->limit, $query->offset )
			)
		);
		return array(
			'rows'  => self::with_chunk_counts( $rows ),
			'total' => (int) $wpdb->get_var( $wpdb->prepare( 'SELECT COUNT(*) FROM ' . Schema::table( 'sources' ) . " WHERE $where", ...$values ) ),
		);
	}

	/**
	 * @return array{sources:int,chunks:int,bytes:int}
	 */
	public static function totals( string $bot_id ): array {
		global $wpdb;
		$row = $wpdb->get_row( $wpdb->prepare( 'SELECT COUNT(*) AS sources, SUM(bytes) AS bytes FROM ' . Schema::table( 'sources' ) . ' WHERE bot_id = %s', $bot_id ) );
		return array(
			'sources' => (int) $row->sources,
			'chunks'  => self::count_chunks( Scope::of_index( $bot_id ), 0 ),
			'bytes'   => (int) $row->bytes,
		);
	}

	public static function count_chunks_of( Source $source ): int {
		global $wpdb;
		return (int) $wpdb->get_var(
			$wpdb->prepare( 'SELECT COUNT(*) FROM ' . Schema::table( 'chunks' ) . ' WHERE source_id = %d', self::id_of( $source ) )
		);
	}

	/**
	 * Ids of the posts that are known, a page at a time.
	 *
	 * @return int[]
	 */
	public static function known_post_ids( int $after_post_id, int $limit ): array {
		global $wpdb;
		return array_map(
			'intval',
			$wpdb->get_col(
				$wpdb->prepare(
					'SELECT post_id FROM ' . Schema::table( 'sources' ) . ' WHERE post_id > %d ORDER BY post_id LIMIT %d',
					$after_post_id,
					$limit
				)
			)
		);
	}

	/**
	 * Chunks with their sources, keyed by chunk id; ids that are gone are left out.
	 *
	 * @param int[] $chunk_ids
	 * @return array<int,\stdClass>
	 */
	public static function chunks_by_id( array $chunk_ids, Scope $scope ): array {
		global $wpdb;
		if ( ! $chunk_ids ) {
			return array();
		}
		return $wpdb->get_results(
			$wpdb->prepare(
				'SELECT c.id, c.source_id, c.position, c.content, s.source_url, s.post_id, s.is_pushed, s.title, s.content_type'
					. ' FROM ' . Schema::table( 'chunks' ) . ' c JOIN ' . Schema::table( 'sources' ) . ' s ON s.id = c.source_id'
					. ' WHERE c.id IN (' . self::placeholders( $chunk_ids, '%d' ) . ') AND ' . self::in_scope( $scope, 'c' ),
				...$chunk_ids
			),
			OBJECT_K
		);
	}

	/**
	 * Hits and the chunks at most so far before and after them, by source and position.
	 *
	 * @param array<int,array{source_id:int,position:int}> $hits
	 * @return array<int,array<int,string>>
	 */
	public static function texts_around( array $hits, int $reach ): array {
		global $wpdb;
		if ( ! $hits ) {
			return array();
		}
		$ranges = array_map(
			static fn( array $hit ) => $wpdb->prepare( '(source_id = %d AND position BETWEEN %d AND %d)', $hit['source_id'], max( 0, $hit['position'] - $reach ), $hit['position'] + $reach ),
			$hits
		);
		$texts  = array();
		$rows   = $wpdb->get_results( 'SELECT source_id, position, content FROM ' . Schema::table( 'chunks' ) . ' WHERE ' . implode( ' OR ', $ranges ) . ' ORDER BY source_id, position' );
		foreach ( $rows as $row ) {
			$texts[ (int) $row->source_id ][ (int) $row->position ] = $row->content;
		}
		return $texts;
	}

	/**
	 * Ids and packed features of the chunks after an id, for the inverted index.
	 *
	 * @return \stdClass[]
	 */
	public static function features_after( Scope $scope, int $after_chunk_id, int $max_chunk_id, int $limit ): array {
		global $wpdb;
		return $wpdb->get_results(
			$wpdb->prepare(
				'SELECT c.id, c.features FROM ' . Schema::table( 'chunks' ) . ' c WHERE ' . self::in_scope( $scope, 'c' ) . ' AND c.id > %d AND c.id <= %d ORDER BY c.id LIMIT %d',
				$after_chunk_id,
				$max_chunk_id,
				$limit
			)
		);
	}

	public static function count_chunks( Scope $scope, int $after_chunk_id, int $max_chunk_id = PHP_INT_MAX ): int {
		global $wpdb;
		return (int) $wpdb->get_var(
			$wpdb->prepare(
				'SELECT COUNT(*) FROM ' . Schema::table( 'chunks' ) . ' c WHERE ' . self::in_scope( $scope, 'c' ) . ' AND c.id > %d AND c.id <= %d',
				$after_chunk_id,
				$max_chunk_id
			)
		);
	}

	/**
	 * Every source that a bot may use, with the ids of its chunks.
	 *
	 * @return array<int,\stdClass>
	 */
	public static function sources_with_chunks( Scope $scope, int $limit ): array {
		global $wpdb;
		$sources = $wpdb->get_results(
			$wpdb->prepare(
				'SELECT s.id, s.source_url, s.post_id, s.is_pushed, s.title FROM ' . Schema::table( 'sources' ) . ' s WHERE ' . self::sources_in_scope( $scope, 's' ) . ' ORDER BY s.id LIMIT %d',
				$limit
			),
			OBJECT_K
		);
		$chunks = $wpdb->get_results( 'SELECT c.id, c.source_id FROM ' . Schema::table( 'chunks' ) . ' c WHERE ' . self::in_scope( $scope, 'c' ) . ' ORDER BY c.id' );
		foreach ( $chunks as $chunk ) {
			if ( isset( $sources[ $chunk->source_id ] ) ) {
				$sources[ $chunk->source_id ]->chunks[] = (int) $chunk->id;
			}
		}
		return $sources;
	}

	/**
	 * Whether pushed content stands at the address of this post: then it speaks for the post.
	 */
	public static function is_displaced( Source $source ): bool {
		global $wpdb;
		return ! $source->is_pushed && (bool) $wpdb->get_var(
			$wpdb->prepare(
				'SELECT 1 FROM ' . Schema::table( 'sources' ) . ' WHERE bot_id = %s AND ( source_key = %s OR ( post_id = %d AND is_pushed = 1 ) ) LIMIT 1',
				$source->bot_id,
				Source::pushed_key( $source->source_url ),
				$source->post_id
			)
		);
	}

	public static function is_stored( Source $source ): bool {
		global $wpdb;
		$content_hash = $wpdb->get_var(
			$wpdb->prepare( 'SELECT content_hash FROM ' . Schema::table( 'sources' ) . ' WHERE bot_id = %s AND source_key = %s', $source->bot_id, $source->key() )
		);
		return $content_hash === $source->content_hash();
	}

	/**
	 * @return int 0 if it is not stored.
	 */
	public static function id_of( Source $source ): int {
		global $wpdb;
		return (int) $wpdb->get_var(
			$wpdb->prepare( 'SELECT id FROM ' . Schema::table( 'sources' ) . ' WHERE bot_id = %s AND source_key = %s', $source->bot_id, $source->key() )
		);
	}

	private static function save_row( Source $source ): void {
		global $wpdb;
		Transaction::query(
			$wpdb->prepare(
				'INSERT INTO ' . Schema::table( 'sources' )
					. ' (bot_id, source_key, source_url, post_id, is_pushed, title, content_type, content_hash, bytes, updated_at)'
					. ' VALUES (%s, %s, %s, %d, %d, %s, %s, %s, %d, %s) ON DUPLICATE KEY UPDATE source_url = VALUES(source_url),'
					. ' post_id = VALUES(post_id), title = VALUES(title), content_type = VALUES(content_type),'
					. ' content_hash = VALUES(content_hash), bytes = VALUES(bytes), updated_at = VALUES(updated_at)',
				$source->bot_id,
				$source->key(),
				$source->source_url,
				$source->post_id,
				(int) $source->is_pushed,
				$source->title,
				$source->content_type,
				$source->content_hash(),
				strlen( $source->text ),
				Time::now()
			)
		);
	}

	/**
	 * @return array<int,int> Ids of the newer chunks by position.
	 */
	private static function chunk_ids_after( int $source_id, int $after_chunk_id ): array {
		global $wpdb;
		$rows = $wpdb->get_results(
			$wpdb->prepare( 'SELECT id, position FROM ' . Schema::table( 'chunks' ) . ' WHERE source_id = %d AND id > %d', $source_id, $after_chunk_id )
		);
		return array_map( 'intval', array_column( $rows, 'id', 'position' ) );
	}

	/**
	 * @param array<int,array{content:string,features:string}> $chunks
	 * @return int The id of the last chunk that was dropped.
	 */
	private static function replace_chunks( int $source_id, string $bot_id, array $chunks ): int {
		global $wpdb;
		$last_old = (int) $wpdb->get_var(
			$wpdb->prepare( 'SELECT MAX(id) FROM ' . Schema::table( 'chunks' ) . ' WHERE source_id = %d', $source_id )
		);
		foreach ( array_chunk( $chunks, self::CHUNKS_PER_INSERT, true ) as $some ) {
			$values = array();
			foreach ( $some as $position => $chunk ) {
				array_push( $values, $source_id, $bot_id, $position, $chunk['content'], $chunk['features'] );
			}
			Transaction::query(
				$wpdb->prepare(
					'INSERT INTO ' . Schema::table( 'chunks' ) . ' (source_id, bot_id, position, content, features) VALUES '
						. implode( ', ', array_fill( 0, count( $some ), '(%d, %s, %d, %s, %s)' ) ),
					...$values
				)
			);
		}
		Transaction::query(
			$wpdb->prepare( 'DELETE FROM ' . Schema::table( 'chunks' ) . ' WHERE source_id = %d AND id <= %d', $source_id, $last_old )
		);
		Vectors\Store::delete_source( $source_id, $last_old, time() );
		return $last_old;
	}

	/**
	 * Deletes sources with their chunks.
	 *
	 * @param array<int,string|int> $values
	 * @return \stdClass[] The deleted rows.
	 */
	private static function delete_rows( string $where, array $values ): array {
		global $wpdb;
		$rows = $wpdb->get_results(
			$wpdb->prepare( 'SELECT id, bot_id, source_key, post_id, source_url FROM ' . Schema::table( 'sources' ) . " WHERE $where", ...$values )
		);
		foreach ( $rows as $row ) {
			$row->chunks = Transaction::run(
				static function () use ( $wpdb, $row ): int {
					Transaction::query( $wpdb->prepare( 'DELETE FROM ' . Schema::table( 'sources' ) . ' WHERE id = %d', $row->id ) );
					$chunks = Transaction::query( $wpdb->prepare( 'DELETE FROM ' . Schema::table( 'chunks' ) . ' WHERE source_id = %d', $row->id ) );
					Vectors\Store::delete_source( (int) $row->id, PHP_INT_MAX, time() );
					Replacement_Store::delete( $row->bot_id, $row->source_key );
					Index_State_Store::note_change( $row->bot_id );
					return $chunks;
				}
			);
			/**
			 * A source is known no more.
			 *
			 * @param string $bot_id     The bot that knew it.
			 * @param string $source_url Its address.
			 */
			do_action( 'mxchat_knowledge_deleted', $row->bot_id, $row->source_url );
		}
		return $rows;
	}

	private static function with_chunk_counts( array $sources ): array {
		global $wpdb;
		$ids    = array_map( 'intval', array_column( $sources, 'id' ) );
		$counts = $ids ? $wpdb->get_results(
			$wpdb->prepare(
				'SELECT source_id, COUNT(*) AS chunks FROM ' . Schema::table( 'chunks' ) . ' WHERE source_id IN (' . self::placeholders( $ids, '%d' ) . ') GROUP BY source_id',
				...$ids
			),
			OBJECT_K
		) : array();
		foreach ( $sources as $source ) {
			$source->chunks = (int) ( $counts[ $source->id ]->chunks ?? 0 );
		}
		return $sources;
	}

	/**
	 * SQL: the chunk is one that the scope holds. What goes into prepare() again keeps its percent signs there.
	 */
	private static function in_scope( Scope $scope, string $alias ): string {
		global $wpdb;
		$of_bots = $wpdb->prepare( "$alias.bot_id IN (" . self::placeholders( $scope->bot_ids ) . ')', ...$scope->bot_ids );
		if ( ! $scope->content_types ) {
			return $of_bots;
		}
		return "$of_bots AND EXISTS ( SELECT 1 FROM " . Schema::table( 'sources' ) . " kind WHERE kind.id = $alias.source_id AND " . self::sources_in_scope( $scope, 'kind' ) . ' )';
	}

	/**
	 * SQL: the source is one that the scope holds.
	 */
	private static function sources_in_scope( Scope $scope, string $alias ): string {
		global $wpdb;
		$of_bots = $wpdb->prepare( "$alias.bot_id IN (" . self::placeholders( $scope->bot_ids ) . ')', ...$scope->bot_ids );
		return $scope->content_types
			? "$of_bots AND " . $wpdb->prepare( "BINARY $alias.content_type IN (" . self::placeholders( $scope->content_types ) . ')', ...$scope->content_types )
			: $of_bots;
	}

	private static function placeholders( array $values, string $placeholder = '%s' ): string {
		return implode( ',', array_fill( 0, count( $values ), $placeholder ) );
	}
}
