<?php
declare( strict_types=1 );

namespace MxChat\Assistant;

use MxChat\Chat\Turn;

/**
 * An assistant with another one behind it, which answers where the first fails before its first word.
 */
final class Fallback implements Assistant {

	public function __construct( private readonly Assistant $first, private readonly Assistant $second ) {}

	/**
	 * The same assistant with another one behind it.
	 */
	public function or_else( Assistant $second ): self {
		return new self( $this->first, $second );
	}

	public function engine(): string {
		return $this->first->engine();
	}

	public function may_wait(): bool {
		return $this->first->may_wait() || $this->second->may_wait();
	}

	public function answer( Turn $turn ): \Generator {
		$has_shown = false;
		foreach ( $this->first->answer( $turn ) as $event ) {
			if ( $event->type === Event::DONE && $event->failure !== null && ! $has_shown ) {
				yield from $this->instead( $turn, $event );
				return;
			}
			if ( $event->type === Event::DELTA ) {
				$has_shown = true;
			}
			yield $event;
		}
	}

	/**
	 * @return \Generator<int,Event>
	 */
	private function instead( Turn $turn, Event $failed ): \Generator {
		Last_Failure::keep( $failed->failure );
		foreach ( $this->second->answer( $turn ) as $event ) {
			yield $event->type !== Event::DONE ? $event : Event::done(
				$event->is_answered,
				$event->rag_context,
				$event->engine,
				$failed->usage,
				$event->finish,
				$failed->failure
			)->with_trace( $failed->trace + $event->trace );
		}
	}
}
