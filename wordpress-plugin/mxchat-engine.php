<?php
/**
 * Plugin Name:       MxChat Engine
 * Description:       Visitors ask, your site answers: from its own pages, with sources, and with any model you choose.
 * Version:           0.1.0
 * Requires at least: 6.8
 * Requires PHP:      8.1
 * License:           GPL-2.0-or-later
 * License URI:       https://www.gnu.org/licenses/gpl-2.0.html
 * Text Domain:       mxchat-engine
 *
 * @package MxChat
 */

declare( strict_types=1 );

namespace MxChat;

defined( 'ABSPATH' ) || exit;

const VERSION     = '0.1.0';
const PLUGIN_FILE = __FILE__;

spl_autoload_register(
	static function ( string $class_name ): void {
		if ( ! str_starts_with( $class_name, 'MxChat\\' ) || str_starts_with( $class_name, 'MxChat\\Core\\' ) ) {
			return;
		}
		$file = __DIR__ . '/includes/' . str_replace( '\\', '/', substr( $class_name, strlen( 'MxChat\\' ) ) ) . '.php';
		if ( is_file( $file ) ) {
			require $file;
		}
	}
);

require_once __DIR__ . '/polyfill/bootstrap.php';

Plugin::boot();
