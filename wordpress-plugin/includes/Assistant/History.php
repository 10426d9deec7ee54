<?php
declare( strict_types=1 );

namespace MxChat\Assistant;

use MxChat\Chat\Turn;
use MxChat\Provider\Item;
use MxChat\Spend\Estimate;
use MxChat\Transcripts;

/**
 * What was said before in a thread. It comes from the transcript, never from a client.
 */
final class History {

	private const MAX_MESSAGES = 24;
	private const MAX_TOKENS   = 4000;

	/**
	 * @param array<int,array{role:string,text:string}> $messages Oldest first.
	 */
	private function __construct( private readonly array $messages ) {}

	public static function of( Turn $turn ): self {
		$messages = array();
		$tokens   = 0;
		foreach ( array_reverse( Transcripts\Store::thread_messages( $turn->session_id, $turn->thread_id, self::MAX_MESSAGES ) ) as $row ) {
			if ( $row->turn_id === $turn->turn_id || $row->message === '' ) {
				continue;
			}
			$tokens += Estimate::about( strlen( $row->message ) );
			if ( $tokens > self::MAX_TOKENS ) {
				break;
			}
			$messages[] = array(
				'role' => $row->role === 'user' ? 'user' : 'assistant',
				'text' => $row->message,
			);
		}
		return new self( array_reverse( $messages ) );
	}

	/**
	 * @return Item[]
	 */
	public function items(): array {
		return array_map( static fn( array $message ) => Item::message( $message['role'], Prompt::plain( $message['text'] ) ), $this->messages );
	}

	/**
	 * What the visitor asked last, before this question; empty if nothing.
	 */
	public function last_question(): string {
		$questions = array_filter( $this->messages, static fn( array $message ) => $message['role'] === 'user' );
		return $questions ? end( $questions )['text'] : '';
	}
}
