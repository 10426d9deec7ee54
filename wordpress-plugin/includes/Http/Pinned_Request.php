<?php
declare( strict_types=1 );

namespace MxChat\Http;

/**
 * One request through WordPress's HTTP API to one checked IP address.
 *
 * libcurl is told where to connect, whatever the name resolves to meanwhile; through a proxy as well, which then is
 * asked for a tunnel to that address. The Host header and the certificate's name stay those of the URL. Compressed
 * bodies are made long here, within the limit: WordPress would do it without one.
 */
final class Pinned_Request {

	private int $bytes = 0;
	private string $encoding = '';
	private string $failure = '';

	/**
	 * @param array<string,string> $headers
	 */
	public function __construct(
		private readonly Url $url,
		private readonly string $ip,
		private readonly string $method,
		private readonly array $headers,
		private readonly string $body,
		private readonly int $max_bytes,
		private readonly float $ends_at,
	) {}

	public function send(): array|\WP_Error {
		$hooks = array(
			'http_api_curl'                     => array( $this, 'pin' ),
			'https_ssl_verify'                  => array( $this, 'verify' ),
			'requests-fsockopen.before_request' => array( $this, 'refuse' ),
			'requests-request.progress'         => array( $this, 'count' ),
			'requests-requests.before_parse'    => array( $this, 'keep_compressed' ),
		);
		foreach ( $hooks as $hook => $callback ) {
			add_action( $hook, $callback, PHP_INT_MAX );
		}
		try {
			$response = wp_remote_request( $this->url->text(), $this->arguments() );
		} finally {
			foreach ( $hooks as $hook => $callback ) {
				remove_action( $hook, $callback, PHP_INT_MAX );
			}
		}
		return is_wp_error( $response ) ? $this->failure( $response ) : $this->inflated( $response );
	}

	/**
	 * Whether nobody listened there, so that another address of the host may be tried.
	 */
	public static function is_unreachable( \WP_Error $error ): bool {
		return $error->get_error_code() === 'mxchat_fetch_unreachable';
	}

	public function pin( \CurlHandle $handle ): void {
		$ip = str_contains( $this->ip, ':' ) ? "[$this->ip]" : $this->ip;
		curl_setopt( $handle, CURLOPT_CONNECT_TO, array( "::$ip:{$this->url->port}" ) );
		curl_setopt( $handle, CURLOPT_HTTP_CONTENT_DECODING, 0 );
	}

	/**
	 * No plugin switches the check of certificates off here.
	 */
	public function verify( bool|string $certificates ): bool|string {
		return $certificates === false ? true : $certificates;
	}

	/**
	 * Without libcurl the connection cannot be pinned.
	 */
	public function refuse(): void {
		$this->give_up( 'mxchat_fetch_needs_curl' );
	}

	public function count( string $data ): void {
		$this->bytes += strlen( $data );
		if ( $this->bytes > $this->max_bytes ) {
			$this->give_up( 'mxchat_fetch_too_large' );
		}
		if ( microtime( true ) > $this->ends_at ) {
			$this->give_up( 'mxchat_fetch_timeout' );
		}
	}

	/**
	 * Takes the name of the compression out of the headers, so that nobody else acts on it.
	 */
	public function keep_compressed( string &$response ): void {
		[ $headers, $body ] = explode( "\r\n\r\n", $response, 2 ) + array( '', '' );
		if ( preg_match_all( '/^content-encoding:[ \t]*(.*?)[ \t]*$/im', str_replace( "\r", '', $headers ), $match ) ) {
			$this->encoding = strtolower( implode( ', ', $match[1] ) );
			$response       = preg_replace( '/\r\ncontent-encoding:[^\r\n]*/i', '', $headers ) . "\r\n\r\n" . $body;
		}
	}

	private function arguments(): array {
		return array(
			'method'      => $this->method,
			'headers'     => $this->headers + array( 'Accept-Encoding' => function_exists( 'inflate_init' ) ? 'gzip' : 'identity' ),
			'body'        => $this->method === 'POST' ? $this->body : null,
			'timeout'     => max( 0.1, $this->ends_at - microtime( true ) ),
			'redirection' => 0,
			'httpversion' => '1.1',
			'user-agent'  => self::user_agent(),
			'sslverify'   => true,
			'cookies'     => array(),
		);
	}

	/**
	 * Who asks, and where its owner can be found.
	 */
	private static function user_agent(): string {
		return Fetcher::PRODUCT . '/' . \MxChat\VERSION . ' (+' . home_url( '/' ) . ')';
	}

	private function give_up( string $error_code ): never {
		$this->failure = $error_code;
		throw new Transfer_Failure( $error_code );
	}

	private function failure( \WP_Error $error ): \WP_Error {
		$code = match ( true ) {
			$this->failure !== ''                                                          => $this->failure,
			$error->get_error_code() === 'http_request_not_executed'                       => 'mxchat_fetch_blocked',
			(bool) preg_match( '/^cURL error 28\b/', $error->get_error_message() )     => 'mxchat_fetch_timeout',
			(bool) preg_match( '/^cURL error 7\b/', $error->get_error_message() )      => 'mxchat_fetch_unreachable',
			(bool) preg_match( '/^cURL error (?:35|51|58|60|77|83|90)\b/', $error->get_error_message() ) => 'mxchat_fetch_certificate',
			default                                                                        => 'mxchat_fetch_failed',
		};
		return Fetcher::error( $code );
	}

	private function inflated( array $response ): array|\WP_Error {
		$body = (string) wp_remote_retrieve_body( $response );
		$long = match ( $this->encoding ) {
			'', 'identity'   => $body,
			'gzip', 'x-gzip' => Inflate::gzip( $body, $this->max_bytes ),
			'deflate'        => Inflate::deflate( $body, $this->max_bytes ),
			default          => null,
		};
		return $long === null && $body !== '' ? Fetcher::error( 'mxchat_fetch_too_large' ) : array( 'body' => (string) $long ) + $response;
	}
}
