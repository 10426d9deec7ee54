<?php
declare( strict_types=1 );

namespace MxChat\Rest;

use MxChat\Settings;

/**
 * The address a limit counts: IPv6 by /64, a proxy's header only from a listed proxy.
 */
final class Client_Address {

	public static function current(): string {
		$remote  = self::server_value( 'REMOTE_ADDR' );
		$proxies = array_map( array( self::class, 'plain' ), (array) Settings\Store::get( 'trusted_proxies' ) );
		if ( ! in_array( self::plain( $remote ), $proxies, true ) ) {
			return self::network( $remote );
		}
		// The last address that is not one of our own proxies is the one that a listed proxy saw.
		$hops = array_reverse( array_map( 'trim', explode( ',', self::server_value( 'HTTP_X_FORWARDED_FOR' ) ) ) );
		foreach ( $hops as $hop ) {
			if ( filter_var( $hop, FILTER_VALIDATE_IP ) === false ) {
				break;
			}
			if ( ! in_array( self::plain( $hop ), $proxies, true ) ) {
				return self::network( $hop );
			}
		}
		return self::network( $remote );
	}

	public static function network( string $address ): string {
		$plain = self::plain( $address );
		if ( $plain === '' ) {
			return 'unknown';
		}
		$packed = (string) inet_pton( $plain );
		return strlen( $packed ) === 4 ? $plain : inet_ntop( substr( $packed, 0, 8 ) . str_repeat( "\0", 8 ) ) . '/64';
	}

	/**
	 * An address in the one spelling that is compared: an IPv6 address has many, and an IPv4 address comes as one of them
	 * to a server that listens to both. Empty if it is none.
	 */
	private static function plain( string $address ): string {
		$packed = filter_var( $address, FILTER_VALIDATE_IP ) === false ? false : inet_pton( $address );
		if ( $packed === false ) {
			return '';
		}
		$mapped_prefix = str_repeat( "\0", 10 ) . "\xff\xff";
		return (string) inet_ntop( str_starts_with( $packed, $mapped_prefix ) ? substr( $packed, 12 ) : $packed );
	}

	private static function server_value( string $key ): string {
		return isset( $_SERVER[ $key ] ) && is_string( $_SERVER[ $key ] ) ? wp_unslash( $_SERVER[ $key ] ) : '';
	}
}
