<?php
declare( strict_types=1 );

namespace MxChat\Chat;

/**
 * One question on its way to an answer.
 */
final class Turn {

	/**
	 * @param string $user_identifier Who asks, where it is a program and not the visitor who is signed in.
	 * @param float  $min_similarity  Sources that are less close do not count.
	 * @param string $spender         Against whose budget paid calls count, as it was proved: `user:7`, `token:3`, `ip:<hash>`.
	 * @param int    $user_id         The owner of the thread; 0 for a visitor who is not signed in.
	 */
	public function __construct(
		public readonly string $turn_id,
		public readonly string $session_id,
		public readonly string $thread_id,
		public readonly string $bot_id,
		public readonly string $question,
		public readonly string $page_url,
		public readonly string $page_title,
		public readonly string $user_identifier = '',
		public readonly float $min_similarity = 0.0,
		public readonly string $spender = '',
		public readonly int $user_id = 0,
	) {}

	/**
	 * A client's message id names the turn, so that a repeated request is the same turn.
	 */
	public static function id( string $session_id, string $client_message_id ): string {
		return 'turn_' . ( $client_message_id === ''
			? bin2hex( random_bytes( 16 ) )
			: substr( hash( 'sha256', $session_id . "\0" . $client_message_id ), 0, 32 ) );
	}
}
