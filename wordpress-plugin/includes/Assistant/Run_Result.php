<?php
declare( strict_types=1 );

namespace MxChat\Assistant;

use MxChat\Provider\Event;
use MxChat\Provider\Failure;
use MxChat\Provider\Item;

/**
 * How a run ended.
 */
final class Run_Result {

	/**
	 * @param string   $finish One of Assistant\Event::FINISHES.
	 * @param ?Failure $failure Why it did not come to its end.
	 * @param int      $rounds How often the model was asked.
	 * @param Event[]  $calls  Calls that are left to the program that asks; the run goes on with their outputs.
	 * @param Item[]   $items  The conversation, with all that was said in the run.
	 */
	public function __construct(
		public readonly string $finish,
		public readonly ?Failure $failure,
		public readonly int $input_tokens,
		public readonly int $output_tokens,
		public readonly int $rounds,
		public readonly array $calls = array(),
		public readonly array $items = array(),
	) {}
}
