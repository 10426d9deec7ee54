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
		self::keep_first( bin2hex( random_bytes( 32 ) ) );
		return (string) get_option( self::OPTION );
	}

	/**
	 * Two first requests may race: both read the first value. add_option() would write the second one over it.
	 */
	private static function keep_first( #[\SensitiveParameter] string $secret ): void {
		global $wpdb;
		$wpdb->query(
			$wpdb->prepare(
				"INSERT IGNORE INTO $wpdb->options (option_name, option_value, autoload) VALUES (%s, %s, 'on')",
				self::OPTION,
				$secret
			)
		);
		wp_cache_delete_multiple( array( 'alloptions', 'notoptions', self::OPTION ), 'options' );
	}
}
