<?php
declare( strict_types=1 );

namespace MxChat\Health;

/**
 * Asks this site itself, through its own web server, for what only a real request tells.
 */
final class Loopback_Client {

	private const TIMEOUT_SECONDS = 10;

	/**
	 * What reaches PHP of a request with these headers.
	 *
	 * @param array<string,string> $headers
	 * @return ?array<string,mixed> The JSON of the answer; null if the site does not answer itself.
	 */
	public static function answer( string $url, array $headers ): ?array {
		$response = self::get( $url, $headers );
		$answer   = json_decode( wp_remote_retrieve_body( $response ), true );
		return wp_remote_retrieve_response_code( $response ) === 200 && is_array( $answer ) ? $answer : null;
	}

	/**
	 * How a stream arrives: seconds from its first piece to the last; null if the site does not answer itself.
	 */
	public static function stream_spread( string $url ): ?float {
		$times = array();
		$note  = static function () use ( &$times ): void {
			$times[] = microtime( true );
		};
		add_action( 'requests-request.progress', $note );
		$response = self::get( $url, array( 'Accept' => 'text/event-stream' ) );
		remove_action( 'requests-request.progress', $note );
		return wp_remote_retrieve_response_code( $response ) === 200 && $times ? end( $times ) - $times[0] : null;
	}

	/**
	 * @param array<string,string> $headers
	 */
	private static function get( string $url, array $headers ): array|\WP_Error {
		return wp_remote_get(
			$url,
			array(
				'timeout'     => self::TIMEOUT_SECONDS,
				'redirection' => 0,
				// What is packed arrives all at once, and nothing here is long.
				'decompress'  => false,
				'headers'     => $headers,
				/** This filter is documented in wp-includes/class-wp-http-streams.php */
				'sslverify'   => (bool) apply_filters( 'https_local_ssl_verify', true ),
			)
		);
	}
}
