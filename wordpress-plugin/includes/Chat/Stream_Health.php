<?php
declare( strict_types=1 );

namespace MxChat\Chat;

use MxChat\Health\Loopback_Client;
use MxChat\Health\Site_Test;
use MxChat\Http\Event_Stream;
use MxChat\Rest\Empty_Request;

/**
 * Tools → Site Health tells whether the server lets answers through while they come, and which line to change if not.
 */
final class Stream_Health {

	private const NAME               = 'mxchat_streaming';
	private const PIECES             = 5;
	private const PAUSE_MICROSECONDS = 300_000;

	/** Pieces that were sent over 1.2 seconds and arrive closer together than this were kept back. */
	private const MIN_SPREAD_SECONDS = 0.5;

	public static function add_test( array $tests ): array {
		return Site_Test::add( $tests, self::NAME, __( 'Answers arrive word by word', 'mxchat-engine' ), 'streaming/test', array( self::class, 'result' ) );
	}

	/**
	 * GET /streaming: a short stream for the site itself.
	 */
	public static function stream( Probe_Request $request ): Event_Stream {
		return new Event_Stream( self::pieces() );
	}

	/**
	 * GET /streaming/test.
	 */
	public static function test( Empty_Request $request ): \WP_REST_Response {
		return new \WP_REST_Response( self::result() );
	}

	public static function result(): array {
		$spread = Loopback_Client::stream_spread( Probe_Request::url() );
		if ( $spread === null ) {
			return self::report(
				'recommended',
				__( 'It could not be checked whether answers arrive word by word', 'mxchat-engine' ),
				__( 'The site could not send a request to itself. If answers appear all at once, the server keeps them back until their end.', 'mxchat-engine' )
			);
		}
		return $spread >= self::MIN_SPREAD_SECONDS
			? self::report( 'good', __( 'Answers arrive word by word', 'mxchat-engine' ), __( 'The server passes each piece of an answer on at once.', 'mxchat-engine' ) )
			: self::report(
				'recommended',
				__( 'The server keeps answers back until their end', 'mxchat-engine' ),
				__( 'Answers work all the same: the chat notices it and asks for them piece by piece.', 'mxchat-engine' ) . ' ' . self::advice()
			);
	}

	private static function pieces(): \Generator {
		for ( $number = 1; $number <= self::PIECES; $number++ ) {
			if ( $number > 1 ) {
				usleep( self::PAUSE_MICROSECONDS );
			}
			yield Event_Stream::frame( $number, 'piece', array( 'number' => $number ) );
		}
	}

	/**
	 * Which line to change, for the likeliest cause first.
	 */
	private static function advice(): string {
		$server = strtolower( isset( $_SERVER['SERVER_SOFTWARE'] ) ? sanitize_text_field( wp_unslash( $_SERVER['SERVER_SOFTWARE'] ) ) : '' );
		return match ( true ) {
			filter_var( ini_get( 'zlib.output_compression' ), FILTER_VALIDATE_BOOLEAN ) => __( 'In php.ini, set “zlib.output_compression = Off”.', 'mxchat-engine' ),
			str_contains( $server, 'nginx' ) => __( 'nginx does so where it has been told to ignore the header X-Accel-Buffering: remove “fastcgi_ignore_headers X-Accel-Buffering;”, or add “fastcgi_buffering off;” (“proxy_buffering off;” where nginx stands before another server).', 'mxchat-engine' ),
			str_contains( $server, 'litespeed' ) => __( 'In LiteSpeed’s settings of the external application for PHP, set “Response Buffering” to “No” (“respBuffer 0”).', 'mxchat-engine' ),
			str_contains( $server, 'apache' ) => __( 'With PHP-FPM, add “flushpackets=on” to Apache’s ProxyPassMatch or Proxy line of PHP. If answers are compressed, add “SetEnvIf Accept text/event-stream no-gzip”.', 'mxchat-engine' ),
			default => __( 'Ask your host to switch off the buffering of responses of the type text/event-stream.', 'mxchat-engine' ),
		};
	}

	private static function report( string $status, string $label, string $description ): array {
		return Site_Test::report( self::NAME, $status, $label, $description );
	}
}
