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
	 * @return \Generator<int,Event> Ends with one `done`.
	 */
	public function answer( Turn $turn ): \Generator;
}
