<?php
declare( strict_types=1 );

namespace MxChat\Http;

/**
 * Whether an IP address belongs to the public internet.
 *
 * Of IPv4 everything but the special networks, of IPv6 only global unicast without the special networks in it: so
 * loopback, link-local, unique local, mapped, NAT64 and multicast addresses need no row of their own.
 *
 * @see https://www.iana.org/assignments/iana-ipv4-special-registry/
 * @see https://www.iana.org/assignments/iana-ipv6-special-registry/
 */
final class Address {

	private const SPECIAL_V4 = array(
		'0.0.0.0/8',          // This network.
		'10.0.0.0/8',         // Private.
		'100.64.0.0/10',      // Carrier-grade NAT; a cloud's metadata as well.
		'127.0.0.0/8',        // Loopback.
		'168.63.129.16/32',   // A cloud's metadata at a public address.
		'169.254.0.0/16',     // Link-local; most clouds' metadata.
		'172.16.0.0/12',      // Private.
		'192.0.0.0/24',       // Protocol assignments.
		'192.0.2.0/24',       // Documentation.
		'192.31.196.0/24',    // AS112.
		'192.52.193.0/24',    // Multicast tunnels.
		'192.88.99.0/24',     // 6to4 relays.
		'192.168.0.0/16',     // Private.
		'192.175.48.0/24',    // AS112.
		'198.18.0.0/15',      // Benchmarks.
		'198.51.100.0/24',    // Documentation.
		'203.0.113.0/24',     // Documentation.
		'224.0.0.0/4',        // Multicast.
		'240.0.0.0/4',        // Reserved, broadcast.
	);

	private const GLOBAL_V6 = '2000::/3';

	private const SPECIAL_V6 = array(
		'2001::/23',          // Protocol assignments: Teredo, benchmarks, ORCHID.
		'2001:db8::/32',      // Documentation.
		'2002::/16',          // 6to4, which leads to any IPv4 address.
		'2620:4f:8000::/48',  // AS112.
		'3fff::/20',          // Documentation.
		'3ffe::/16',          // A network that was given up.
	);

	public static function is_public( string $ip ): bool {
		$packed = inet_pton( $ip );
		if ( $packed === false ) {
			return false;
		}
		return strlen( $packed ) === 4
			? ! self::is_in_any( $packed, self::SPECIAL_V4 )
			: self::is_in( $packed, self::GLOBAL_V6 ) && ! self::is_in_any( $packed, self::SPECIAL_V6 );
	}

	private static function is_in_any( string $packed, array $networks ): bool {
		foreach ( $networks as $network ) {
			if ( self::is_in( $packed, $network ) ) {
				return true;
			}
		}
		return false;
	}

	private static function is_in( string $packed, string $network ): bool {
		[ $base, $bits ] = explode( '/', $network );
		$mask            = self::mask( (int) $bits, strlen( $packed ) );
		return ( $packed & $mask ) === ( inet_pton( $base ) & $mask );
	}

	private static function mask( int $bits, int $bytes ): string {
		$ones = str_repeat( "\xff", intdiv( $bits, 8 ) ) . ( $bits % 8 > 0 ? chr( 0xff << ( 8 - $bits % 8 ) & 0xff ) : '' );
		return str_pad( $ones, $bytes, "\0" );
	}
}
