<?php
declare( strict_types=1 );

namespace MxChat\Provider;

/**
 * When work must have ended. A clock that is set does not move it.
 */
final class Deadline {

	private function __construct( private readonly int $ends_at ) {}

	public static function after( float $seconds ): self {
		return new self( hrtime( true ) + (int) ( $seconds * 1e9 ) );
	}

	/**
	 * Seconds that are left, never less than 0.
	 */
	public function remaining(): float {
		return max( 0, $this->ends_at - hrtime( true ) ) / 1e9;
	}

	public function is_over(): bool {
		return $this->remaining() <= 0.0;
	}

	/**
	 * The earlier of this and so many seconds from now.
	 */
	public function at_most( float $seconds ): self {
		return new self( min( $this->ends_at, self::after( $seconds )->ends_at ) );
	}
}
