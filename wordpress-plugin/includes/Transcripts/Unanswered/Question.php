<?php
declare( strict_types=1 );

namespace MxChat\Transcripts\Unanswered;

/**
 * A question that the site did not answer, however often and in whatever order of its words it was asked.
 */
final class Question {

	/**
	 * @param int[]  $ids           The messages that ask it, the latest first.
	 * @param string $text          As it was asked last.
	 * @param string $last_asked_at As the database writes it.
	 * @param string $session_id    The conversation in which it was asked last.
	 */
	public function __construct(
		public readonly array $ids,
		public readonly string $text,
		public readonly string $bot_id,
		public readonly string $last_asked_at,
		public readonly string $session_id,
	) {}

	/**
	 * The messages that were there when message `$id` was the latest: nobody dismisses what he has not seen.
	 *
	 * @return int[]
	 */
	public function ids_up_to( int $id ): array {
		return array_values( array_filter( $this->ids, static fn( int $each ) => $each <= $id ) );
	}
}
