<?php
declare( strict_types=1 );

namespace MxChat\Http;

/**
 * What an untrusted address answered.
 */
final class Fetched {

	/**
	 * @param array<string,string> $headers By lower-case name.
	 * @param float                $seconds How long it took, redirects included.
	 */
	public function __construct(
		public readonly Url $url,
		public readonly int $status,
		public readonly array $headers,
		public readonly string $body,
		public readonly float $seconds,
	) {}

	public function header( string $name ): string {
		return $this->headers[ strtolower( $name ) ] ?? '';
	}

	/**
	 * For example `text/html`, without parameters.
	 */
	public function content_type(): string {
		return strtolower( trim( explode( ';', $this->header( 'Content-Type' ) )[0] ) );
	}

	/**
	 * For example `iso-8859-1`; empty if the header names none.
	 */
	public function charset(): string {
		return preg_match( '/;\s*charset\s*=\s*"?([A-Za-z0-9_:.-]{1,40})/i', $this->header( 'Content-Type' ), $match ) ? strtolower( $match[1] ) : '';
	}

	/**
	 * How long the server asks to be left alone; null if it does not.
	 */
	public function retry_after_seconds(): ?int {
		$value = trim( $this->header( 'Retry-After' ) );
		if ( preg_match( '/^[0-9]{1,9}$/D', $value ) ) {
			return (int) $value;
		}
		$time = $value === '' ? false : strtotime( $value );
		return $time === false ? null : max( 0, $time - time() );
	}
}
