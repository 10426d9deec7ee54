<?php
declare( strict_types=1 );

namespace MxChat\Provider;

/**
 * A model behind an API.
 */
interface Provider {

	/**
	 * `responses`, `chat`, `assistants` or `wordpress`.
	 */
	public function engine(): string;

	/**
	 * What the model says, as it says it.
	 *
	 * Whoever abandons the generator cancels the call.
	 *
	 * @return \Generator<int,Event> Ends with exactly one DONE or FAILED.
	 */
	public function stream( Model_Request $request, Deadline $deadline ): \Generator;
}
