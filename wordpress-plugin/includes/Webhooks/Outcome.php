<?php
declare( strict_types=1 );

namespace MxChat\Webhooks;

/**
 * What came of one attempt.
 */
final class Outcome {

	private const GONE         = 410;
	private const OVERWHELMED  = array( 429, 502, 504 );

	public function __construct(
		public readonly int $status_code,
		public readonly string $error_code,
		public readonly ?int $retry_after_seconds,
		public readonly int $milliseconds,
	) {}

	public function is_delivered(): bool {
		return $this->status_code >= 200 && $this->status_code < 300;
	}

	public function is_gone(): bool {
		return $this->status_code === self::GONE;
	}

	public function is_overwhelmed(): bool {
		return in_array( $this->status_code, self::OVERWHELMED, true );
	}
}
