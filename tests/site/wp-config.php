<?php
/**
 * Configuration of a site made by tests/site/make-site.
 *
 * What differs between sites stands in ../site.json, outside the folder that is served.
 */

$mxchat_site = json_decode( (string) file_get_contents( dirname( __DIR__ ) . '/site.json' ), true );

if ( 'mariadb' === $mxchat_site['db'] ) {
	define( 'DB_HOST', 'localhost:' . $mxchat_site['socket'] );
	define( 'DB_NAME', $mxchat_site['database'] );
	define( 'DB_USER', 'root' );
	define( 'DB_PASSWORD', '' );
} else {
	define( 'DB_DIR', dirname( __DIR__ ) . '/database/' );
	define( 'DB_FILE', 'wordpress.sqlite' );
	define( 'DB_NAME', 'wordpress' );
	define( 'DB_HOST', '' );
	define( 'DB_USER', '' );
	define( 'DB_PASSWORD', '' );
}
define( 'DB_CHARSET', 'utf8mb4' );
define( 'DB_COLLATE', '' );
$table_prefix = 'wp_';

foreach ( array( 'AUTH', 'SECURE_AUTH', 'LOGGED_IN', 'NONCE' ) as $mxchat_name ) {
	define( $mxchat_name . '_KEY', hash( 'sha256', $mxchat_site['secret'] . $mxchat_name . 'key' ) );
	define( $mxchat_name . '_SALT', hash( 'sha256', $mxchat_site['secret'] . $mxchat_name . 'salt' ) );
}

if ( $mxchat_site['multisite'] ) {
	define( 'WP_ALLOW_MULTISITE', true );
	if ( $mxchat_site['is_network'] ?? false ) {
		define( 'MULTISITE', true );
		define( 'SUBDOMAIN_INSTALL', false );
		define( 'DOMAIN_CURRENT_SITE', substr( $mxchat_site['url'], strlen( 'http://' ) ) );
		define( 'PATH_CURRENT_SITE', '/' );
		define( 'SITE_ID_CURRENT_SITE', 1 );
		define( 'BLOG_ID_CURRENT_SITE', 1 );
	}
} else {
	define( 'WP_HOME', $mxchat_site['url'] );
	define( 'WP_SITEURL', $mxchat_site['url'] );
}

// Nothing leaves the machine.
define( 'WP_HTTP_BLOCK_EXTERNAL', true );
define( 'WP_ACCESSIBLE_HOSTS', '127.0.0.1,127.0.0.2,localhost,*.test' );
define( 'AUTOMATIC_UPDATER_DISABLED', true );
define( 'DISABLE_WP_CRON', ! $mxchat_site['cron'] );
// "local" is what allows application passwords over plain HTTP.
define( 'WP_ENVIRONMENT_TYPE', 'local' );
define( 'WP_DEBUG', true );
define( 'WP_DEBUG_LOG', dirname( __DIR__ ) . '/log/debug.log' );
// Visitors see no error; whoever runs a script does.
define( 'WP_DEBUG_DISPLAY', 'cli' === PHP_SAPI );
define( 'FS_METHOD', 'direct' );
// The plugin's folder is a link to the source: "Delete" in wp-admin would empty the source.
define( 'DISALLOW_FILE_MODS', is_link( __DIR__ . '/wp-content/plugins/mxchat-engine' ) );

if ( ! defined( 'ABSPATH' ) ) {
	define( 'ABSPATH', __DIR__ . '/' );
}
require_once ABSPATH . 'wp-settings.php';
