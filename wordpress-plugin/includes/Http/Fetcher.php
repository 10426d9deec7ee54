<?php
declare( strict_types=1 );

namespace MxChat\Http;

use MxChat\Rest\Rest_Error;

/**
 * The one client for addresses that somebody typed: pages, sitemaps, webhooks.
 *
 * A host is resolved once, every address of it must belong to the public internet, and the connection is pinned to one
 * of those that were checked. Each redirect is checked the same way.
 *
 * The time for all of it is bounded, but for one thing: a name that is being looked up is waited for as long as the
 * server's resolver waits (its `timeout` for each of its `attempts`, by default twice five seconds). PHP cannot end a
 * lookup: neither libcurl, which times out and then waits for its resolver all the same, nor RES_OPTIONS, which a process
 * reads once. The wait counts, so what is left after it is less, and no second name is looked up when the time is over.
 */
final class Fetcher {

	/** The name in the User-Agent header, and the one that robots.txt may speak to. */
	public const PRODUCT = 'MxChatBot';

	public const MAX_BYTES = 10 * MB_IN_BYTES;

	private const MAX_SECONDS   = 20.0;
	private const MAX_REDIRECTS = 3;
	private const MAX_ADDRESSES = 3;
	private const PORTS         = array( 80, 443 );

	/**
	 * @param array<string,string>        $headers
	 * @param (callable(Url):?\WP_Error)|null $check Asked before every hop, the first one too; an error ends it.
	 */
	public static function get( string $url, array $headers = array(), ?callable $check = null, int $max_bytes = self::MAX_BYTES, float $max_seconds = self::MAX_SECONDS ): Fetched|\WP_Error {
		$begun_at = microtime( true );
		$ends_at  = $begun_at + $max_seconds;
		$hop      = Url::parse( $url );
		for ( $redirects = 0; ; $redirects++ ) {
			$refusal = $hop !== null && $check !== null ? $check( $hop ) : null;
			if ( $refusal !== null ) {
				return $refusal;
			}
			$fetched = self::request( $hop, 'GET', $headers, '', $max_bytes, $begun_at, $ends_at );
			if ( is_wp_error( $fetched ) || ! self::is_redirect( $fetched ) ) {
				return $fetched;
			}
			if ( $redirects === self::MAX_REDIRECTS ) {
				return self::error( 'mxchat_fetch_redirects' );
			}
			$hop = $fetched->url->resolve( $fetched->header( 'Location' ) );
		}
	}

	/**
	 * A redirect is not followed: it is the answer.
	 *
	 * @param array<string,string> $headers
	 */
	public static function post( string $url, string $body, array $headers, int $max_bytes = self::MAX_BYTES, float $max_seconds = self::MAX_SECONDS ): Fetched|\WP_Error {
		$now = microtime( true );
		return self::request( Url::parse( $url ), 'POST', $headers, $body, $max_bytes, $now, $now + $max_seconds );
	}

	/**
	 * What is wrong with an address before anybody is asked, for example its spelling or its port; null if nothing is.
	 */
	public static function problem( string $url ): ?\WP_Error {
		$parsed = Url::parse( $url );
		if ( $parsed === null ) {
			return self::error( 'mxchat_fetch_invalid_url' );
		}
		$is_asked = $parsed->is_ip() ? self::may_ask( $parsed, $parsed->host ) : self::may_ask_port( $parsed ) || self::is_port_exempt( $parsed->port );
		return $is_asked ? null : self::error( 'mxchat_fetch_refused' );
	}

	/**
	 * Whether the server's owner has allowed this port of some address that need not be public.
	 */
	public static function is_port_exempt( int $port ): bool {
		return (bool) array_filter( self::exemptions(), static fn( string $exemption ) => str_ends_with( $exemption, ":$port" ) );
	}

	public static function error( string $code ): \WP_Error {
		return Rest_Error::make( $code );
	}

	private static function request( ?Url $url, string $method, array $headers, string $body, int $max_bytes, float $begun_at, float $ends_at ): Fetched|\WP_Error {
		if ( $url === null ) {
			return self::error( 'mxchat_fetch_invalid_url' );
		}
		if ( microtime( true ) >= $ends_at ) {
			return self::error( 'mxchat_fetch_timeout' );
		}
		$addresses = $url->is_ip() ? array( $url->host ) : Resolver::addresses( $url->host );
		if ( ! $addresses ) {
			return self::error( 'mxchat_fetch_unresolved' );
		}
		if ( array_filter( $addresses, static fn( string $ip ) => ! self::may_ask( $url, $ip ) ) ) {
			return self::error( 'mxchat_fetch_refused' );
		}
		foreach ( array_slice( $addresses, 0, self::MAX_ADDRESSES ) as $ip ) {
			if ( microtime( true ) >= $ends_at ) {
				return self::error( 'mxchat_fetch_timeout' );
			}
			$response = ( new Pinned_Request( $url, $ip, $method, $headers, $body, $max_bytes, $ends_at ) )->send();
			if ( ! is_wp_error( $response ) ) {
				return self::fetched( $url, $response, $begun_at );
			}
			if ( ! Pinned_Request::is_unreachable( $response ) ) {
				break;
			}
		}
		return $response;
	}

	private static function may_ask( Url $url, string $ip ): bool {
		return in_array( "$ip:$url->port", self::exemptions(), true ) || ( Address::is_public( $ip ) && self::may_ask_port( $url ) );
	}

	private static function may_ask_port( Url $url ): bool {
		/**
		 * The ports that may be asked.
		 *
		 * @param int[]  $ports 80 and 443.
		 * @param string $host  The host.
		 */
		return in_array( $url->port, (array) apply_filters( 'mxchat_fetch_ports', self::PORTS, $url->host ), true );
	}

	/**
	 * @return string[] For example `127.0.0.1:8080`.
	 */
	private static function exemptions(): array {
		$constant = defined( 'MXCHAT_FETCH_EXEMPTIONS' ) ? explode( ',', (string) constant( 'MXCHAT_FETCH_EXEMPTIONS' ) ) : array();
		/**
		 * IP addresses with their ports that may be asked although they are not public: a receiver on a developer's machine.
		 *
		 * @param string[] $exemptions For example `127.0.0.1:8080`; none, unless the constant MXCHAT_FETCH_EXEMPTIONS lists some.
		 */
		return (array) apply_filters( 'mxchat_fetch_exemptions', array_filter( array_map( 'trim', $constant ) ) );
	}

	private static function is_redirect( Fetched $fetched ): bool {
		return in_array( $fetched->status, array( 301, 302, 303, 307, 308 ), true ) && $fetched->header( 'Location' ) !== '';
	}

	private static function fetched( Url $url, array $response, float $begun_at ): Fetched {
		$headers = array();
		foreach ( wp_remote_retrieve_headers( $response ) as $name => $value ) {
			$headers[ strtolower( (string) $name ) ] = is_array( $value ) ? (string) end( $value ) : (string) $value;
		}
		return new Fetched( $url, (int) wp_remote_retrieve_response_code( $response ), $headers, $response['body'], microtime( true ) - $begun_at );
	}
}
