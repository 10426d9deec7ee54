<?php
declare( strict_types=1 );

namespace MxChat\Provider;

use MxChat\Settings\Secret;

/**
 * Where a provider is, and how it is spoken to.
 */
final class Connection {

	public const MODES = array( 'auto', 'responses', 'responses_stateful', 'chat', 'assistants', 'wordpress' );

	public readonly string $base_url;

	/**
	 * @param string                      $base_url Without what the API appends: `https://api.openai.com/v1`.
	 * @param string                      $mode     One of MODES.
	 * @param ?Secret                     $key      Null where the host asks for none.
	 * @param array<string,string|Secret> $headers  The owner's own, sent with every call.
	 */
	public function __construct(
		string $base_url,
		public readonly string $mode = 'auto',
		public readonly ?Secret $key = null,
		public readonly array $headers = array(),
	) {
		$this->base_url = rtrim( $base_url, '/' );
	}

	/**
	 * The same for all calls to one host, and good as a part of a name.
	 */
	public function host_key(): string {
		$parts = wp_parse_url( $this->base_url );
		$host  = strtolower( (string) ( $parts['scheme'] ?? '' ) . '://' . (string) ( $parts['host'] ?? '' ) . ':' . (string) ( $parts['port'] ?? '' ) );
		return substr( hash( 'sha256', $host ), 0, 16 );
	}

	public function is_openai(): bool {
		return Base_Url::is_openai( $this->base_url );
	}

	public function is_azure(): bool {
		return str_ends_with( strtolower( (string) wp_parse_url( $this->base_url, PHP_URL_HOST ) ), '.openai.azure.com' );
	}

	/**
	 * Whether what is sent travels openly through the internet. Within a machine or a private network, http is usual.
	 */
	public function is_readable_on_the_way(): bool {
		$parts = wp_parse_url( $this->base_url );
		$host  = trim( strtolower( (string) ( $parts['host'] ?? '' ) ), '[]' );
		if ( strtolower( (string) ( $parts['scheme'] ?? '' ) ) !== 'http' ) {
			return false;
		}
		if ( filter_var( $host, FILTER_VALIDATE_IP ) !== false ) {
			return filter_var( $host, FILTER_VALIDATE_IP, FILTER_FLAG_NO_PRIV_RANGE | FILTER_FLAG_NO_RES_RANGE ) !== false;
		}
		return str_contains( $host, '.' ) && ! preg_match( '/\.(localhost|local|internal|lan|home\.arpa|test)$/D', $host );
	}
}
