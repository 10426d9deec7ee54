<?php
declare( strict_types=1 );

namespace MxChat\Provider;

/**
 * What a provider's error means: by its HTTP status first, then by its code, whatever the shape it comes in.
 *
 * Its sentence is looked at and never kept.
 */
final class Error_Reader {

	private const MAX_DEPTH = 64;

	/** A provider's code that says more than the status does. */
	private const CODES = array(
		'conversation_locked'             => 'busy',
		'context_length_exceeded'         => 'too_long',
		'content_filter'                  => 'filtered',
		'content_policy_violation'        => 'filtered',
		'invalid_prompt'                  => 'filtered',
		'bio_policy'                      => 'filtered',
		'misalignment_policy_violation'   => 'filtered',
		'invalid_api_key'                 => 'unauthorized',
		'authentication_error'            => 'unauthorized',
		'permission_error'                => 'forbidden',
		'unsupported_country_region_territory' => 'forbidden',
		'model_not_found'                 => 'not_found',
		'insufficient_quota'              => 'quota',
		'credit_balance_exhausted'        => 'quota',
		'billing_hard_limit_reached'      => 'quota',
		'billing_not_active'              => 'quota',
		'quota_exceeded'                  => 'quota',
		'rate_limit_exceeded'             => 'rate_limited',
		'slow_down'                       => 'overloaded',
		'server_is_overloaded'            => 'overloaded',
		'service_unavailable_error'       => 'overloaded',
		'overloaded_error'                => 'overloaded',
		'server_error'                    => 'server',
	);

	/** What a host may not know and an answer does not need. */
	private const OPTIONAL = array( 'temperature', 'top_p', 'max_output_tokens', 'max_completion_tokens', 'max_tokens', 'safety_identifier', 'prompt_cache_key', 'parallel_tool_calls', 'stream_options', 'include', 'store', 'response_format', 'text' );

	/**
	 * The failure of a request that came to no 2xx.
	 *
	 * @param string $body What was read of the answer.
	 */
	public static function of_response( array $response, string $body ): Failure {
		$status  = (int) wp_remote_retrieve_response_code( $response );
		$json    = json_decode( $body, true, self::MAX_DEPTH );
		$error   = self::parts( is_array( $json ) ? $json : array() );
		$headers = self::headers( $response );
		$kind    = self::kind( $status, $error );
		return Failure::of(
			$kind,
			$status,
			retry_after_seconds: self::retry_after( $headers ),
			upstream_request_id: self::word( $headers['x-request-id'] ?? '' ),
			is_retryable: self::is_retryable( $kind, $headers ),
			code: $error['code'] ?: $error['type'],
			param: $error['param'] ?: ( in_array( $status, array( 400, 422 ), true ) ? self::named_param( $error['message'] ) : '' ),
		);
	}

	/**
	 * The failure that an event of a stream, or an object with status 200, tells of.
	 *
	 * @param array $json Flat or with `error` in it.
	 */
	public static function of_event( array $json, string $upstream_request_id = '' ): Failure {
		$error  = self::parts( $json );
		$status = (int) ( is_numeric( $error['code'] ) ? $error['code'] : 0 );
		return Failure::of( $status >= 400 ? self::kind( $status, $error ) : self::by_code( $error ) ?? 'server', $status, upstream_request_id: $upstream_request_id, code: $error['code'] ?: $error['type'], param: $error['param'] );
	}

	/**
	 * The failure of a request that has no answer.
	 *
	 * @param bool $has_begun Whether a part of a good answer had come.
	 */
	public static function of_transport( \WP_Error $error, bool $has_begun ): Failure {
		$code = (string) $error->get_error_code();
		$curl = preg_match( '/cURL error (\d{1,3})/', $error->get_error_message(), $parts ) ? (int) $parts[1] : 0;
		return match ( true ) {
			$code === 'mxchat_timeout', $curl === 28 => Failure::of( 'timeout', is_retryable: false, detail: 'No answer in time.' ),
			$code === 'mxchat_too_large'             => Failure::of( 'garbled', detail: 'The answer is too large.' ),
			$code === 'mxchat_unreadable'            => Failure::of( 'garbled', detail: 'The answer is encoded.' ),
			$code === 'http_request_not_executed'    => Failure::of( 'network', is_retryable: false, detail: 'WordPress is told to block this host: WP_HTTP_BLOCK_EXTERNAL.' ),
			$has_begun                               => Failure::of( 'cut', detail: "Transport error $curl." ),
			// A certificate that does not fit does not get better.
			in_array( $curl, array( 3, 35, 51, 58, 60, 77, 83 ), true ) => Failure::of( 'network', is_retryable: false, detail: "Transport error $curl." ),
			default                                  => Failure::of( 'network', detail: "Transport error $curl." ),
		};
	}

	/**
	 * @return array<string,string> Names in lower case.
	 */
	public static function headers( array $response ): array {
		$headers = array();
		foreach ( wp_remote_retrieve_headers( $response ) as $name => $value ) {
			$headers[ strtolower( (string) $name ) ] = is_array( $value ) ? (string) end( $value ) : (string) $value;
		}
		return $headers;
	}

	private static function kind( int $status, array $error ): string {
		return match ( true ) {
			$status === 401                             => 'unauthorized',
			$status === 402                             => 'quota',
			$status === 403                             => self::by_code( $error ) ?? 'forbidden',
			in_array( $status, array( 404, 405, 410 ), true ) => 'not_found',
			$status === 408                             => 'timeout',
			$status === 409                             => 'busy',
			$status === 413                             => 'too_long',
			$status === 429                             => self::by_code( $error ) === 'quota' ? 'quota' : 'rate_limited',
			$status === 503 || $status === 529          => self::by_code( $error ) ?? 'overloaded',
			$status >= 500                              => self::by_code( $error ) ?? 'server',
			$status >= 300 && $status < 400             => 'garbled',
			self::is_about_length( $error['message'] )  => 'too_long',
			default                                     => self::by_code( $error ) ?? 'rejected',
		};
	}

	/**
	 * The type first: where no credit is left, the code may be of any kind.
	 */
	private static function by_code( array $error ): ?string {
		return $error['type'] === 'insufficient_quota' ? 'quota' : self::CODES[ $error['code'] ] ?? self::CODES[ $error['type'] ] ?? null;
	}

	/**
	 * @return array{message:string,type:string,code:string,param:string}
	 */
	private static function parts( array $json ): array {
		$nested = is_array( $json['error'] ?? null ) ? $json['error'] : array();
		$detail = $json['detail'] ?? null;
		$first  = is_array( $detail ) && is_array( $detail[0] ?? null ) ? $detail[0] : array();
		$loc    = is_array( $first['loc'] ?? null ) ? $first['loc'] : array();
		$texts  = array( $nested['message'] ?? null, $json['error'] ?? null, $detail, $first['msg'] ?? null, $json['message'] ?? null );
		$found  = array_values( array_filter( $texts, 'is_string' ) );
		return array(
			'message' => substr( $found[0] ?? '', 0, 2000 ),
			'type'    => self::word( $nested['type'] ?? $json['type'] ?? $json['error_type'] ?? '' ),
			'code'    => self::word( $nested['code'] ?? $json['code'] ?? '' ),
			'param'   => self::word( $nested['param'] ?? $json['param'] ?? end( $loc ) ),
		);
	}

	/**
	 * A code, or nothing: what has another shape may be a sentence, or a secret.
	 */
	private static function word( mixed $value ): string {
		$text = is_int( $value ) || is_string( $value ) ? (string) $value : '';
		return preg_match( '/^(?!sk-)[A-Za-z0-9_.:\[\]-]{1,64}$/D', $text ) && $text !== 'error' ? $text : '';
	}

	private static function is_about_length( string $message ): bool {
		return (bool) preg_match( '/context (length|window)|maximum context|too many tokens/i', $message );
	}

	private static function named_param( string $message ): string {
		if ( preg_match( '/unsupported|unrecognized|unknown|not supported|not allowed|unexpected|extra/i', $message ) ) {
			foreach ( self::OPTIONAL as $name ) {
				if ( preg_match( "/\\b$name\\b/", $message ) ) {
					return $name;
				}
			}
		}
		return '';
	}

	private static function is_retryable( string $kind, array $headers ): ?bool {
		return match ( $headers['x-should-retry'] ?? '' ) {
			'true'  => true,
			'false' => false,
			default => $kind === 'timeout' ? true : null,
		};
	}

	private static function retry_after( array $headers ): ?int {
		$milliseconds = $headers['retry-after-ms'] ?? '';
		if ( is_numeric( $milliseconds ) && $milliseconds > 0 ) {
			return (int) ceil( min( (float) $milliseconds, 1e9 ) / 1000 );
		}
		$value = $headers['retry-after'] ?? '';
		if ( is_numeric( $value ) ) {
			return $value > 0 ? (int) ceil( min( (float) $value, 1e6 ) ) : null;
		}
		$at = $value === '' ? false : strtotime( $value );
		return $at !== false && $at > time() ? $at - time() : null;
	}
}
