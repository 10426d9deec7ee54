<?php
declare( strict_types=1 );

namespace MxChat\Chat;

/**
 * Asks this site itself for a stream, through its own web server, and notes when its pieces arrive.
 */
final class Loopback_Client {

	private const TIMEOUT_SECONDS = 10;

	/**
	 * Seconds from the first piece to the last; null if the site does not answer itself.
	 */
	public static function stream_spread( string $url ): ?float {
		$times = array();
		$note  = static function () use ( &$times ): void {
			$times[] = microtime( true );
		};
		add_action( 'requests-request.progress', $note );
		$response = wp_remote_get(
			$url,
			array(
				'timeout'     => self::TIMEOUT_SECONDS,
				'redirection' => 0,
				'decompress'  => false,
				'headers'     => array( 'Accept' => 'text/event-stream' ),
				/** This filter is documented in wp-includes/class-wp-http-streams.php */
				'sslverify'   => (bool) apply_filters( 'https_local_ssl_verify', true ),
			)
		);
		remove_action( 'requests-request.progress', $note );
		return wp_remote_retrieve_response_code( $response ) === 200 && $times ? end( $times ) - $times[0] : null;
	}
}
