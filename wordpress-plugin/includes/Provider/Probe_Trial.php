<?php
declare( strict_types=1 );

namespace MxChat\Provider;

/**
 * One question to a host in one of its APIs, and what came of it.
 */
final class Probe_Trial {

	/**
	 * @param ?float $first_text_ms When the first text came; null if none did.
	 */
	public function __construct(
		public readonly string $api,
		public readonly ?Failure $failure,
		public readonly float $total_ms = 0.0,
		public readonly ?float $first_text_ms = null,
		public readonly bool $is_streamed = false,
	) {}
}
