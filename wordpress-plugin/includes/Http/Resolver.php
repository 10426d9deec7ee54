<?php
declare( strict_types=1 );

namespace MxChat\Http;

/**
 * Every IP address of a host, IPv4 first: not every server has a way to IPv6.
 */
final class Resolver {

	/**
	 * @return string[]
	 */
	public static function addresses( string $host ): array {
		/**
		 * The IP addresses of a host, instead of those that this server's resolver gives.
		 *
		 * @param string[]|null $addresses Null to ask the resolver.
		 * @param string        $host      A name.
		 */
		$addresses = apply_filters( 'mxchat_host_addresses', null, $host );
		$addresses = array_unique( is_array( $addresses ) ? $addresses : self::ask( $host ) );
		usort( $addresses, static fn( string $a, string $b ) => str_contains( $a, ':' ) <=> str_contains( $b, ':' ) );
		return $addresses;
	}

	/**
	 * @return string[]
	 */
	private static function ask( string $host ): array {
		if ( function_exists( 'socket_addrinfo_lookup' ) ) {
			return self::ask_the_system( $host );
		}
		$records = @dns_get_record( $host, DNS_AAAA ) ?: array(); // phpcs:ignore -- A host without records is no mistake.
		return array_merge( gethostbynamel( $host ) ?: array(), array_column( $records, 'ipv6' ) );
	}

	/**
	 * @return string[]
	 */
	private static function ask_the_system( string $host ): array {
		$addresses = array();
		foreach ( @socket_addrinfo_lookup( $host, null, array( 'ai_socktype' => SOCK_STREAM ) ) ?: array() as $found ) { // phpcs:ignore
			$address     = socket_addrinfo_explain( $found )['ai_addr'];
			$addresses[] = $address['sin_addr'] ?? $address['sin6_addr'] ?? '';
		}
		return array_filter( $addresses );
	}
}
