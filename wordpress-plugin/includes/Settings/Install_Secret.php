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
		Option_Store::add_first( self::OPTION, bin2hex( random_bytes( 32 ) ), true );
		return (string) get_option( self::OPTION );
	}
}
