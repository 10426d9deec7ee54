<?php
declare( strict_types=1 );

namespace MxChat\Provider;

use MxChat\Settings\Option_Store;

/**
 * What hosts were seen to do when they were tested.
 */
final class Verdict_Store {

	public const OPTION = 'mxchat_provider_verdicts';

	private const MAX_HOSTS = 10;

	public static function find( string $base_url ): ?Verdict {
		$stored = Option_Store::read( self::OPTION )[ $base_url ] ?? null;
		return $stored === null ? null : new Verdict( $stored['api'], $stored['is_stateful'], $stored['is_streamed'], $stored['checked_at'] );
	}

	public static function save( string $base_url, Verdict $verdict ): void {
		Option_Store::change(
			self::OPTION,
			static fn( array $stored ) => array_slice( array( $base_url => get_object_vars( $verdict ) ) + $stored, 0, self::MAX_HOSTS, true ),
			false
		);
	}
}
