<?php
declare( strict_types=1 );

namespace MxChat\Provider;

use MxChat\Http\Stream;
use MxChat\Settings\Secret;
use const MxChat\VERSION;

/**
 * Speaks HTTP with the provider that the owner has chosen.
 *
 * A call is made at most three times, and never again once a byte of a good answer has come: it may have been paid.
 */
final class Client {

	private const TRIES         = 3;
	private const CALL_SECONDS  = 30.0;
	private const LONGEST_WAIT  = 120;
	private const MAX_BYTES     = 8 * 1024 * 1024;
	private const MAX_DEPTH     = 64;
	private const STEP_SECONDS  = 0.25;

	public static function get( Connection $connection, string $path, Deadline $deadline ): Reply|Failure {
		return self::drain( self::exchange( $connection, 'GET', $path, null, $deadline ) );
	}

	public static function post( Connection $connection, string $path, array $body, Deadline $deadline ): Reply|Failure {
		return self::drain( self::exchange( $connection, 'POST', $path, $body, $deadline ) );
	}

	public static function delete( Connection $connection, string $path, Deadline $deadline ): Reply|Failure {
		return self::drain( self::exchange( $connection, 'DELETE', $path, null, $deadline ) );
	}

	/**
	 * A call whose caller wants to do something meanwhile: it yields '' about twice a second.
	 *
	 * @return \Generator<int,string,mixed,Reply|Failure>
	 */
	public static function exchange( Connection $connection, string $method, string $path, ?array $body, Deadline $deadline ): \Generator {
		$text  = '';
		$calls = self::tries( $connection, $method, $path, $body, $deadline->at_most( self::CALL_SECONDS * self::TRIES ), false );
		foreach ( $calls as $bytes ) {
			$text .= $bytes;
			if ( $bytes === '' ) {
				yield '';
			}
		}
		$response = $calls->getReturn();
		if ( $response instanceof Failure ) {
			return $response;
		}
		$headers = Error_Reader::headers( $response );
		$json    = $text === '' ? array() : json_decode( $text, true, self::MAX_DEPTH );
		$status  = (int) wp_remote_retrieve_response_code( $response );
		return is_array( $json ) ? new Reply( $status, $headers, $json ) : Failure::of( 'garbled', $status, detail: 'The answer is not JSON.' );
	}

	/**
	 * The bytes of a good answer as they come; '' is a tick, about twice a second.
	 *
	 * @return \Generator<int,string,mixed,?Failure> Returns null or the failure.
	 */
	public static function stream( Connection $connection, string $path, array $body, Deadline $deadline ): \Generator {
		$response = yield from self::tries( $connection, 'POST', $path, $body, $deadline, true );
		return $response instanceof Failure ? $response : null;
	}

	/**
	 * @return \Generator<int,string,mixed,array|Failure>
	 */
	private static function tries( Connection $connection, string $method, string $path, ?array $body, Deadline $deadline, bool $is_stream ): \Generator {
		$problem = self::problem( $connection );
		if ( $problem !== '' ) {
			return Failure::of( 'not_configured', detail: $problem );
		}
		$failure = null;
		for ( $try = 1; ; $try++ ) {
			$refusal = Breaker::refusal( $connection );
			if ( $refusal !== null ) {
				return $failure ?? $refusal;
			}
			// A stream may go on for as long as it is not silent.
			$call     = new Stream( $connection->base_url . $path, self::arguments( $connection, $method, $body, $deadline, $is_stream ), $is_stream ? $deadline : $deadline->at_most( self::CALL_SECONDS ), self::CALL_SECONDS, self::MAX_BYTES );
			$response = yield from self::one_try( $call );
			Breaker::note( $connection, $response instanceof Failure ? $response : null );
			if ( ! $response instanceof Failure ) {
				return $response;
			}
			$failure = $response;
			$wait    = self::wait( $failure, $try );
			if ( $try === self::TRIES || ! $failure->is_retryable || $failure->kind === 'cut' || $wait >= min( $deadline->remaining(), self::LONGEST_WAIT ) ) {
				return $failure;
			}
			yield from self::pause( Deadline::after( $wait ) );
		}
	}

	/**
	 * Hands out the bytes of a 2xx, and none of any other answer.
	 *
	 * @return \Generator<int,string,mixed,array|Failure>
	 */
	private static function one_try( Stream $call ): \Generator {
		$has_begun = false;
		$held      = '';
		$chunks    = $call->chunks();
		foreach ( $chunks as $bytes ) {
			if ( $bytes !== '' && ! self::is_good( $call->status() ) ) {
				$held .= $bytes;
				continue;
			}
			$has_begun = $has_begun || $bytes !== '';
			yield $bytes;
		}
		$response = $chunks->getReturn();
		if ( is_wp_error( $response ) ) {
			return Error_Reader::of_transport( $response, $has_begun );
		}
		if ( ! self::is_good( (int) wp_remote_retrieve_response_code( $response ) ) ) {
			return Error_Reader::of_response( $response, $held );
		}
		if ( $held !== '' ) {
			yield $held;
		}
		return $response;
	}

	private static function is_good( int $status ): bool {
		return $status >= 200 && $status < 300;
	}

	private static function arguments( Connection $connection, string $method, ?array $body, Deadline $deadline, bool $is_stream ): array {
		$arguments = array(
			'method'      => $method,
			'timeout'     => max( 1.0, $is_stream ? $deadline->remaining() : min( self::CALL_SECONDS, $deadline->remaining() ) ),
			// Whoever answers with a redirect is not the provider, and must not get the key.
			'redirection' => 0,
			'decompress'  => false,
			'sslverify'   => true,
			'user-agent'  => 'MxChat-Engine/' . VERSION,
			'headers'     => self::headers( $connection, $is_stream ),
		);
		if ( $body !== null ) {
			$arguments['headers']['Content-Type'] = 'application/json';
			$arguments['body']                    = json_encode( (object) $body, JSON_THROW_ON_ERROR | JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE | JSON_INVALID_UTF8_SUBSTITUTE );
		}
		return $arguments;
	}

	/**
	 * The owner's own headers win, but for what the body needs.
	 */
	private static function headers( Connection $connection, bool $is_stream ): array {
		$headers = array(
			'Accept'          => $is_stream ? 'text/event-stream' : 'application/json',
			'Accept-Encoding' => 'identity',
		);
		if ( $connection->key !== null && $connection->key->reveal() !== '' ) {
			$headers['Authorization'] = 'Bearer ' . $connection->key->reveal();
		}
		$own = array_map( static fn( string|Secret $value ) => $value instanceof Secret ? $value->reveal() : $value, $connection->headers );
		return array_merge( $headers, array_diff_key( $own, array_flip( array( 'Content-Type', 'Content-Length', 'Host' ) ) ) );
	}

	private static function problem( Connection $connection ): string {
		$parts = wp_parse_url( $connection->base_url );
		if ( ! is_array( $parts ) || ! in_array( strtolower( $parts['scheme'] ?? '' ), array( 'http', 'https' ), true ) || ( $parts['host'] ?? '' ) === '' || isset( $parts['user'] ) || isset( $parts['query'] ) || isset( $parts['fragment'] ) ) {
			return 'The address of the provider is no https:// address.';
		}
		return $connection->is_readable_on_the_way() ? 'The address of the provider begins with http://, where everybody on the way could read the key.' : '';
	}

	/**
	 * Seconds before the next try.
	 */
	private static function wait( Failure $failure, int $try ): float {
		return $failure->retry_after_seconds !== null
			? (float) $failure->retry_after_seconds
			: 0.5 * 2 ** ( $try - 1 ) * ( 1 - random_int( 0, 250 ) / 1000 );
	}

	private static function pause( Deadline $until ): \Generator {
		while ( ! $until->is_over() ) {
			usleep( (int) ( 1e6 * min( self::STEP_SECONDS, $until->remaining() ) ) );
			yield '';
		}
	}

	private static function drain( \Generator $call ): Reply|Failure {
		foreach ( $call as $tick ) {
			continue;
		}
		return $call->getReturn();
	}
}
