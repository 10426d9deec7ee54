<?php
declare( strict_types=1 );

namespace MxChat\Knowledge;

use MxChat\Schema;
use MxChat\Transaction;

/**
 * The built inverted index, in pages small enough for every server's packet limit.
 *
 * A bot has a `base` and a `delta`; a segment is replaced as a whole, and readers see whole generations.
 */
final class Segment_Store {

	private const PAGE_BYTES = 512 * 1024;

	/**
	 * The bytes of the bot's segments, base first.
	 *
	 * @return string[]
	 */
	public static function read( string $bot_id ): array {
		global $wpdb;
		$pages = $wpdb->get_results(
			$wpdb->prepare( 'SELECT kind, generation, content FROM ' . Schema::table( 'segments' ) . ' WHERE bot_id = %s ORDER BY kind, generation, page', $bot_id )
		);
		$segments = array();
		$newest   = array();
		foreach ( $pages as $page ) {
			$newest[ $page->kind ] = max( $newest[ $page->kind ] ?? 0, (int) $page->generation );
		}
		foreach ( $pages as $page ) {
			if ( (int) $page->generation === $newest[ $page->kind ] ) {
				$segments[ $page->kind ] = ( $segments[ $page->kind ] ?? '' ) . $page->content;
			}
		}
		return array_values( $segments );
	}

	/**
	 * A number that grows whenever a segment of the bot is replaced.
	 */
	public static function generation( string $bot_id ): int {
		global $wpdb;
		return (int) $wpdb->get_var( $wpdb->prepare( 'SELECT MAX(generation) FROM ' . Schema::table( 'segments' ) . ' WHERE bot_id = %s', $bot_id ) );
	}

	/**
	 * @return array{max_chunk_id:int,chunk_count:int} What the segment covers; zeros if there is none.
	 */
	public static function coverage( string $bot_id, string $kind ): array {
		global $wpdb;
		$row = $wpdb->get_row(
			$wpdb->prepare(
				'SELECT max_chunk_id, chunk_count FROM ' . Schema::table( 'segments' ) . ' WHERE bot_id = %s AND kind = %s ORDER BY generation DESC LIMIT 1',
				$bot_id,
				$kind
			)
		);
		return array(
			'max_chunk_id' => (int) ( $row->max_chunk_id ?? 0 ),
			'chunk_count'  => (int) ( $row->chunk_count ?? 0 ),
		);
	}

	public static function replace( string $bot_id, string $kind, string $content, int $max_chunk_id, int $chunk_count ): void {
		$generation = self::generation( $bot_id ) + 1;
		Transaction::run(
			static function () use ( $bot_id, $kind, $content, $max_chunk_id, $chunk_count, $generation ): void {
				foreach ( str_split( $content, self::PAGE_BYTES ) as $page => $bytes ) {
					self::insert_page( array( $bot_id, $kind, $generation, $page, $max_chunk_id, $chunk_count, $bytes ) );
				}
				self::delete( $bot_id, $kind, $generation );
			}
		);
	}

	public static function delete( string $bot_id, string $kind, int $before_generation = PHP_INT_MAX ): void {
		global $wpdb;
		$wpdb->query(
			$wpdb->prepare(
				'DELETE FROM ' . Schema::table( 'segments' ) . ' WHERE bot_id = %s AND kind = %s AND generation < %d',
				$bot_id,
				$kind,
				$before_generation
			)
		);
	}

	private static function insert_page( array $values ): void {
		global $wpdb;
		Transaction::query(
			$wpdb->prepare(
				'INSERT INTO ' . Schema::table( 'segments' ) . ' (bot_id, kind, generation, page, max_chunk_id, chunk_count, content) VALUES (%s, %s, %d, %d, %d, %d, %s)',
				...$values
			)
		);
	}
}
