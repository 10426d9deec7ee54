<?php
declare( strict_types=1 );

namespace MxChat\Assistant;

use MxChat\Provider\Failure;

/**
 * How a run ended.
 */
final class Run_Result {

	/**
	 * @param string   $finish One of Event::FINISHES.
	 * @param ?Failure $failure Why it did not come to its end.
	 * @param int      $rounds How often the model was asked.
	 */
	public function __construct(
		public readonly string $finish,
		public readonly ?Failure $failure,
		public readonly int $input_tokens,
		public readonly int $output_tokens,
		public readonly int $rounds,
	) {}
}
