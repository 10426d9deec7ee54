<?php
declare( strict_types=1 );

namespace MxChat\Provider;

use MxChat\Rest\Request_Id;

/**
 * Why a call to a provider did not work.
 *
 * It holds nothing that the provider wrote in words: such a sentence may carry a part of the key or of the prompt.
 */
final class Failure {

	/** Those after which another try may work. */
	private const RETRYABLE = array( 'rate_limited', 'busy', 'server', 'overloaded', 'timeout', 'network', 'cut' );

	/**
	 * @param string $detail Our own words, for the log.
	 * @param string $code   The provider's, if it is one: no sentence passes.
	 * @param string $param  The parameter that the provider refuses.
	 */
	private function __construct(
		public readonly string $kind,
		public readonly bool $is_retryable,
		public readonly ?int $retry_after_seconds,
		public readonly int $status,
		public readonly string $upstream_request_id,
		public readonly string $detail,
		public readonly string $error_id,
		public readonly string $code,
		public readonly string $param,
	) {}

	/**
	 * @param string $kind not_configured, disabled, unauthorized, forbidden, not_found, rate_limited, quota, busy, rejected,
	 *                     too_long, filtered, server, overloaded, timeout, network, cut, garbled, breaker_open or budget.
	 */
	public static function of( string $kind, int $status = 0, ?int $retry_after_seconds = null, string $upstream_request_id = '', string $detail = '', ?bool $is_retryable = null, string $code = '', string $param = '' ): self {
		return new self(
			$kind,
			$is_retryable ?? in_array( $kind, self::RETRYABLE, true ),
			$retry_after_seconds,
			$status,
			$upstream_request_id,
			$detail,
			'err_' . bin2hex( random_bytes( 6 ) ),
			$code,
			$param,
		);
	}

	/**
	 * For the owner: what happened and what to do.
	 */
	public function owner_text(): string {
		return Failure_Text::for_owner( $this );
	}

	/**
	 * For a visitor: neutral, with the id under which the log tells more.
	 */
	public function visitor_text(): string {
		return Failure_Text::for_visitor( $this );
	}

	/**
	 * One line without key, prompt or message.
	 */
	public function log(): void {
		error_log( $this->log_line() ); // phpcs:ignore
	}

	private function log_line(): string {
		$parts = array_filter(
			array(
				'status'     => $this->status > 0 ? (string) $this->status : '',
				'request_id' => $this->upstream_request_id,
				'code'       => $this->code,
				'param'      => $this->param,
				'detail'     => $this->detail,
			),
			static fn( string $part ) => $part !== ''
		);
		$told  = implode( ' ', array_map( static fn( string $name, string $part ) => "$name=$part", array_keys( $parts ), $parts ) );
		return rtrim( sprintf( 'MxChat [%s] provider %s %s %s', Request_Id::current(), $this->error_id, $this->kind, $told ) );
	}
}
