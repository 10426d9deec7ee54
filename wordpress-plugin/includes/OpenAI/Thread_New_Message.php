<?php
declare( strict_types=1 );

namespace MxChat\OpenAI;

/**
 * A message that is to be put into a thread.
 */
final class Thread_New_Message {

	/**
	 * @param string $role `user` or `assistant`.
	 */
	public function __construct(
		public readonly string $role,
		public readonly string $thread_id,
		public readonly string $content,
	) {
		if ( ! in_array( $role, array( 'user', 'assistant' ), true ) ) {
			throw new \InvalidArgumentException( 'The role of a message is user or assistant. What the assistant should know stands in its instructions.' );
		}
		if ( trim( $content ) === '' ) {
			throw new \InvalidArgumentException( 'A message has a text.' );
		}
	}
}
