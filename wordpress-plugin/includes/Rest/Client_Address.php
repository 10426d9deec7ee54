<?php
declare( strict_types=1 );

namespace MxChat\Rest;

use MxChat\Settings;

/**
 * The address a limit counts: IPv6 by /64, a proxy's header only from a listed proxy.
 */
final class Client_Address {

	public static function current(): string {
		$remote = self::server_value( 'REMOTE_ADDR' );
		$proxies = (array) Settings\Store::get( 'trusted_proxies' );
		if ( ! in_array( $remote, $proxies, true ) ) {
			return self::network( $remote );
		}
		// The last address that is not one of our own proxies is the one that a listed proxy saw.
		$hops = array_reverse( array_map( 'trim', explode( ',', self::server_value( 'HTTP_X_FORWARDED_FOR' ) ) ) );
		foreach ( $hops as $hop ) {
			if ( filter_var( $hop, FILTER_VALIDATE_IP ) === false ) {
				break;
			}
			if ( ! in_array( $hop, $proxies, true ) ) {
				return self::network( $hop );
			}
		}
		return self::network( $remote );
	}

	public static function network( string $address ): string {
		$packed = filter_var( $address, FILTER_VALIDATE_IP ) === false ? false : inet_pton( $address );
		if ( $packed === false ) {
			return 'unknown';
		}
		if ( strlen( $packed ) === 4 ) {
			return $address;
		}
		$mapped_prefix = str_repeat( "\0", 10 ) . "\xff\xff";
		if ( str_starts_with( $packed, $mapped_prefix ) ) {
			return (string) inet_ntop( substr( $packed, 12 ) );
		}
		return inet_ntop( substr( $packed, 0, 8 ) . str_repeat( "\0", 8 ) ) . '/64';
	}

	private static function server_value( string $key ): string {
		return isset( $_SERVER[ $key ] ) && is_string( $_SERVER[ $key ] ) ? wp_unslash( $_SERVER[ $key ] ) : '';
	}
}
