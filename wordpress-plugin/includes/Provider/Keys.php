<?php
declare( strict_types=1 );

namespace MxChat\Provider;

use MxChat\Settings\Environment;
use MxChat\Settings\Secret;

/**
 * Finds the key for a connection: environment, constant, WordPress's connector, then what the owner has entered.
 *
 * MXCHAT_API_KEY is for whatever host is configured; on a network, for the network's. OPENAI_API_KEY and the connector belong to OpenAI, and no other
 * host is ever sent them.
 */
final class Keys {

	public const NAME        = 'MXCHAT_API_KEY';
	public const OPENAI_NAME = 'OPENAI_API_KEY';

	private const CONNECTOR = 'openai';

	public static function find( Stored_Connection $connection, bool $is_inherited ): ?Key {
		$is_openai = Base_Url::is_openai( $connection->base_url );
		return ( self::is_host_of_server( $connection->base_url ) ? self::fixed( self::NAME ) : null )
			?? ( $is_openai ? self::fixed( self::OPENAI_NAME ) ?? self::of_connector() : null )
			?? self::stored( $connection, $is_inherited );
	}

	/**
	 * Who administers a site of a network does not run its server: an address of theirs must not draw its key.
	 */
	private static function is_host_of_server( string $base_url ): bool {
		if ( ! is_multisite() || Environment::source( Connection_Store::BASE_URL_NAME ) !== '' ) {
			return true;
		}
		return Connection_Store::has_network()
			? Base_Url::origin( Connection_Store::network()->base_url ) === Base_Url::origin( $base_url )
			: Base_Url::is_openai( $base_url );
	}

	private static function fixed( string $name ): ?Key {
		$value = Environment::get( $name );
		return $value === null ? null : new Key( new Secret( $value ), Environment::source( $name ), $name );
	}

	/**
	 * WordPress knows the connectors from `init` on; an earlier look would complain.
	 */
	private static function of_connector(): ?Key {
		if ( ! function_exists( 'wp_is_connector_registered' ) || ! wp_is_connector_registered( self::CONNECTOR ) ) {
			return null;
		}
		$setting = wp_get_connector( self::CONNECTOR )['authentication']['setting_name'] ?? '';
		$value   = $setting === '' ? '' : get_option( $setting, '' );
		return is_string( $value ) && $value !== '' ? new Key( new Secret( $value ), Key::CONNECTOR ) : null;
	}

	private static function stored( Stored_Connection $connection, bool $is_inherited ): ?Key {
		$secret = $connection->key();
		return $secret === null ? null : new Key( $secret, $is_inherited ? Key::NETWORK : Key::OPTION );
	}
}
