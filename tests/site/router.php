<?php
/**
 * Router of PHP's built-in server for WordPress: what .htaccess or nginx.conf says elsewhere.
 *
 * @see https://www.php.net/manual/en/features.commandline.webserver.php
 */

$mxchat_root = rtrim( $_SERVER['DOCUMENT_ROOT'], '/' );
$mxchat_path = rawurldecode( (string) parse_url( $_SERVER['REQUEST_URI'], PHP_URL_PATH ) );

// Hidden files are nobody's; "." and ".." in a path neither. What follows /wp-json/ names no file.
$mxchat_is_route = preg_match( '#^(/[\w-]+)?/wp-json/#', $mxchat_path ) && ! preg_match( '#(^|/)\.\.?(/|$)#', $mxchat_path );
if ( ( preg_match( '#(^|/)\.(?!well-known/)#', $mxchat_path ) && ! $mxchat_is_route ) || str_contains( $mxchat_path, "\0" ) ) {
	http_response_code( 404 );
	return true;
}

// The rewrite rules of a network: /two/wp-admin/x.php is /wp-admin/x.php of the site "two".
$mxchat_is_rewritten = false;
if ( preg_match( '#^/[_0-9a-zA-Z-]+(/(?:wp-(?:content|admin|includes)(?:/.*)?|[^/]+\.php))$#', $mxchat_path, $mxchat_match )
	&& ! file_exists( $mxchat_root . $mxchat_path ) ) {
	$mxchat_path         = $mxchat_match[1];
	$mxchat_is_rewritten = true;
}

$mxchat_file = $mxchat_root . $mxchat_path;
if ( is_dir( $mxchat_file ) && is_file( rtrim( $mxchat_file, '/' ) . '/index.php' ) ) {
	if ( ! str_ends_with( $mxchat_path, '/' ) ) {
		header( 'Location: ' . strtok( $_SERVER['REQUEST_URI'], '?' ) . '/', true, 301 );
		return true;
	}
	$mxchat_path .= 'index.php';
	$mxchat_file .= 'index.php';
}

if ( is_file( $mxchat_file ) && ! str_ends_with( $mxchat_file, '.php' ) ) {
	if ( ! $mxchat_is_rewritten ) {
		return false; // The server itself knows the type of a file.
	}
	$mxchat_types = array(
		'css'   => 'text/css',
		'js'    => 'text/javascript',
		'json'  => 'application/json',
		'mjs'   => 'text/javascript',
		'png'   => 'image/png',
		'svg'   => 'image/svg+xml',
		'wasm'  => 'application/wasm',
		'woff2' => 'font/woff2',
	);
	header( 'Content-Type: ' . ( $mxchat_types[ pathinfo( $mxchat_file, PATHINFO_EXTENSION ) ] ?? 'application/octet-stream' ) );
	readfile( $mxchat_file );
	return true;
}

if ( ! is_file( $mxchat_file ) ) {
	$mxchat_path = '/index.php';
	$mxchat_file = $mxchat_root . $mxchat_path;
}
$_SERVER['SCRIPT_NAME']     = $mxchat_path;
$_SERVER['PHP_SELF']        = $mxchat_path;
$_SERVER['SCRIPT_FILENAME'] = $mxchat_file;
chdir( dirname( $mxchat_file ) );
require $mxchat_file;
return true;
