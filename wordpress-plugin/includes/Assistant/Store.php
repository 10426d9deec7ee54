<?php
declare( strict_types=1 );

namespace MxChat\Assistant;

use MxChat\Rest\Time;
use MxChat\Schema;
use MxChat\Transaction;

/**
 * Assistants. What is saved becomes a new version; the old ones stay as they were.
 */
final class Store {

	private const ID_CHARACTERS = 24;
	private const ALPHABET      = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

	/**
	 * @param ?int $version Null for the newest.
	 */
	public static function find( string $id_or_alias, ?int $version = null ): ?Record {
		$current = self::find_by_id( $id_or_alias ) ?? self::find_by_alias( $id_or_alias );
		return $current === null || $version === null || $version === $current->version
			? $current
			: self::version( $current->id, $version );
	}

	/**
	 * Every assistant in its newest version, by name.
	 *
	 * @return Record[]
	 */
	public static function all(): array {
		global $wpdb;
		$records = array_map( array( self::class, 'record' ), $wpdb->get_results( self::newest() ) );
		usort( $records, static fn( Record $a, Record $b ) => array( $a->name, $a->id ) <=> array( $b->name, $b->id ) );
		return $records;
	}

	/**
	 * The versions of an assistant, the newest first.
	 *
	 * @return list<array{record:Record,created_at:string}>
	 */
	public static function versions( string $id ): array {
		global $wpdb;
		$rows = $wpdb->get_results(
			$wpdb->prepare(
				'SELECT assistant_id, version, content, created_at FROM ' . self::versions_table() . ' WHERE assistant_id = %s AND BINARY assistant_id = %s ORDER BY version DESC',
				$id,
				$id
			)
		);
		return array_map( static fn( \stdClass $row ) => array( 'record' => self::record( $row ), 'created_at' => $row->created_at ), $rows );
	}

	/**
	 * Saves an assistant as a new version; one without an id is a new assistant.
	 *
	 * @param ?int $after The version that it was made from; null if that does not matter.
	 * @return ?Record Null if that is the newest no longer.
	 * @throws \MxChat\Storage_Exception Where the database refuses it.
	 */
	public static function save( Record $record, ?int $after = null ): ?Record {
		return Transaction::run( static fn() => $record->id === '' ? self::insert( $record ) : self::append( $record, $after ) );
	}

	public static function delete( string $id ): bool {
		global $wpdb;
		return Transaction::run(
			static function () use ( $wpdb, $id ): bool {
				Transaction::query( $wpdb->prepare( 'DELETE FROM ' . self::versions_table() . ' WHERE assistant_id = %s', $id ) );
				return Transaction::query( $wpdb->prepare( 'DELETE FROM ' . self::table() . ' WHERE assistant_id = %s', $id ) ) > 0;
			}
		);
	}

	private static function insert( Record $record ): Record {
		global $wpdb;
		$saved = $record->with( array( 'id' => self::mint_id(), 'version' => 1 ) );
		Transaction::query(
			$wpdb->prepare( 'INSERT INTO ' . self::table() . ' ( assistant_id, version, created_at ) VALUES ( %s, 1, %s )', $saved->id, Time::now() )
		);
		self::insert_version( $saved );
		return $saved;
	}

	/**
	 * The number is raised first: who does so holds the row, and of two who save at once each gets a number of its own.
	 */
	private static function append( Record $record, ?int $after ): ?Record {
		global $wpdb;
		$id     = $record->id;
		$newest = $after === null ? '' : $wpdb->prepare( ' AND version = %d', $after );
		$raised = Transaction::query( $wpdb->prepare( 'UPDATE ' . self::table() . ' SET version = version + 1 WHERE assistant_id = %s', $id ) . $newest );
		if ( $raised === 0 && $after !== null ) {
			return null;
		}
		if ( $raised === 0 ) {
			Transaction::query( $wpdb->prepare( 'INSERT INTO ' . self::table() . ' ( assistant_id, version, created_at ) VALUES ( %s, 1, %s )', $id, Time::now() ) );
		}
		$version = (int) $wpdb->get_var( $wpdb->prepare( 'SELECT version FROM ' . self::table() . ' WHERE assistant_id = %s', $id ) );
		$saved   = $record->with( array( 'version' => $version ) );
		self::insert_version( $saved );
		return $saved;
	}

	private static function insert_version( Record $record ): void {
		global $wpdb;
		Transaction::query(
			$wpdb->prepare(
				'INSERT INTO ' . self::versions_table() . ' ( assistant_id, version, content, created_at ) VALUES ( %s, %d, %s, %s )',
				$record->id,
				$record->version,
				wp_json_encode( $record->content(), JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES ),
				Time::now()
			)
		);
	}

	private static function find_by_id( string $id ): ?Record {
		global $wpdb;
		$row = $wpdb->get_row( $wpdb->prepare( self::newest() . ' WHERE a.assistant_id = %s AND BINARY a.assistant_id = %s', $id, $id ) );
		return $row === null ? null : self::record( $row );
	}

	/**
	 * A site has few assistants, so aliases need no table of their own.
	 */
	private static function find_by_alias( string $alias ): ?Record {
		if ( $alias === '' ) {
			return null;
		}
		foreach ( self::all() as $record ) {
			if ( $record->answers_to( $alias ) ) {
				return $record;
			}
		}
		return null;
	}

	private static function version( string $id, int $version ): ?Record {
		global $wpdb;
		$row = $wpdb->get_row(
			$wpdb->prepare( 'SELECT assistant_id, version, content FROM ' . self::versions_table() . ' WHERE assistant_id = %s AND version = %d', $id, $version )
		);
		return $row === null ? null : self::record( $row );
	}

	private static function newest(): string {
		return 'SELECT v.assistant_id, v.version, v.content FROM ' . self::table() . ' a JOIN ' . self::versions_table() . ' v'
			. ' ON v.assistant_id = a.assistant_id AND v.version = a.version';
	}

	private static function record( \stdClass $row ): Record {
		return Record::of( $row->assistant_id, (int) $row->version, json_decode( $row->content, true ) ?? array() );
	}

	private static function mint_id(): string {
		$id = 'asst_';
		for ( $i = 0; $i < self::ID_CHARACTERS; $i++ ) {
			$id .= self::ALPHABET[ random_int( 0, strlen( self::ALPHABET ) - 1 ) ];
		}
		return $id;
	}

	private static function table(): string {
		return Schema::table( 'assistants' );
	}

	private static function versions_table(): string {
		return Schema::table( 'assistant_versions' );
	}
}
