<?php
declare( strict_types=1 );

namespace MxChat\Transcripts;

use MxChat\Rest\Page_Request;
use MxChat\Schema;

/**
 * Reads pages of messages and of conversations out of any number of them.
 *
 * Ids come first, from an index alone; whole rows are read for one page only.
 */
final class List_Store {

	/**
	 * @return array{rows:\stdClass[],total:int}
	 */
	public static function find( Transcript_Query $query ): array {
		global $wpdb;
		if ( ! $query->can_match() ) {
			return array( 'rows' => array(), 'total' => 0 );
		}
		[ $from, $time, $id ] = self::source( $query );
		$direction            = $query->order === 'asc' ? 'ASC' : 'DESC';
		$ids                  = $wpdb->get_col(
			$wpdb->prepare( "SELECT $id FROM $from ORDER BY $time $direction, $id $direction LIMIT %d OFFSET %d", $query->limit, $query->offset )
		);
		return array(
			'rows'  => self::rows( array_map( 'intval', $ids ) ),
			'total' => self::total( $query, $from ),
		);
	}

	/**
	 * A conversation stands where its last message stands in time.
	 *
	 * @return array{rows:\stdClass[],total:int}
	 */
	public static function conversations( Page_Request $query ): array {
		global $wpdb;
		$table       = self::table();
		$session_ids = $wpdb->get_col(
			$wpdb->prepare(
				// Two conditions, for each is one step in the index.
				"SELECT t.session_id FROM $table t WHERE NOT EXISTS"
					. " ( SELECT 1 FROM $table later WHERE later.session_id = t.session_id AND later.created_at > t.created_at ) AND NOT EXISTS"
					. " ( SELECT 1 FROM $table later WHERE later.session_id = t.session_id AND later.created_at = t.created_at AND later.id > t.id )"
					. ' ORDER BY t.created_at DESC, t.id DESC LIMIT %d OFFSET %d',
				$query->limit,
				$query->offset
			)
		);
		return array(
			'rows'  => self::summaries( $session_ids ),
			'total' => Total_Store::count(
				'conversations',
				static fn() => (int) $wpdb->get_var( "SELECT COUNT(DISTINCT session_id) FROM $table" ),
				static fn( int $id ) => (int) $wpdb->get_var(
					"SELECT COUNT(DISTINCT session_id) FROM $table t WHERE id > $id"
						. " AND NOT EXISTS ( SELECT 1 FROM $table earlier WHERE earlier.session_id = t.session_id AND earlier.id <= $id )"
				)
			),
		);
	}

	/**
	 * A session is counted each time: it is short.
	 */
	private static function total( Transcript_Query $query, string $from ): int {
		global $wpdb;
		$count_all = static fn() => (int) $wpdb->get_var( "SELECT COUNT(*) FROM $from" );
		if ( $query->session_id !== null ) {
			return $count_all();
		}
		$conditions = self::sql( array( ...$query->time_conditions(), ...$query->other_conditions() ), 'latest' )
			. Term_Store::conditions( $query->terms ?? array(), 'latest' );
		// The limit keeps every database from taking the conditions inside and another index than that of the ids.
		$latest     = 'SELECT id, created_at, session_id, bot_id, role, has_rag_context, user_identifier FROM ' . self::table() . ' WHERE id > %d ORDER BY id LIMIT 1000000';
		return Total_Store::count(
			'messages' . $conditions,
			$count_all,
			static fn( int $id ) => (int) $wpdb->get_var( "SELECT COUNT(*) FROM ( " . sprintf( $latest, $id ) . " ) latest WHERE 1 = 1$conditions" )
		);
	}

	/**
	 * What a query reads from: SQL from FROM to WHERE, and its columns of time and id.
	 *
	 * @return array{0:string,1:string,2:string}
	 */
	private static function source( Transcript_Query $query ): array {
		$table = self::table();
		if ( $query->terms === null ) {
			$conditions = self::sql( array( ...$query->time_conditions(), ...$query->other_conditions() ), 't' );
			return array( "$table t WHERE 1 = 1$conditions", 't.created_at', 't.id' );
		}
		$source = Term_Store::from( $query->terms ) . self::sql( $query->time_conditions(), 'w0' );
		$others = self::sql( $query->other_conditions(), 't' );
		if ( $others !== '' ) {
			$source .= " AND EXISTS ( SELECT 1 FROM $table t WHERE t.id = w0.transcript_id$others )";
		}
		return array( $source, 'w0.created_at', 'w0.transcript_id' );
	}

	/**
	 * @param array<int,array{0:string,1:string|int}> $conditions
	 */
	private static function sql( array $conditions, string $alias ): string {
		global $wpdb;
		$sql = '';
		foreach ( $conditions as [ $condition, $value ] ) {
			$qualified = preg_replace( '/^(BINARY )?/', "$1$alias.", $condition );
			$sql      .= ' AND ' . $wpdb->prepare( $qualified, $value );
		}
		return $sql;
	}

	/**
	 * @param int[] $ids
	 * @return \stdClass[] In the order of the ids; a row that was deleted meanwhile is missing.
	 */
	private static function rows( array $ids ): array {
		global $wpdb;
		if ( ! $ids ) {
			return array();
		}
		$rows = $wpdb->get_results( 'SELECT * FROM ' . self::table() . ' WHERE id IN (' . implode( ',', $ids ) . ')', OBJECT_K );
		return array_values( array_filter( array_map( static fn( int $id ) => $rows[ $id ] ?? null, $ids ) ) );
	}

	/**
	 * @param string[] $session_ids
	 * @return \stdClass[]
	 */
	private static function summaries( array $session_ids ): array {
		global $wpdb;
		if ( ! $session_ids ) {
			return array();
		}
		$found  = $wpdb->get_results(
			$wpdb->prepare(
				'SELECT session_id, MIN(bot_id) AS bot_id, MIN(created_at) AS started_at, MAX(created_at) AS last_message_at, COUNT(*) AS message_count, MIN(id) AS first_id'
					. ' FROM ' . self::table() . ' WHERE session_id IN (' . implode( ', ', array_fill( 0, count( $session_ids ), '%s' ) ) . ') GROUP BY session_id',
				...$session_ids
			),
			OBJECT_K
		);
		$firsts = array_column( self::rows( array_map( 'intval', array_column( $found, 'first_id' ) ) ), null, 'session_id' );
		$rows   = array();
		foreach ( $session_ids as $session_id ) {
			if ( isset( $found[ $session_id ], $firsts[ $session_id ] ) ) {
				$found[ $session_id ]->first = $firsts[ $session_id ];
				$rows[]                      = $found[ $session_id ];
			}
		}
		return $rows;
	}

	private static function table(): string {
		return Schema::table( 'transcripts' );
	}
}
