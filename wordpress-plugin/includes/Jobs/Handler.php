<?php
declare( strict_types=1 );

namespace MxChat\Jobs;

/**
 * Does one kind of job, step by step. A step may run twice: what it does must have the same effect then.
 */
interface Handler {

	/**
	 * @param array<string,mixed> $state As it was queued, or as the step before left it.
	 */
	public function step( array $state ): Step;
}
