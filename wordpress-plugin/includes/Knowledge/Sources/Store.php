<?php
declare( strict_types=1 );

namespace MxChat\Knowledge\Sources;

use MxChat\Rest\Time;
use MxChat\Schema;

/**
 * The addresses that are read.
 */
final class Store {

	public static function find( string $source_id ): ?Web_Source {
		global $wpdb;
		$row = $wpdb->get_row(
			$wpdb->prepare( 'SELECT * FROM ' . self::table() . ' WHERE source_id = %s AND BINARY source_id = %s AND status <> %s', $source_id, $source_id, Web_Source::DELETING )
		);
		return $row === null ? null : Web_Source::from_row( $row );
	}

	public static function find_row( int $row ): ?Web_Source {
		global $wpdb;
		$found = $wpdb->get_row( $wpdb->prepare( 'SELECT * FROM ' . self::table() . ' WHERE id = %d', $row ) );
		return $found === null ? null : Web_Source::from_row( $found );
	}

	/**
	 * @return array{sources:Web_Source[],total:int} The latest first.
	 */
	public static function list( ?string $bot_id, int $limit, int $offset ): array {
		global $wpdb;
		$where = $wpdb->prepare( ' WHERE status <> %s', Web_Source::DELETING ) . ( $bot_id === null ? '' : $wpdb->prepare( ' AND BINARY bot_id = %s', $bot_id ) );
		return array(
			'sources' => array_map(
				array( Web_Source::class, 'from_row' ),
				$wpdb->get_results( 'SELECT * FROM ' . self::table() . $where . $wpdb->prepare( ' ORDER BY id DESC LIMIT %d OFFSET %d', $limit, $offset ) )
			),
			'total'   => (int) $wpdb->get_var( 'SELECT COUNT(*) FROM ' . self::table() . $where ),
		);
	}

	public static function count(): int {
		global $wpdb;
		return (int) $wpdb->get_var( 'SELECT COUNT(*) FROM ' . self::table() );
	}

	/**
	 * Adds an address, or changes how often it is read if it is there already.
	 */
	public static function save( string $bot_id, string $kind, string $url, int $recrawl_hours ): ?Web_Source {
		global $wpdb;
		$url_key = hash( 'sha256', $kind . "\0" . $url );
		$wpdb->query(
			$wpdb->prepare(
				'INSERT INTO ' . self::table() . ' (source_id, bot_id, kind, url, url_key, recrawl_hours, status, created_at) VALUES (%s, %s, %s, %s, %s, %d, %s, %s)'
					. ' ON DUPLICATE KEY UPDATE recrawl_hours = VALUES(recrawl_hours), status = VALUES(status)',
				'src_' . bin2hex( random_bytes( 12 ) ),
				$bot_id,
				$kind,
				$url,
				$url_key,
				$recrawl_hours,
				Web_Source::READING,
				Time::now()
			)
		);
		$row = $wpdb->get_row( $wpdb->prepare( 'SELECT * FROM ' . self::table() . ' WHERE bot_id = %s AND url_key = %s', $bot_id, $url_key ) );
		return $row === null ? null : Web_Source::from_row( $row );
	}

	/**
	 * @return int The number of the round that begins.
	 */
	public static function begin_round( Web_Source $source ): int {
		global $wpdb;
		$wpdb->query(
			$wpdb->prepare( 'UPDATE ' . self::table() . ' SET round = round + 1, status = %s, next_crawl_at = 0 WHERE id = %d AND status <> %s', Web_Source::READING, $source->row, Web_Source::DELETING )
		);
		return (int) $wpdb->get_var( $wpdb->prepare( 'SELECT round FROM ' . self::table() . ' WHERE id = %d', $source->row ) );
	}

	/**
	 * @param string $error_code Empty if all went well.
	 */
	public static function end_round( Web_Source $source, string $error_code ): void {
		global $wpdb;
		$wpdb->query(
			$wpdb->prepare(
				'UPDATE ' . self::table() . ' SET status = %s, error_code = %s, next_crawl_at = %d, crawled_at = %s WHERE id = %d AND round = %d AND status = %s',
				$error_code === '' ? Web_Source::READY : Web_Source::FAILED,
				$error_code,
				$source->recrawl_hours === 0 ? 0 : time() + $source->recrawl_hours * HOUR_IN_SECONDS,
				Time::now(),
				$source->row,
				$source->round,
				Web_Source::READING
			)
		);
	}

	/**
	 * @return Web_Source[] Those whose time has come.
	 */
	public static function due( int $now ): array {
		global $wpdb;
		return array_map(
			array( Web_Source::class, 'from_row' ),
			$wpdb->get_results( $wpdb->prepare( 'SELECT * FROM ' . self::table() . ' WHERE next_crawl_at > 0 AND next_crawl_at <= %d AND status IN (%s, %s) ORDER BY next_crawl_at', $now, Web_Source::READY, Web_Source::FAILED ) )
		);
	}

	public static function next_due_at(): ?int {
		global $wpdb;
		$due_at = $wpdb->get_var( $wpdb->prepare( 'SELECT MIN(next_crawl_at) FROM ' . self::table() . ' WHERE next_crawl_at > 0 AND status IN (%s, %s)', Web_Source::READY, Web_Source::FAILED ) );
		return $due_at === null ? null : (int) $due_at;
	}

	public static function note_deleting( Web_Source $source ): void {
		global $wpdb;
		$wpdb->update( self::table(), array( 'status' => Web_Source::DELETING, 'next_crawl_at' => 0 ), array( 'id' => $source->row ) );
	}

	public static function delete( Web_Source $source ): void {
		global $wpdb;
		$wpdb->delete( self::table(), array( 'id' => $source->row, 'status' => Web_Source::DELETING ) );
	}

	/**
	 * @return Web_Source[]
	 */
	public static function of_bot( string $bot_id ): array {
		global $wpdb;
		return array_map( array( Web_Source::class, 'from_row' ), $wpdb->get_results( $wpdb->prepare( 'SELECT * FROM ' . self::table() . ' WHERE bot_id = %s', $bot_id ) ) );
	}

	private static function table(): string {
		return Schema::table( 'web_sources' );
	}
}
