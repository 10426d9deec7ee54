<?php
declare( strict_types=1 );

namespace MxChat\Http;

/**
 * Output that leaves PHP at once.
 */
final class Output {

	/**
	 * Takes every buffer away. From here on the script goes on also when the client has left.
	 *
	 * @param array<string,string> $headers
	 */
	public static function begin( array $headers, int $max_seconds ): void {
		ignore_user_abort( true );
		if ( function_exists( 'set_time_limit' ) ) {
			set_time_limit( $max_seconds ); // phpcs:ignore
		}
		if ( session_status() === PHP_SESSION_ACTIVE ) {
			session_write_close();
		}
		ini_set( 'zlib.output_compression', '0' ); // phpcs:ignore
		while ( ob_get_level() > 0 && ob_end_flush() ) {
			continue;
		}
		foreach ( $headers as $name => $value ) {
			headers_sent() || header( "$name: $value" );
		}
	}

	/**
	 * @return bool Whether the client is still there.
	 */
	public static function write( string $bytes ): bool {
		echo $bytes; // phpcs:ignore -- Not HTML.
		flush();
		return connection_aborted() === 0;
	}

	/**
	 * Ends the response and leaves the script running, as far as the server lets it.
	 */
	public static function finish( string $body, int $max_seconds ): void {
		self::begin( array( 'Content-Length' => (string) strlen( $body ), 'Connection' => 'close' ), $max_seconds );
		self::write( $body );
		if ( function_exists( 'fastcgi_finish_request' ) ) {
			fastcgi_finish_request();
		} elseif ( function_exists( 'litespeed_finish_request' ) ) {
			litespeed_finish_request();
		}
	}
}
