<?php
declare( strict_types=1 );

namespace MxChat\Rest;

use MxChat\Schema;

/**
 * Used keys, and the sealed answers. Each change is one conditional write, so that of two twins only one goes ahead.
 */
final class Idempotency_Store {

	/**
	 * True for the one request that may run: the key is new, or what it was used for is over.
	 */
	public static function claim( Idempotency_Entry $entry, int $lease_ends_at ): bool {
		return self::insert( $entry, $lease_ends_at ) || self::take_over( $entry, $lease_ends_at );
	}

	/**
	 * @return object{request_hash:string,status:int,sealed_body:string}|null Status 0 while the first request runs.
	 */
	public static function find( Idempotency_Entry $entry ): ?object {
		global $wpdb;
		$row = $wpdb->get_row(
			$wpdb->prepare(
				'SELECT request_hash, status, sealed_body FROM ' . self::table() . ' WHERE identity_hash = %s AND key_hash = %s',
				$entry->identity_hash,
				$entry->key_hash
			)
		);
		if ( $row !== null ) {
			$row->status = (int) $row->status;
		}
		return $row;
	}

	public static function keep( Idempotency_Entry $entry, int $status, string $sealed_body, int $expires_at ): void {
		global $wpdb;
		$wpdb->update( self::table(), compact( 'status', 'sealed_body', 'expires_at' ), self::claimed( $entry ) );
	}

	public static function release( Idempotency_Entry $entry ): void {
		global $wpdb;
		$wpdb->delete( self::table(), self::claimed( $entry ) );
	}

	public static function forget( string $identity_hash ): void {
		global $wpdb;
		$wpdb->delete( self::table(), compact( 'identity_hash' ) );
	}

	public static function delete_expired(): void {
		global $wpdb;
		$wpdb->query( $wpdb->prepare( 'DELETE FROM ' . self::table() . ' WHERE expires_at <= %d', time() ) );
	}

	private static function insert( Idempotency_Entry $entry, int $lease_ends_at ): bool {
		global $wpdb;
		return (int) $wpdb->query(
			$wpdb->prepare(
				'INSERT IGNORE INTO ' . self::table()
					. ' (identity_hash, key_hash, request_hash, claim, status, sealed_body, expires_at) VALUES (%s, %s, %s, %s, 0, %s, %d)',
				$entry->identity_hash,
				$entry->key_hash,
				$entry->request_hash,
				$entry->claim,
				'',
				$lease_ends_at
			)
		) === 1;
	}

	private static function take_over( Idempotency_Entry $entry, int $lease_ends_at ): bool {
		global $wpdb;
		return (int) $wpdb->query(
			$wpdb->prepare(
				'UPDATE ' . self::table() . ' SET request_hash = %s, claim = %s, status = 0, sealed_body = %s, expires_at = %d'
					. ' WHERE identity_hash = %s AND key_hash = %s AND expires_at <= %d',
				$entry->request_hash,
				$entry->claim,
				'',
				$lease_ends_at,
				$entry->identity_hash,
				$entry->key_hash,
				time()
			)
		) === 1;
	}

	/**
	 * @return array<string,string>
	 */
	private static function claimed( Idempotency_Entry $entry ): array {
		return array(
			'identity_hash' => $entry->identity_hash,
			'key_hash'      => $entry->key_hash,
			'claim'         => $entry->claim,
		);
	}

	private static function table(): string {
		return Schema::table( 'idempotency' );
	}
}
