<?php
declare( strict_types=1 );

namespace MxChat\Tools;

use MxChat\Chat\Turn;

/**
 * For whom a tool runs: the owner of the thread, never a token, cron or administrator.
 */
final class Tool_Context {

	/**
	 * @param int    $user_id 0 for a visitor who is not signed in.
	 * @param string $spender Against whose budget a paid call counts.
	 */
	public function __construct(
		public readonly string $session_id,
		public readonly string $thread_id,
		public readonly string $turn_id,
		public readonly string $bot_id,
		public readonly int $user_id,
		public readonly string $call_id,
		public readonly string $spender = '',
		public readonly string $message = '',
	) {}

	public static function of( Turn $turn, string $call_id ): self {
		return new self( $turn->session_id, $turn->thread_id, $turn->turn_id, $turn->bot_id, $turn->user_id, $call_id, $turn->spender, $turn->question );
	}
}
