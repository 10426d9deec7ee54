<?php
declare( strict_types=1 );

namespace MxChat\Http;

/**
 * An address on the web, taken apart in one way only: what is checked is what is asked.
 *
 * Refused are credentials, backslashes, white space, and numbers that some program would take for an IPv4 address in
 * another spelling (octal, hexadecimal, one number).
 *
 * @see https://url.spec.whatwg.org/#ends-in-a-number-checker
 */
final class Url {

	private const MAX_BYTES = 2000;
	private const PARTS     = '~^(https?)://(\[[0-9a-f:.]+\]|[^\[\]/?#:@]+)(?::([0-9]{1,5}))?([/?][^#]*)?(?:#.*)?$~iD';
	private const NAME      = '/^(?=.{1,253}$)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/D';

	private function __construct(
		public readonly string $scheme,
		/** A name in ASCII, or an IP address without brackets. */
		public readonly string $host,
		public readonly int $port,
		/** Begins with a slash. */
		public readonly string $path_and_query,
	) {}

	public static function parse( string $text ): ?self {
		if ( strlen( $text ) > self::MAX_BYTES || preg_match( '/[\x00-\x20\x7f\\\\]/', $text ) || ! preg_match( self::PARTS, $text, $part ) ) {
			return null;
		}
		$scheme = strtolower( $part[1] );
		$host   = self::host( $part[2] );
		$port   = ( $part[3] ?? '' ) === '' ? self::default_port( $scheme ) : (int) $part[3];
		if ( $host === null || $port < 1 || $port > 65535 ) {
			return null;
		}
		[ $path, $query ] = explode( '?', $part[4] ?? '', 2 ) + array( '', null );
		return new self( $scheme, $host, $port, self::encoded( self::without_dots( $path ) . ( $query === null ? '' : "?$query" ) ) );
	}

	/**
	 * Where a link in this document leads; null where that is no address on the web.
	 */
	public function resolve( string $reference ): ?self {
		$reference = (string) preg_replace( '/#.*/s', '', trim( $reference ) );
		$path      = explode( '?', $this->path_and_query )[0];
		return self::parse(
			match ( true ) {
				(bool) preg_match( '/^[a-z][a-z0-9+.-]*:/i', $reference ) => $reference,
				$reference === ''                  => $this->text(),
				str_starts_with( $reference, '//' ) => "$this->scheme:$reference",
				$reference[0] === '/'              => $this->origin() . $reference,
				$reference[0] === '?'              => $this->origin() . $path . $reference,
				default                            => $this->origin() . substr( $path, 0, (int) strrpos( $path, '/' ) + 1 ) . $reference,
			}
		);
	}

	public function text(): string {
		return $this->origin() . $this->path_and_query;
	}

	public function origin(): string {
		return $this->scheme . '://' . $this->authority();
	}

	/**
	 * What the Host header says.
	 */
	public function authority(): string {
		$host = str_contains( $this->host, ':' ) ? "[$this->host]" : $this->host;
		return $host . ( $this->port === self::default_port( $this->scheme ) ? '' : ':' . $this->port );
	}

	public function is_ip(): bool {
		return (bool) filter_var( $this->host, FILTER_VALIDATE_IP );
	}

	private static function default_port( string $scheme ): int {
		return $scheme === 'https' ? 443 : 80;
	}

	private static function host( string $written ): ?string {
		if ( $written[0] === '[' ) {
			$packed = inet_pton( substr( $written, 1, -1 ) );
			return $packed === false ? null : inet_ntop( $packed );
		}
		$host = strtolower( $written );
		if ( preg_match( '/[\x80-\xff]/', $host ) ) {
			$host = self::ascii_name( $host );
		}
		if ( preg_match( '/(?:^|\.)(?:[0-9]+|0x[0-9a-f]*)$/D', $host ) ) {
			return filter_var( $host, FILTER_VALIDATE_IP, FILTER_FLAG_IPV4 ) ? $host : null;
		}
		return preg_match( self::NAME, $host ) ? $host : null;
	}

	private static function ascii_name( string $host ): string {
		try {
			return strtolower( \WpOrg\Requests\IdnaEncoder::encode( $host ) );
		} catch ( \WpOrg\Requests\Exception ) {
			return '';
		}
	}

	/**
	 * The path without `.` and `..`, as every client sends it.
	 *
	 * @see https://www.rfc-editor.org/rfc/rfc3986#section-5.2.4
	 */
	private static function without_dots( string $path ): string {
		$kept     = array();
		$segments = explode( '/', substr( $path, 1 ) );
		$last     = count( $segments ) - 1;
		foreach ( $segments as $position => $segment ) {
			$plain = str_ireplace( '%2e', '.', $segment );
			if ( $plain === '..' ) {
				array_pop( $kept );
			} elseif ( $plain !== '.' ) {
				$kept[] = $segment;
				continue;
			}
			if ( $position === $last ) {
				$kept[] = '';
			}
		}
		return '/' . implode( '/', $kept );
	}

	private static function encoded( string $path_and_query ): string {
		return (string) preg_replace_callback( '/[^\x21-\x7e]|["<>`{}|^]/', static fn( array $byte ) => rawurlencode( $byte[0] ), $path_and_query );
	}
}
