<?php
declare( strict_types=1 );

namespace MxChat\Provider;

/**
 * What hosts were seen to do when they were tested.
 */
final class Verdict_Store {

	public const OPTION = 'mxchat_provider_verdicts';

	private const MAX_HOSTS = 10;

	public static function find( string $base_url ): ?Verdict {
		$stored = self::all()[ $base_url ] ?? null;
		return $stored === null ? null : new Verdict( $stored['api'], $stored['is_stateful'], $stored['is_streamed'], $stored['checked_at'] );
	}

	public static function save( string $base_url, Verdict $verdict ): void {
		$others = array_diff_key( self::all(), array( $base_url => 0 ) );
		update_option( self::OPTION, array( $base_url => get_object_vars( $verdict ) ) + array_slice( $others, 0, self::MAX_HOSTS - 1, true ), false );
	}

	private static function all(): array {
		$stored = get_option( self::OPTION, array() );
		return is_array( $stored ) ? $stored : array();
	}
}
