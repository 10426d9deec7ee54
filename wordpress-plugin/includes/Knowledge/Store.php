<?php
declare( strict_types=1 );

namespace MxChat\Knowledge;

use MxChat\Rest\Time;
use MxChat\Schema;
use function MxChat\Core\chunk_text;
use function MxChat\Core\lexical_features;

/**
 * Sources and their chunks.
 */
final class Store {

	private const CHUNK_CHARACTERS = 1000;

	/**
	 * Writes the new chunks, then drops the old ones, in one transaction: a failure costs nothing.
	 *
	 * @return bool Whether anything changed.
	 */
	public static function replace( Source $source ): bool {
		global $wpdb;
		$existing = self::find_row( $source );
		if ( $existing !== null && $existing->content_hash === $source->content_hash() && $existing->source_url === $source->source_url ) {
			return false;
		}
		$chunks = self::chunks( $source );
		$wpdb->query( 'START TRANSACTION' );
		$source_id = self::save_row( $source, $existing === null ? null : (int) $existing->id );
		if ( $source_id === null || ! self::replace_chunks( $source_id, $source->bot_id, $chunks ) ) {
			$wpdb->query( 'ROLLBACK' );
			throw new \RuntimeException( 'A source could not be saved.' );
		}
		$wpdb->query( 'COMMIT' );
		return true;
	}

	/**
	 * @return bool Whether there was anything to delete.
	 */
	public static function delete_post( int $post_id ): bool {
		global $wpdb;
		$ids = $wpdb->get_col( $wpdb->prepare( 'SELECT id FROM ' . Schema::table( 'sources' ) . ' WHERE post_id = %d', $post_id ) );
		foreach ( $ids as $id ) {
			$wpdb->query( 'START TRANSACTION' );
			$wpdb->delete( Schema::table( 'chunks' ), array( 'source_id' => (int) $id ) );
			$wpdb->delete( Schema::table( 'sources' ), array( 'id' => (int) $id ) );
			$wpdb->query( 'COMMIT' );
		}
		return (bool) $ids;
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
	public static function chunks_by_id( array $chunk_ids, string $bot_id ): array {
		global $wpdb;
		if ( ! $chunk_ids ) {
			return array();
		}
		return $wpdb->get_results(
			$wpdb->prepare(
				'SELECT c.id, c.source_id, c.position, c.content, s.source_url, s.post_id, s.title, s.content_type'
					. ' FROM ' . Schema::table( 'chunks' ) . ' c JOIN ' . Schema::table( 'sources' ) . ' s ON s.id = c.source_id'
					. ' WHERE c.bot_id = %s AND c.id IN (' . implode( ',', array_fill( 0, count( $chunk_ids ), '%d' ) ) . ')',
				$bot_id,
				...$chunk_ids
			),
			OBJECT_K
		);
	}

	/**
	 * Ids and packed features of the chunks after an id, for the inverted index.
	 *
	 * @return \stdClass[]
	 */
	public static function features_after( string $bot_id, int $after_chunk_id, int $limit ): array {
		global $wpdb;
		return $wpdb->get_results(
			$wpdb->prepare(
				'SELECT id, features FROM ' . Schema::table( 'chunks' ) . ' WHERE bot_id = %s AND id > %d ORDER BY id LIMIT %d',
				$bot_id,
				$after_chunk_id,
				$limit
			)
		);
	}

	public static function count_chunks( string $bot_id, int $after_chunk_id ): int {
		global $wpdb;
		return (int) $wpdb->get_var(
			$wpdb->prepare( 'SELECT COUNT(*) FROM ' . Schema::table( 'chunks' ) . ' WHERE bot_id = %s AND id > %d', $bot_id, $after_chunk_id )
		);
	}

	/**
	 * Every source of a bot with the ids of its chunks.
	 *
	 * @return array<int,\stdClass>
	 */
	public static function sources_with_chunks( string $bot_id, int $limit ): array {
		global $wpdb;
		$sources = $wpdb->get_results(
			$wpdb->prepare(
				'SELECT id, source_url, post_id, title FROM ' . Schema::table( 'sources' ) . ' WHERE bot_id = %s ORDER BY id LIMIT %d',
				$bot_id,
				$limit
			),
			OBJECT_K
		);
		$chunks = $wpdb->get_results(
			$wpdb->prepare( 'SELECT id, source_id FROM ' . Schema::table( 'chunks' ) . ' WHERE bot_id = %s ORDER BY id', $bot_id )
		);
		foreach ( $chunks as $chunk ) {
			if ( isset( $sources[ $chunk->source_id ] ) ) {
				$sources[ $chunk->source_id ]->chunks[] = (int) $chunk->id;
			}
		}
		return $sources;
	}

	private static function find_row( Source $source ): ?\stdClass {
		global $wpdb;
		[ $column, $value ] = $source->post_id > 0 ? array( 'post_id', $source->post_id ) : array( 'url_hash', $source->url_hash() );
		return $wpdb->get_row(
			$wpdb->prepare(
				'SELECT id, content_hash, source_url FROM ' . Schema::table( 'sources' ) . " WHERE bot_id = %s AND $column = %s",
				$source->bot_id,
				$value
			)
		);
	}

	private static function save_row( Source $source, ?int $id ): ?int {
		global $wpdb;
		$row = array(
			'bot_id'       => $source->bot_id,
			'url_hash'     => $source->url_hash(),
			'source_url'   => $source->source_url,
			'post_id'      => $source->post_id,
			'title'        => $source->title,
			'content_type' => $source->content_type,
			'content_hash' => $source->content_hash(),
			'bytes'        => strlen( $source->text ),
			'updated_at'   => Time::now(),
		);
		if ( $id !== null ) {
			return $wpdb->update( Schema::table( 'sources' ), $row, array( 'id' => $id ) ) === false ? null : $id;
		}
		return $wpdb->insert( Schema::table( 'sources' ), $row ) ? (int) $wpdb->insert_id : null;
	}

	/**
	 * @param array<int,array{content:string,features:string}> $chunks
	 */
	private static function replace_chunks( int $source_id, string $bot_id, array $chunks ): bool {
		global $wpdb;
		$last_old = (int) $wpdb->get_var(
			$wpdb->prepare( 'SELECT MAX(id) FROM ' . Schema::table( 'chunks' ) . ' WHERE source_id = %d', $source_id )
		);
		foreach ( $chunks as $position => $chunk ) {
			$row = array( 'source_id' => $source_id, 'bot_id' => $bot_id, 'position' => $position ) + $chunk;
			if ( ! $wpdb->insert( Schema::table( 'chunks' ), $row ) ) {
				return false;
			}
		}
		return $wpdb->query(
			$wpdb->prepare( 'DELETE FROM ' . Schema::table( 'chunks' ) . ' WHERE source_id = %d AND id <= %d', $source_id, $last_old )
		) !== false;
	}

	/**
	 * @return array<int,array{content:string,features:string}>
	 */
	private static function chunks( Source $source ): array {
		return array_map(
			static function ( array $span ) use ( $source ): array {
				$content = substr( $source->text, $span['start'], $span['end'] - $span['start'] );
				return array(
					'content'  => $content,
					'features' => lexical_features( $source->title, $content ),
				);
			},
			chunk_text( $source->text, self::CHUNK_CHARACTERS )
		);
	}
}
