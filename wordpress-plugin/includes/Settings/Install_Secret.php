<?php
declare( strict_types=1 );

namespace MxChat\Settings;

/**
 * A random value made once for each site: no key, path or cache entry of one install can be guessed from another.
 */
final class Install_Secret {

	public const OPTION = 'mxchat_install_secret';

	public static function get(): string {
		$secret = get_option( self::OPTION );
		if ( is_string( $secret ) && $secret !== '' ) {
			return $secret;
		}
		// Two first requests may race: add_option() keeps the first value, and both read that one.
		add_option( self::OPTION, bin2hex( random_bytes( 32 ) ) );
		wp_cache_delete( self::OPTION, 'options' );
		return (string) get_option( self::OPTION );
	}
}
