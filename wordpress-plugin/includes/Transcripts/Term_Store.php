<?php
declare( strict_types=1 );

namespace MxChat\Transcripts;

use MxChat\Schema;
use function MxChat\Core\tokenize;

/**
 * Which words stand in which message: a full-text index that every database can hold.
 *
 * A word is 63 bits of its hash, and its rows are in the order of time: the newest messages with a word are one range
 * of the primary key.
 */
final class Term_Store {

	private const ROWS_PER_STATEMENT = 500;
	private const COUNTED_UP_TO      = 20000;

	/**
	 * @return int[] The different words of a text.
	 */
	public static function terms( string $text ): array {
		return array_values( array_unique( array_map( array( self::class, 'term' ), tokenize( $text ) ) ) );
	}

	public static function insert( int $transcript_id, string $created_at, string $message ): void {
		global $wpdb;
		foreach ( array_chunk( self::terms( $message ), self::ROWS_PER_STATEMENT ) as $terms ) {
			$rows = array_map( static fn( int $term ) => $wpdb->prepare( '(%d, %s, %d)', $term, $created_at, $transcript_id ), $terms );
			$wpdb->query( 'INSERT IGNORE INTO ' . self::table() . ' (term, created_at, transcript_id) VALUES ' . implode( ', ', $rows ) );
		}
	}

	/**
	 * @param int[] $transcript_ids
	 */
	public static function delete( array $transcript_ids ): void {
		global $wpdb;
		$wpdb->query( 'DELETE FROM ' . self::table() . ' WHERE transcript_id IN (' . implode( ',', array_map( 'intval', $transcript_ids ) ) . ')' );
	}

	/**
	 * SQL of the messages that hold all the words, as `w0`, for FROM. The rarest word leads, so that the others are
	 * looked up for its messages only.
	 *
	 * @param int[] $terms At least one.
	 */
	public static function from( array $terms ): string {
		if ( count( $terms ) > 1 ) {
			$frequencies = array_map( array( self::class, 'frequency' ), $terms );
			array_multisort( $frequencies, $terms );
		}
		$from = self::table() . ' w0';
		foreach ( array_slice( $terms, 1 ) as $position => $term ) {
			$word  = 'w' . ( $position + 1 );
			$from .= ' JOIN ' . self::table() . " $word ON $word.term = $term AND $word.created_at = w0.created_at AND $word.transcript_id = w0.transcript_id";
		}
		return "$from WHERE w0.term = $terms[0]";
	}

	/**
	 * SQL conditions: a message of the table `$alias` holds all the words.
	 *
	 * @param int[] $terms
	 */
	public static function conditions( array $terms, string $alias ): string {
		$sql = '';
		foreach ( $terms as $term ) {
			$sql .= ' AND EXISTS ( SELECT 1 FROM ' . self::table() . " w WHERE w.term = $term AND w.created_at = $alias.created_at AND w.transcript_id = $alias.id )";
		}
		return $sql;
	}

	/**
	 * In how many messages a word stands, counted as far as it matters.
	 */
	private static function frequency( int $term ): int {
		global $wpdb;
		return (int) $wpdb->get_var(
			$wpdb->prepare( 'SELECT COUNT(*) FROM ( SELECT 1 FROM ' . self::table() . ' WHERE term = %d LIMIT %d ) counted', $term, self::COUNTED_UP_TO )
		);
	}

	private static function term( string $token ): int {
		return unpack( 'J', hash( 'sha256', $token, true ) )[1] & PHP_INT_MAX;
	}

	private static function table(): string {
		return Schema::table( 'transcript_terms' );
	}
}
