<?php
declare( strict_types=1 );

namespace MxChat\Provider;

/**
 * The address that a provider's routes hang on, such as `https://api.openai.com/v1`.
 */
final class Base_Url {

	public const OPENAI = 'https://api.openai.com/v1';

	/**
	 * The address in its one spelling; null for what is none, or would send a key in the clear over the Internet.
	 */
	public static function normalize( string $text ): ?string {
		$text  = rtrim( trim( $text ), '/' );
		$parts = parse_url( $text );
		if ( ! is_array( $parts ) || ! preg_match( '#^https?://[^\s/?\#@"<>\\\\]+(/[^\s?\#"<>\\\\]*)?$#iD', $text ) ) {
			return null;
		}
		$scheme = strtolower( $parts['scheme'] ?? '' );
		$host   = strtolower( $parts['host'] ?? '' );
		if ( $host === '' || ( new Connection( "$scheme://$host" ) )->is_readable_on_the_way() ) {
			return null;
		}
		return $scheme . '://' . $host . ( isset( $parts['port'] ) ? ':' . $parts['port'] : '' ) . ( $parts['path'] ?? '' );
	}

	/**
	 * What a key belongs to: scheme, host and port.
	 */
	public static function origin( string $base_url ): string {
		return preg_match( '#^[a-z]+://[^/]+#', $base_url, $match ) ? $match[0] : '';
	}

	/**
	 * Whether this is OpenAI itself, in any of its regions.
	 */
	public static function is_openai( string $base_url ): bool {
		return (bool) preg_match( '#^https://([a-z0-9-]+\.)?api\.openai\.com(:443)?$#D', self::origin( $base_url ) );
	}
}
