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
	) {}

	public static function more( array $state, int $done, int $total ): self {
		return new self( false, $state, $done, max( $done, $total ), null );
	}

	public static function last( int $done, array $result = array() ): self {
		return new self( true, array(), $done, $done, $result );
	}
}
