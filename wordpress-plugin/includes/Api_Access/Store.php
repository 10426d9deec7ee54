<?php
declare( strict_types=1 );

namespace MxChat\Api_Access;

use MxChat\Rest\Time;
use MxChat\Schema;

/**
 * API tokens: hashes, never the tokens.
 *
 * A revoked token keeps its row: its hash is refused for good, and the site knows that it once had a token.
 */
final class Store {

	/** How exact `last_used_at` is: it is not worth a write at every request. */
	private const USED_EVERY_SECONDS = 60;

	private const COLUMNS = 'id, name, token_hash, hint, scopes, is_test, created_at, last_used_at, expires_at';

	public static function has_ever_minted(): bool {
		global $wpdb;
		return (bool) $wpdb->get_var( 'SELECT 1 FROM ' . self::table() . ' LIMIT 1' );
	}

	public static function has_live_token(): bool {
		global $wpdb;
		return (bool) $wpdb->get_var(
			$wpdb->prepare( 'SELECT 1 FROM ' . self::table() . ' WHERE revoked_at IS NULL AND ( expires_at IS NULL OR expires_at > %s ) LIMIT 1', Time::now() )
		);
	}

	/**
	 * The live token with this hash, or null. The database looks at once whether it is live, so that a revoked and an
	 * expired token are found as little as an unknown one.
	 */
	public static function find_live( string $hash ): ?Token {
		global $wpdb;
		$row   = $wpdb->get_row(
			$wpdb->prepare(
				'SELECT ' . self::COLUMNS . ' FROM ' . self::table() . ' WHERE token_hash = %s AND revoked_at IS NULL AND ( expires_at IS NULL OR expires_at > %s )',
				$hash,
				Time::now()
			)
		);
		$token = self::token( $row ?? self::nobody() );
		return hash_equals( $row->token_hash ?? str_repeat( '0', 64 ), $hash ) ? $token : null;
	}

	/**
	 * A token that was not revoked, expired or not.
	 */
	public static function find( int $id ): ?Token {
		global $wpdb;
		$row = $wpdb->get_row( $wpdb->prepare( 'SELECT ' . self::COLUMNS . ' FROM ' . self::table() . ' WHERE id = %d AND revoked_at IS NULL', $id ) );
		return $row === null ? null : self::token( $row );
	}

	/**
	 * Tokens that were not revoked, the newest first.
	 *
	 * @return Token[]
	 */
	public static function all(): array {
		global $wpdb;
		return array_map(
			array( self::class, 'token' ),
			$wpdb->get_results( 'SELECT ' . self::COLUMNS . ' FROM ' . self::table() . ' WHERE revoked_at IS NULL ORDER BY id DESC' )
		);
	}

	/**
	 * @param string[] $scopes
	 * @return int The token's id; 0 if it could not be stored.
	 */
	public static function insert( string $name, string $hash, string $hint, array $scopes, ?string $expires_at, bool $is_test = false ): int {
		global $wpdb;
		$is_stored = $wpdb->insert(
			self::table(),
			array(
				'name'       => $name,
				'token_hash' => $hash,
				'hint'       => $hint,
				'scopes'     => implode( ' ', $scopes ),
				'is_test'    => (int) $is_test,
				'created_at' => Time::now(),
				'expires_at' => $expires_at,
			)
		);
		return $is_stored ? (int) $wpdb->insert_id : 0;
	}

	/**
	 * Gives a token another secret: the old one is dead from here on. Of two rotations at once one is refused: the secret
	 * that was shown is the one that opens.
	 */
	public static function rotate( Token $token, string $hash, string $hint ): bool {
		global $wpdb;
		return (int) $wpdb->query(
			$wpdb->prepare(
				'UPDATE ' . self::table() . ' SET token_hash = %s, hint = %s, created_at = %s, last_used_at = NULL WHERE id = %d AND hint = %s AND revoked_at IS NULL',
				$hash,
				$hint,
				Time::now(),
				$token->id,
				$token->hint
			)
		) === 1;
	}

	public static function revoke( int $id ): bool {
		global $wpdb;
		return (int) $wpdb->query(
			$wpdb->prepare( 'UPDATE ' . self::table() . ' SET revoked_at = %s WHERE id = %d AND revoked_at IS NULL', Time::now(), $id )
		) === 1;
	}

	public static function note_use( Token $token ): void {
		global $wpdb;
		$now = time();
		if ( $token->last_used_at !== null && Time::to_unix( $token->last_used_at ) > $now - self::USED_EVERY_SECONDS ) {
			return;
		}
		$wpdb->update( self::table(), array( 'last_used_at' => Time::from_unix( $now ) ), array( 'id' => $token->id ) );
	}

	private static function token( \stdClass $row ): Token {
		return new Token(
			(int) $row->id,
			$row->name,
			explode( ' ', $row->scopes ),
			$row->hint,
			$row->created_at,
			$row->last_used_at,
			$row->expires_at,
			(bool) $row->is_test,
		);
	}

	private static function nobody(): \stdClass {
		return (object) array(
			'id'           => 0,
			'name'         => '',
			'scopes'       => '',
			'hint'         => '',
			'is_test'      => 0,
			'created_at'   => '',
			'last_used_at' => null,
			'expires_at'   => null,
		);
	}

	private static function table(): string {
		return Schema::table( 'tokens' );
	}
}
