<?php
declare( strict_types=1 );

namespace MxChat;

/**
 * What visitors read, in the languages that the plugin brings along.
 *
 * A language pack for exactly the site's locale takes their place. Where there is none, one file of a language serves all
 * of its locales: Austria's German is better than English.
 */
final class Languages {

	private const DOMAIN = 'mxchat-engine';

	/**
	 * WordPress tries `.l10n.php`, then `.mo`; only after both this file.
	 */
	public static function find_file( string $file, string $domain, string $locale ): string {
		if ( $domain !== self::DOMAIN || ! str_ends_with( $file, '.mo' ) || is_readable( $file ) ) {
			return $file;
		}
		$own = self::folder() . '/' . strtok( $locale, '_' ) . '.l10n.php';
		return is_readable( $own ) ? $own : $file;
	}

	private static function folder(): string {
		return dirname( PLUGIN_FILE ) . '/languages';
	}
}
