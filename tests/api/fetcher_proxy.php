<?php
/**
 * Asks for pages on a site that has a proxy: php fetcher_proxy.php <folder of the site> <port of the proxy> <port of the web>
 *
 * Prints as JSON what came of a host that is exempt, of one inside, and of one that names another address the second time.
 */

declare( strict_types=1 );

require dirname( __DIR__ ) . '/site/boot.php';
[ , $mxchat_site, $mxchat_proxy_port, $mxchat_port ] = $argv;
define( 'WP_PROXY_HOST', '127.0.0.1' );
define( 'WP_PROXY_PORT', $mxchat_proxy_port );
require wp_load_path( $mxchat_site );

add_filter( 'mxchat_fetch_exemptions', static fn() => array( "127.0.0.2:$mxchat_port" ) );
add_filter( 'mxchat_fetch_ports', static fn() => array( (int) $mxchat_port ) );
add_filter( 'mxchat_host_addresses', static fn( mixed $none, string $host ) => $host === 'shop.example.test' ? array( '127.0.0.2' ) : array( '10.0.0.1' ), 10, 2 );
$mxchat_outcomes = array_map(
	static function ( string $host ) use ( $mxchat_port ): string {
		$fetched = MxChat\Http\Fetcher::get( "http://$host:$mxchat_port/page" );
		return is_wp_error( $fetched ) ? (string) $fetched->get_error_code() : $fetched->body;
	},
	array( 'shop.example.test', 'inside.example.test', '10.0.0.1' )
);
echo wp_json_encode( $mxchat_outcomes ), "\n";
