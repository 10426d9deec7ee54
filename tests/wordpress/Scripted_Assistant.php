<?php
declare( strict_types=1 );

use MxChat\Assistant\Assistant;
use MxChat\Assistant\Event;
use MxChat\Chat\Turn;

/**
 * An assistant that tells what a test has written, and notes whether it was heard to its end.
 */
final class Scripted_Assistant implements Assistant {

	public int $calls = 0;

	public bool $was_left = false;

	/**
	 * @param array<int,Event|callable():void> $script What is told, and what happens in between.
	 */
	public function __construct( private readonly array $script ) {}

	/**
	 * @param string[] $words
	 */
	public static function saying( array $words, callable ...$meanwhile ): self {
		return new self( array( ...array_map( array( Event::class, 'delta' ), $words ), ...$meanwhile, Event::done( true, null, 'scripted', array( 'input_tokens' => 7, 'output_tokens' => 3 ) ) ) );
	}

	public function engine(): string {
		return 'scripted';
	}

	public function may_wait(): bool {
		return true;
	}

	public function answer( Turn $turn ): \Generator {
		++$this->calls;
		$is_over = false;
		try {
			foreach ( $this->script as $step ) {
				if ( $step instanceof Event ) {
					yield $step;
				} else {
					$step();
				}
			}
			$is_over = true;
		} finally {
			$this->was_left = ! $is_over;
		}
	}
}
