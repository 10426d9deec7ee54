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
		if ( $host === '' || ( $scheme === 'http' && ! self::is_private_host( $host ) ) ) {
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

	/**
	 * A server of one's own: its traffic does not cross the Internet, as far as a name can tell.
	 */
	public static function is_private( string $base_url ): bool {
		return self::is_private_host( (string) parse_url( $base_url, PHP_URL_HOST ) );
	}

	private static function is_private_host( string $host ): bool {
		$host = trim( $host, '[]' );
		if ( filter_var( $host, FILTER_VALIDATE_IP ) !== false ) {
			return filter_var( $host, FILTER_VALIDATE_IP, FILTER_FLAG_NO_PRIV_RANGE | FILTER_FLAG_NO_RES_RANGE ) === false;
		}
		return (bool) preg_match( '/^[a-z0-9_-]+$|\.(localhost|local|internal|lan|home\.arpa|test)$/D', $host );
	}
}
