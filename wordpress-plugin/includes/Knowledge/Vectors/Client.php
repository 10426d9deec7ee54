<?php
declare( strict_types=1 );

namespace MxChat\Knowledge\Vectors;

use MxChat\Settings\Secret;

/**
 * Speaks JSON with a vector store that the owner has chosen, through WordPress' HTTP API.
 *
 * A request is repeated at most twice, and only where the store could not take it; every one of them can be repeated
 * without harm.
 */
final class Client {

	private const TRIES            = 3;
	private const LONGEST_WAIT     = 5;
	private const MAX_ANSWER_BYTES = 8 * 1024 * 1024;
	private const TRY_AGAIN        = array( 408, 429, 502, 503, 504 );

	private readonly string $base_url;

	/**
	 * @param string               $base_url The store's address, with a path if it has one.
	 * @param array<string,Secret> $headers  Sent with every request.
	 */
	public function __construct( string $base_url, private readonly array $headers ) {
		$scheme = strtolower( (string) wp_parse_url( $base_url, PHP_URL_SCHEME ) );
		$host   = (string) wp_parse_url( $base_url, PHP_URL_HOST );
		if ( $host === '' || ! in_array( $scheme, array( 'http', 'https' ), true ) || wp_parse_url( $base_url, PHP_URL_USER ) !== null ) {
			throw new \InvalidArgumentException( 'The address of a vector store begins with https:// or http:// and holds no password.' );
		}
		$this->base_url = rtrim( $base_url, '/' );
	}

	public function base_url(): string {
		return $this->base_url;
	}

	/**
	 * @param array<string,mixed>|null $body            Sent as JSON; null sends none.
	 * @param int                      $timeout_seconds Of each try.
	 * @return array<string,mixed>|null The answer; null if there is no such thing (404).
	 * @throws Store_Failure
	 */
	public function request( string $method, string $path, ?array $body, int $timeout_seconds ): ?array {
		$arguments = array(
			'method'              => $method,
			'timeout'             => $timeout_seconds,
			// Whoever answers with a redirect is not the store, and must not get the key.
			'redirection'         => 0,
			'limit_response_size' => self::MAX_ANSWER_BYTES,
			'headers'             => array( 'Accept' => 'application/json' ) + array_map( static fn( Secret $value ) => $value->reveal(), $this->headers ),
		);
		if ( $body !== null ) {
			$arguments['headers']['Content-Type'] = 'application/json';
			$arguments['body']                    = json_encode( (object) $body, JSON_THROW_ON_ERROR | JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE );
		}
		for ( $try = 1; ; $try++ ) {
			$response = wp_remote_request( $this->base_url . $path, $arguments );
			$status   = is_wp_error( $response ) ? 0 : (int) wp_remote_retrieve_response_code( $response );
			if ( $try === self::TRIES || ! ( $status === 0 || in_array( $status, self::TRY_AGAIN, true ) ) ) {
				return self::read( $response, $status );
			}
			usleep( self::pause( $response, $try ) );
		}
	}

	private static function pause( array|\WP_Error $response, int $try ): int {
		$wanted  = is_wp_error( $response ) ? 0 : (int) wp_remote_retrieve_header( $response, 'retry-after' );
		$seconds = $wanted > 0 ? min( $wanted, self::LONGEST_WAIT ) : 0.1 * 2 ** $try;
		return (int) ( $seconds * random_int( 1_000_000, 1_500_000 ) );
	}

	private static function read( array|\WP_Error $response, int $status ): ?array {
		if ( is_wp_error( $response ) ) {
			throw Store_Failure::of( 'store_unreachable', $response->get_error_message() );
		}
		$body = (string) wp_remote_retrieve_body( $response );
		if ( $status === 404 ) {
			return null;
		}
		if ( $status < 200 || $status > 299 ) {
			throw Store_Failure::of( self::code( $status ), "HTTP $status: $body" );
		}
		$answer = json_decode( $body, true, 64 );
		return is_array( $answer ) ? $answer : throw Store_Failure::of( 'store_invalid_answer', $body );
	}

	private static function code( int $status ): string {
		return match ( true ) {
			$status === 401 || $status === 403        => 'store_unauthorized',
			in_array( $status, self::TRY_AGAIN, true ) => 'store_busy',
			$status >= 500                            => 'store_unreachable',
			default                                   => 'store_rejected',
		};
	}
}
