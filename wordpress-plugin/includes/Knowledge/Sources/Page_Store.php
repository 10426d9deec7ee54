<?php
declare( strict_types=1 );

namespace MxChat\Knowledge\Sources;

use MxChat\Rest\Time;
use MxChat\Schema;

/**
 * The pages of the addresses that are read.
 */
final class Page_Store {

	private const ROWS_PER_INSERT = 200;

	/**
	 * Notes that a round has seen these addresses.
	 *
	 * @param string[] $urls
	 */
	public static function see( Web_Source $source, array $urls ): void {
		global $wpdb;
		foreach ( array_chunk( $urls, self::ROWS_PER_INSERT ) as $some ) {
			$values = array();
			foreach ( $some as $url ) {
				array_push( $values, $source->row, $source->bot_id, $url, hash( 'sha256', $url ), '', Web_Page::WAITING, $source->round );
			}
			$wpdb->query(
				$wpdb->prepare(
					'INSERT INTO ' . self::table() . ' (source_row, bot_id, url, url_key, known_url, status, seen_round) VALUES '
						. implode( ', ', array_fill( 0, count( $some ), '(%d, %s, %s, %s, %s, %s, %d)' ) )
						. ' ON DUPLICATE KEY UPDATE seen_round = VALUES(seen_round)',
					...$values
				)
			);
		}
	}

	/**
	 * The next page that this round has seen and not read.
	 */
	public static function next( Web_Source $source ): ?Web_Page {
		global $wpdb;
		$row = $wpdb->get_row(
			$wpdb->prepare( 'SELECT * FROM ' . self::table() . ' WHERE source_row = %d AND seen_round = %d AND read_round < %d ORDER BY id LIMIT 1', $source->row, $source->round, $source->round )
		);
		return $row === null ? null : Web_Page::from_row( $row );
	}

	/**
	 * @param array<string,string|int> $fields What has changed.
	 */
	public static function note_read( Web_Page $page, int $round, array $fields ): void {
		global $wpdb;
		$wpdb->update( self::table(), $fields + array( 'read_round' => $round, 'failures' => 0, 'read_at' => Time::now() ), array( 'id' => $page->row ) );
	}

	public static function note_try( Web_Page $page ): void {
		global $wpdb;
		$wpdb->update( self::table(), array( 'failures' => $page->failures + 1 ), array( 'id' => $page->row ) );
	}

	/**
	 * @return Web_Page[] Pages that were there in an earlier round and are not in this one.
	 */
	public static function unseen( Web_Source $source, int $limit ): array {
		global $wpdb;
		return self::pages( $wpdb->prepare( 'SELECT * FROM ' . self::table() . ' WHERE source_row = %d AND seen_round < %d ORDER BY id LIMIT %d', $source->row, $source->round, $limit ) );
	}

	/**
	 * @return Web_Page[]
	 */
	public static function some( Web_Source $source, int $limit, int $offset = 0, ?string $status = null ): array {
		global $wpdb;
		$where = $wpdb->prepare( 'source_row = %d', $source->row ) . ( $status === null ? '' : $wpdb->prepare( ' AND status = %s', $status ) );
		return self::pages( 'SELECT * FROM ' . self::table() . " WHERE $where " . $wpdb->prepare( 'ORDER BY id LIMIT %d OFFSET %d', $limit, $offset ) );
	}

	/**
	 * @param Web_Page[] $pages
	 */
	public static function delete( array $pages ): void {
		global $wpdb;
		$rows = array_map( static fn( Web_Page $page ) => $page->row, $pages );
		if ( $rows ) {
			$wpdb->query( $wpdb->prepare( 'DELETE FROM ' . self::table() . ' WHERE id IN (' . implode( ',', array_fill( 0, count( $rows ), '%d' ) ) . ')', ...$rows ) );
		}
	}

	/**
	 * Whether another page, perhaps of another source, keeps what is known under an address.
	 */
	public static function is_shared( Web_Page $page ): bool {
		global $wpdb;
		return (bool) $wpdb->get_var(
			$wpdb->prepare( 'SELECT 1 FROM ' . self::table() . ' WHERE bot_id = %s AND known_key = %s AND id <> %d LIMIT 1', $page->bot_id, hash( 'sha256', $page->known_url ), $page->row )
		);
	}

	/**
	 * @param int[] $source_rows
	 * @return array<int,array<string,int>> Pages by source and status.
	 */
	public static function counts( array $source_rows ): array {
		global $wpdb;
		$counts = array();
		$rows   = $source_rows ? $wpdb->get_results(
			$wpdb->prepare(
				'SELECT source_row, status, COUNT(*) AS number FROM ' . self::table() . ' WHERE source_row IN (' . implode( ',', array_fill( 0, count( $source_rows ), '%d' ) ) . ') GROUP BY source_row, status',
				...$source_rows
			)
		) : array();
		foreach ( $rows as $row ) {
			$counts[ (int) $row->source_row ][ $row->status ] = (int) $row->number;
		}
		return $counts;
	}

	/**
	 * @return array{read:int,seen:int} How far a round is.
	 */
	public static function progress( Web_Source $source ): array {
		global $wpdb;
		$row = $wpdb->get_row(
			$wpdb->prepare(
				'SELECT COUNT(*) AS seen, SUM(CASE WHEN read_round >= %d THEN 1 ELSE 0 END) AS have_read FROM ' . self::table() . ' WHERE source_row = %d AND seen_round = %d',
				$source->round,
				$source->row,
				$source->round
			)
		);
		return array( 'read' => (int) $row->have_read, 'seen' => (int) $row->seen );
	}

	public static function count( Web_Source $source, ?string $status = null ): int {
		global $wpdb;
		$where = $wpdb->prepare( 'source_row = %d', $source->row ) . ( $status === null ? '' : $wpdb->prepare( ' AND status = %s', $status ) );
		return (int) $wpdb->get_var( 'SELECT COUNT(*) FROM ' . self::table() . " WHERE $where" );
	}

	/**
	 * @return Web_Page[]
	 */
	private static function pages( string $sql ): array {
		global $wpdb;
		return array_map( array( Web_Page::class, 'from_row' ), $wpdb->get_results( $sql ) );
	}

	private static function table(): string {
		return Schema::table( 'web_pages' );
	}
}
