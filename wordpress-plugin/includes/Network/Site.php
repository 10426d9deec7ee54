<?php
declare( strict_types=1 );

namespace MxChat\Network;

use const MxChat\PLUGIN_FILE;

/**
 * The sites of a network, of which a request may change others than the one that it was sent to.
 */
final class Site {

	/**
	 * Does some work on a site, if the plugin is active there.
	 */
	public static function run( int $site_id, callable $work ): void {
		if ( $site_id === get_current_blog_id() ) {
			$work();
			return;
		}
		switch_to_blog( $site_id );
		try {
			self::has_plugin() && $work();
		} finally {
			restore_current_blog();
		}
	}

	/**
	 * @return int[]
	 */
	public static function all(): array {
		return is_multisite() ? array_map( 'intval', get_sites( array( 'fields' => 'ids', 'number' => 0 ) ) ) : array( get_current_blog_id() );
	}

	private static function has_plugin(): bool {
		$basename = plugin_basename( PLUGIN_FILE );
		return isset( ( (array) get_site_option( 'active_sitewide_plugins', array() ) )[ $basename ] )
			|| in_array( $basename, (array) get_option( 'active_plugins', array() ), true );
	}
}
