<?php
declare( strict_types=1 );

namespace MxChat\Jobs;

/**
 * A step of a job: short enough to be repeated when a process dies in it.
 */
final class Step {

	private function __construct(
		public readonly bool $is_last,
		public readonly array $state,
		public readonly int $done,
		public readonly int $total,
		public readonly ?array $result,
		public readonly ?int $due_at = null,
	) {}

	public static function more( array $state, int $done, int $total ): self {
		return new self( false, $state, $done, max( $done, $total ), null );
	}

	/**
	 * The next step comes later, and others have the worker meanwhile.
	 */
	public static function wait( array $state, int $done, int $total, int $due_at ): self {
		return new self( false, $state, $done, max( $done, $total ), null, $due_at );
	}

	public static function last( int $done, array $result = array() ): self {
		return new self( true, array(), $done, $done, $result );
	}
}
