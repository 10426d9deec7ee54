<?php
declare( strict_types=1 );

namespace MxChat\Contacts;

use MxChat\Bot_Api;
use MxChat\Rest\Time;
use MxChat\Schema;
use MxChat\Settings;
use MxChat\Storage_Exception;
use MxChat\Transaction;

/**
 * Contacts, live ones and those of tests apart: each address once.
 */
final class Store {

	private const COLUMNS = 'id, contact_id, is_test, email, name, phone, attributes, has_consent, consent_at, source, created_at, updated_at';

	private const DELETED_AT_ONCE = 500;

	private const IS_TAKEN = '/duplicate|unique/i';

	/**
	 * @return bool Whether it was stored; not if the address is there already.
	 */
	public static function insert( Contact $contact ): bool {
		global $wpdb;
		$row          = self::row( $contact );
		$placeholders = array_map( static fn( mixed $value ) => $value === null ? 'NULL' : '%s', $row );
		return (int) $wpdb->query(
			$wpdb->prepare(
				'INSERT IGNORE INTO ' . self::table() . ' (' . implode( ', ', array_keys( $row ) ) . ') VALUES (' . implode( ', ', $placeholders ) . ')',
				...array_values( array_filter( $row, static fn( mixed $value ) => $value !== null ) )
			)
		) === 1;
	}

	/**
	 * Within a transaction, keeps others from changing a contact until its end.
	 */
	public static function lock( Contact $contact ): void {
		global $wpdb;
		Transaction::query( $wpdb->prepare( 'UPDATE ' . self::table() . ' SET updated_at = updated_at WHERE contact_id = %s', $contact->contact_id ) );
	}

	/**
	 * @return bool Whether it was stored; not if another contact has the address.
	 * @throws Storage_Exception If it could not be stored.
	 */
	public static function update( Contact $contact ): bool {
		global $wpdb;
		$suppressed = $wpdb->suppress_errors();
		$updated    = $wpdb->update( self::table(), self::row( $contact ), array( 'contact_id' => $contact->contact_id ) );
		$wpdb->suppress_errors( $suppressed );
		if ( $updated === false && ! preg_match( self::IS_TAKEN, $wpdb->last_error ) ) {
			throw new Storage_Exception( $wpdb->last_error );
		}
		return $updated !== false;
	}

	public static function find( string $contact_id, bool $is_test ): ?Contact {
		global $wpdb;
		return self::one(
			$wpdb->prepare( 'WHERE contact_id = %s AND BINARY contact_id = %s AND is_test = %d', $contact_id, $contact_id, (int) $is_test )
		);
	}

	public static function find_by_email( string $email, bool $is_test ): ?Contact {
		global $wpdb;
		return self::one( $wpdb->prepare( 'WHERE is_test = %d AND email_key = %s', (int) $is_test, Contact::email_key( $email ) ) );
	}

	/**
	 * @return array{contacts:Contact[],total:int}
	 */
	public static function list( Contact_Query $query ): array {
		global $wpdb;
		$where     = $query->where();
		$direction = $query->order === 'asc' ? 'ASC' : 'DESC';
		$rows      = $wpdb->get_results(
			'SELECT ' . self::COLUMNS . ' FROM ' . self::table() . " WHERE $where ORDER BY id $direction " . $wpdb->prepare( 'LIMIT %d OFFSET %d', $query->limit, $query->offset )
		);
		return array(
			'contacts' => array_map( array( self::class, 'contact' ), $rows ),
			'total'    => (int) $wpdb->get_var( 'SELECT COUNT(*) FROM ' . self::table() . " WHERE $where" ),
		);
	}

	/**
	 * Every contact of a query in the order in which they came, a batch in memory at a time.
	 *
	 * @return \Generator<int,Contact>
	 */
	public static function each( Contact_Query $query, int $batch = 500 ): \Generator {
		global $wpdb;
		$where = $query->where();
		$after = 0;
		do {
			$rows = $wpdb->get_results(
				'SELECT ' . self::COLUMNS . ' FROM ' . self::table() . " WHERE $where AND " . $wpdb->prepare( 'id > %d ORDER BY id LIMIT %d', $after, $batch )
			);
			foreach ( $rows as $row ) {
				$after = (int) $row->id;
				yield self::contact( $row );
			}
			$wpdb->flush();
		} while ( count( $rows ) === $batch );
	}

	public static function delete( string $contact_id ): bool {
		global $wpdb;
		Bot_Api\Store::unlink_contact( $contact_id );
		return (int) $wpdb->delete( self::table(), array( 'contact_id' => $contact_id ) ) > 0;
	}

	/**
	 * Contacts that nothing has happened to for as long as the owner keeps them.
	 */
	public static function delete_old(): void {
		global $wpdb;
		$days = (int) Settings\Store::get( 'contact_retention_days' );
		if ( $days < 1 ) {
			return;
		}
		$before = Time::from_unix( time() - $days * DAY_IN_SECONDS );
		while ( $ids = $wpdb->get_col( $wpdb->prepare( 'SELECT contact_id FROM ' . self::table() . ' WHERE updated_at < %s LIMIT %d', $before, self::DELETED_AT_ONCE ) ) ) {
			if ( in_array( false, array_map( array( self::class, 'delete' ), $ids ), true ) ) {
				return;
			}
		}
	}

	private static function one( string $where ): ?Contact {
		global $wpdb;
		$row = $wpdb->get_row( 'SELECT ' . self::COLUMNS . ' FROM ' . self::table() . " $where" );
		return $row === null ? null : self::contact( $row );
	}

	private static function row( Contact $contact ): array {
		return array(
			'contact_id'  => $contact->contact_id,
			'is_test'     => (int) $contact->is_test,
			'email'       => $contact->email,
			'email_key'   => Contact::email_key( $contact->email ),
			'name'        => $contact->name,
			'phone'       => $contact->phone,
			'attributes'  => wp_json_encode( (object) $contact->attributes, JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES | JSON_PRESERVE_ZERO_FRACTION ),
			'has_consent' => $contact->has_consent === null ? null : (int) $contact->has_consent,
			'consent_at'  => $contact->consent_at,
			'source'      => $contact->source,
			'created_at'  => $contact->created_at,
			'updated_at'  => $contact->updated_at,
		);
	}

	private static function contact( \stdClass $row ): Contact {
		return new Contact(
			$row->contact_id,
			(bool) $row->is_test,
			$row->email,
			$row->name,
			$row->phone,
			json_decode( $row->attributes, true ) ?? array(),
			$row->has_consent === null ? null : (bool) $row->has_consent,
			$row->consent_at,
			$row->source,
			$row->created_at,
			$row->updated_at,
		);
	}

	private static function table(): string {
		return Schema::table( 'contacts' );
	}
}
