<?php
declare( strict_types=1 );

namespace MxChat\Knowledge;

use MxChat\Schema;
use MxChat\Transaction;

/**
 * The built inverted index in SQL, in pages small enough for every server's packet limit: what every web server of the
 * site can read.
 */
final class Segment_Store {

	private const PAGE_BYTES = 512 * 1024;

	/**
	 * The bot's segments, the oldest first: a later one replaces the rows of earlier ones.
	 *
	 * @return Segment[]
	 */
	public static function list( string $bot_id ): array {
		global $wpdb;
		$rows = $wpdb->get_results(
			$wpdb->prepare(
				'SELECT generation, after_chunk_id, max_chunk_id, chunk_count, segment_bytes FROM ' . Schema::table( 'segments' )
					. ' WHERE bot_id = %s AND page = 0 ORDER BY generation',
				$bot_id
			)
		);
		return array_map(
			static fn( \stdClass $row ) => new Segment( (int) $row->generation, (int) $row->after_chunk_id, (int) $row->max_chunk_id, (int) $row->chunk_count, (int) $row->segment_bytes ),
			$rows
		);
	}

	/**
	 * The bytes of a segment; null if it has been replaced meanwhile.
	 */
	public static function read( string $bot_id, Segment $segment ): ?string {
		global $wpdb;
		$pages   = $wpdb->get_col(
			$wpdb->prepare( 'SELECT content FROM ' . Schema::table( 'segments' ) . ' WHERE bot_id = %s AND generation = %d ORDER BY page', $bot_id, $segment->generation )
		);
		$content = implode( '', $pages );
		return strlen( $content ) === $segment->bytes ? $content : null;
	}

	/**
	 * A number that grows whenever a segment of the bot is replaced.
	 */
	public static function generation( string $bot_id ): int {
		global $wpdb;
		return (int) $wpdb->get_var( $wpdb->prepare( 'SELECT MAX(generation) FROM ' . Schema::table( 'segments' ) . ' WHERE bot_id = %s', $bot_id ) );
	}

	/**
	 * Stores a segment and drops those that it makes superfluous.
	 *
	 * @param array{0:int,1:int} $range   The ids that the segment covers: after the first, up to the second.
	 * @param array{0:int,1:int} $written The ids that have been written by now, with this segment and those just before it.
	 */
	public static function replace( string $bot_id, string $content, int $chunk_count, array $range, array $written ): void {
		$generation = self::generation( $bot_id ) + 1;
		Transaction::run(
			static function () use ( $bot_id, $content, $chunk_count, $range, $written, $generation ): void {
				foreach ( str_split( $content, self::PAGE_BYTES ) as $page => $bytes ) {
					self::insert_page( array( $bot_id, $generation, $page, ...$range, ...array( $chunk_count, strlen( $content ), $bytes ) ) );
				}
				self::drop( $bot_id, $written, $generation );
			}
		);
	}

	/**
	 * Drops the segments of a range that has no chunks any more.
	 */
	public static function delete( string $bot_id, int $after_chunk_id, int $max_chunk_id ): void {
		self::drop( $bot_id, array( $after_chunk_id, $max_chunk_id ), PHP_INT_MAX );
	}

	/**
	 * Drops an index that nobody searches any more.
	 */
	public static function delete_index( string $index_id ): void {
		self::delete( $index_id, 0, PHP_INT_MAX );
		Index_State_Store::forget( $index_id );
		Segment_Files::forget( $index_id );
	}

	/**
	 * Segments within a range that were written before.
	 */
	private static function drop( string $bot_id, array $range, int $before_generation ): void {
		global $wpdb;
		Transaction::query(
			$wpdb->prepare(
				'DELETE FROM ' . Schema::table( 'segments' ) . ' WHERE bot_id = %s AND after_chunk_id >= %d AND max_chunk_id <= %d AND generation < %d',
				$bot_id,
				$range[0],
				$range[1],
				$before_generation
			)
		);
	}

	private static function insert_page( array $values ): void {
		global $wpdb;
		Transaction::query(
			$wpdb->prepare(
				'INSERT INTO ' . Schema::table( 'segments' ) . ' (bot_id, generation, page, after_chunk_id, max_chunk_id, chunk_count, segment_bytes, content) VALUES (%s, %d, %d, %d, %d, %d, %d, %s)',
				...$values
			)
		);
	}
}
