<?php
/**
 * Loads the WordPress of a site on the command line, as a request to its front page would.
 *
 * The caller is run as: php <script> <folder of the site> …
 */

declare( strict_types=1 );

/**
 * The settings of the site in a folder, as tests/site/make-site wrote them.
 *
 * @return array{url: string, db: string, multisite: bool, cron: bool, secret: string}
 */
function site_settings( string $folder ): array {
	return json_decode( (string) file_get_contents( $folder . '/site.json' ), true, 8, JSON_THROW_ON_ERROR );
}

/**
 * The path of wp-load.php, after the request it needs has been written into $_SERVER.
 *
 * The file is to be required at the top level of a script: WordPress keeps its state in global variables.
 */
function wp_load_path( string $folder ): string {
	$host     = substr( site_settings( $folder )['url'], strlen( 'http://' ) );
	$_SERVER += array( 'argv' => array() );
	$_SERVER  = array_merge(
		$_SERVER,
		array(
			'HTTP_HOST'       => $host,
			'SERVER_NAME'     => strtok( $host, ':' ),
			'SERVER_PORT'     => substr( strrchr( $host, ':' ), 1 ),
			'SERVER_PROTOCOL' => 'HTTP/1.1',
			'REQUEST_METHOD'  => 'GET',
			'REQUEST_URI'     => '/',
			'PHP_SELF'        => '/index.php',
			'SCRIPT_NAME'     => '/index.php',
			'REMOTE_ADDR'     => '127.0.0.1',
		)
	);
	// A fatal error is a message here, not a page for visitors.
	define( 'WP_DISABLE_FATAL_ERROR_HANDLER', true );
	return $folder . '/www/wp-load.php';
}
