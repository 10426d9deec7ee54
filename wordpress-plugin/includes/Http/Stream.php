<?php
declare( strict_types=1 );

namespace MxChat\Http;

use MxChat\Provider\Deadline;

/**
 * A request through WordPress' HTTP API whose answer is read as it comes.
 *
 * The request runs in a fiber, which hands out the bytes from the callbacks of the transport. The callbacks are set on
 * this request's own hooks, so that a hook of WordPress is never left half-way: other requests may run meanwhile.
 */
final class Stream {

	/** How often an answer that is silent gives a sign of life. */
	private const TICK_SECONDS = 0.4;

	private ?\Fiber $fiber        = null;
	private ?\CurlHandle $handle  = null;
	private int $status           = 0;
	private int $byte_count       = 0;
	private float $heard_at       = 0.0;
	private float $ticked_at      = 0.0;
	private string $why_stopped   = '';

	/**
	 * @param array $arguments    Those of wp_remote_request().
	 * @param float $idle_seconds How long the answer may be silent.
	 */
	public function __construct(
		private readonly string $url,
		#[\SensitiveParameter] private readonly array $arguments,
		private readonly Deadline $deadline,
		private readonly float $idle_seconds = 30.0,
		private readonly int $max_bytes = 8 * 1024 * 1024,
	) {}

	/**
	 * The bytes as they come; '' is a sign of life. Whoever abandons the generator closes the connection.
	 *
	 * @return \Generator<int,string,mixed,array|\WP_Error> Returns what wp_remote_request() does.
	 */
	public function chunks(): \Generator {
		$this->fiber = new \Fiber( fn() => $this->request() );
		try {
			$bytes = $this->fiber->start();
			while ( ! $this->fiber->isTerminated() ) {
				yield $bytes;
				$bytes = $this->fiber->resume();
			}
			return $this->fiber->getReturn();
		} finally {
			// The fiber that nobody holds is unwound; see hand_out(). It cannot be resumed here: before PHP 8.4 none can while
			// an object is destroyed.
			$this->fiber = null;
		}
	}

	/**
	 * The answer's HTTP status, or 0 as long as it is not known.
	 */
	public function status(): int {
		return $this->status;
	}

	private function request(): array|\WP_Error {
		$this->heard_at = microtime( true );
		// Weak: a fiber that holds itself would not end when nobody else holds it.
		$fiber          = \WeakReference::create( \Fiber::getCurrent() );
		$listen         = function ( $url, $headers, $data, $type, &$options ) use ( &$listen, $fiber ): void {
			if ( \Fiber::getCurrent() === $fiber->get() ) {
				remove_action( 'requests-requests.before_request', $listen, PHP_INT_MAX );
				$options = $this->with_hooks( $options );
			}
		};
		add_action( 'requests-requests.before_request', $listen, PHP_INT_MAX, 5 );
		try {
			$response = wp_remote_request( $this->url, $this->arguments );
		} catch ( Stream_Stopped ) {
			$response = new \WP_Error( 'stopped' );
		} finally {
			remove_action( 'requests-requests.before_request', $listen, PHP_INT_MAX );
			$this->handle = null;
		}
		return $this->why_stopped === '' ? $this->with_whole_body( $response ) : new \WP_Error( 'mxchat_' . $this->why_stopped );
	}

	/**
	 * Where something else than the network has answered, nothing came by the hooks.
	 */
	private function with_whole_body( array|\WP_Error $response ): array|\WP_Error {
		$this->status = is_array( $response ) ? (int) wp_remote_retrieve_response_code( $response ) : $this->status;
		if ( is_array( $response ) && $this->byte_count === 0 && wp_remote_retrieve_body( $response ) !== '' ) {
			$this->hand_out( wp_remote_retrieve_body( $response ) );
		}
		return $response;
	}

	private function with_hooks( array $options ): array {
		$hooks = $options['hooks'];
		$hooks->register( 'curl.before_send', fn( \CurlHandle $handle ) => $this->on_handle( $handle ) );
		$hooks->register( 'curl.after_send', fn() => $this->on_sent() );
		$hooks->register( 'request.progress', fn( string $bytes ) => $this->on_bytes( $bytes ) );
		// No filter of the site may switch the check of certificates off.
		if ( ( $options['verify'] ?? true ) === false ) {
			$options['verify']     = ABSPATH . WPINC . '/certificates/ca-bundle.crt';
			$options['verifyname'] = true;
		}
		if ( ! function_exists( 'curl_exec' ) ) {
			// The other transport shows the chunks of HTTP/1.1 as they are on the wire.
			$options['protocol_version'] = 1.0;
		}
		return $options;
	}

	private function on_handle( \CurlHandle $handle ): void {
		$this->handle = $handle;
		curl_setopt( $handle, CURLOPT_HTTP_CONTENT_DECODING, false );
		curl_setopt( $handle, CURLOPT_NOPROGRESS, false );
		curl_setopt( $handle, CURLOPT_XFERINFOFUNCTION, fn() => $this->on_tick() );
	}

	/**
	 * The transport sends a request again whose answer it could not decode. A model would be paid twice.
	 */
	private function on_sent(): void {
		if ( in_array( curl_errno( $this->handle ), array( CURLE_WRITE_ERROR, CURLE_BAD_CONTENT_ENCODING ), true ) ) {
			$this->why_stopped = 'unreadable';
			throw new Stream_Stopped();
		}
	}

	private function on_bytes( string $bytes ): void {
		$this->heard_at    = microtime( true );
		$this->byte_count += strlen( $bytes );
		if ( $this->handle !== null ) {
			$this->status = (int) curl_getinfo( $this->handle, CURLINFO_RESPONSE_CODE );
		}
		if ( $this->byte_count > $this->max_bytes ) {
			$this->why_stopped = 'too_large';
		}
		if ( ! $this->has_to_stop() ) {
			$this->hand_out( $bytes );
		}
		// With cURL the tick that follows ends the transfer: an exception in this callback would not.
		if ( $this->handle === null && $this->has_to_stop() ) {
			throw new Stream_Stopped();
		}
	}

	/**
	 * Called by cURL, often: 1 ends the transfer.
	 */
	private function on_tick(): int {
		if ( $this->has_to_stop() ) {
			return 1;
		}
		if ( microtime( true ) - $this->ticked_at < self::TICK_SECONDS ) {
			return 0;
		}
		$this->hand_out( '' );
		return $this->has_to_stop() ? 1 : 0;
	}

	/**
	 * Gives the bytes to whoever reads, and waits until more are wanted.
	 *
	 * When the reader is gone, PHP unwinds this fiber from here. To return instead lets the transport end the transfer in
	 * its own way and close the connection at once; unwinding would let cURL load the rest.
	 */
	private function hand_out( string $bytes ): void {
		$paused_at = microtime( true );
		$is_wanted = false;
		try {
			\Fiber::suspend( $bytes );
			$is_wanted = true;
		} finally {
			if ( ! $is_wanted ) {
				$this->why_stopped = 'abandoned';
				return;
			}
		}
		$this->ticked_at = microtime( true );
		// The reader's own time is not the other side's silence.
		$this->heard_at += $this->ticked_at - $paused_at;
	}

	private function has_to_stop(): bool {
		if ( $this->why_stopped === '' && ( $this->deadline->is_over() || microtime( true ) - $this->heard_at > $this->idle_seconds ) ) {
			$this->why_stopped = 'timeout';
		}
		return $this->why_stopped !== '';
	}
}
