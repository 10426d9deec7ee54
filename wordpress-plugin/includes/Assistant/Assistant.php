<?php
declare( strict_types=1 );

namespace MxChat\Assistant;

use MxChat\Chat\Turn;

/**
 * Answers a turn, piece by piece.
 */
interface Assistant {

	/**
	 * The name that answers carry, for example `extractive`.
	 */
	public function engine(): string;

	/**
	 * Whether it may have to wait for somebody, such as a model: such an answer holds a worker of PHP for long, so only so
	 * many of them are given at once.
	 */
	public function may_wait(): bool;

	/**
	 * @return \Generator<int,Event> Ends with one `done`.
	 */
	public function answer( Turn $turn ): \Generator;
}
