<?php
declare( strict_types=1 );

namespace MxChat\Provider;

use MxChat\Rest\Time;
use MxChat\Settings\Environment;

/**
 * A connection as its owner sees it: everything but the secrets.
 */
final class Connection_State {

	public static function of_site(): array {
		$stored   = Connection_Store::current();
		$reached  = Providers::connection();
		$verdict  = Verdict_Store::find( $stored->base_url );
		return self::of( $stored, Keys::find( $stored, Connection_Store::is_inherited() ) ) + array(
			'has_network'   => Connection_Store::has_network(),
			'allows_own'    => Connection_Store::allows_own(),
			'is_inherited'  => Connection_Store::is_inherited(),
			'is_ai_allowed' => Providers::is_allowed_by_wordpress(),
			'has_ai_client' => Wordpress_Client::is_there(),
			'resolved_mode' => $reached instanceof Connection ? $reached->mode : null,
			'problem'       => $reached instanceof Failure ? $reached->owner_text() : null,
			'verdict'       => $verdict === null ? null : array( 'checked_at' => Time::to_iso( Time::from_unix( $verdict->checked_at ) ) ) + get_object_vars( $verdict ),
		);
	}

	public static function of( Stored_Connection $stored, ?Key $key ): array {
		return array(
			'base_url'   => $stored->base_url,
			'mode'       => $stored->mode,
			'needs_key'  => $stored->needs_key,
			'headers'    => $stored->header_hints(),
			'key'        => array(
				'is_set'   => $key !== null,
				'source'   => $key?->source,
				'name'     => $key->name ?? '',
				'hint'     => $key?->hint() ?? '',
				'is_fixed' => $key !== null && $key->is_fixed(),
				'is_lost'  => $key === null && $stored->has_lost_key(),
			),
			'fixed'      => array_filter(
				array(
					'base_url' => self::fixed_by( Connection_Store::BASE_URL_NAME ),
					'mode'     => self::fixed_by( Connection_Store::MODE_NAME ),
				)
			),
		);
	}

	/**
	 * @return ?array{name:string,source:string}
	 */
	private static function fixed_by( string $name ): ?array {
		$source = Environment::source( $name );
		return $source === '' ? null : compact( 'name', 'source' );
	}
}
