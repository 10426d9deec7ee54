<?php
declare( strict_types=1 );

namespace MxChat\Debugger;

/**
 * A question and what should become of it.
 */
final class Test_Case {

	public const ACTION  = 'action';
	public const SOURCE  = 'source';
	public const REFUSAL = 'refusal';

	/**
	 * @param string $expects  ACTION, SOURCE or REFUSAL.
	 * @param string $expected The action's id, or the address of the page; empty for a refusal.
	 */
	public function __construct(
		public readonly int $id,
		public readonly string $bot_id,
		public readonly string $question,
		public readonly string $expects,
		public readonly string $expected,
	) {}
}
