<?php
declare( strict_types=1 );

namespace MxChat\Api_Access;

use MxChat\Rest\Time;
use MxChat\Schema;

/**
 * API tokens: hashes, never the tokens.
 */
final class Store {

	public static function has_live_token(): bool {
		global $wpdb;
		return (bool) $wpdb->get_var(
			$wpdb->prepare(
				'SELECT 1 FROM ' . Schema::table( 'tokens' ) . ' WHERE revoked_at IS NULL AND ( expires_at IS NULL OR expires_at > %s ) LIMIT 1',
				Time::now()
			)
		);
	}

	/**
	 * The live token with this hash, or null.
	 */
	public static function find_live( string $hash ): ?Token {
		global $wpdb;
		$row = $wpdb->get_row(
			$wpdb->prepare(
				'SELECT id, name, scopes FROM ' . Schema::table( 'tokens' )
					. ' WHERE token_hash = %s AND revoked_at IS NULL AND ( expires_at IS NULL OR expires_at > %s )',
				$hash,
				Time::now()
			)
		);
		return $row === null ? null : new Token( (int) $row->id, $row->name, explode( ' ', $row->scopes ) );
	}

	/**
	 * @param string[] $scopes
	 */
	public static function insert( string $name, string $hash, string $hint, array $scopes, ?string $expires_at ): bool {
		global $wpdb;
		return (bool) $wpdb->insert(
			Schema::table( 'tokens' ),
			array(
				'name'       => $name,
				'token_hash' => $hash,
				'hint'       => $hint,
				'scopes'     => implode( ' ', $scopes ),
				'created_at' => Time::now(),
				'expires_at' => $expires_at,
			)
		);
	}
}
