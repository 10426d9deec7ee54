<?php
declare( strict_types=1 );

namespace MxChat\Sessions;

/**
 * One browser's chat, proved by its secret.
 */
final class Session {

	/**
	 * @param int $visible_after Messages up to this transcript id were cleared by the visitor.
	 */
	public function __construct(
		public readonly string $session_id,
		public readonly string $bot_id,
		public readonly int $visible_after,
	) {}
}
