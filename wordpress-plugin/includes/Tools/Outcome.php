<?php
declare( strict_types=1 );

namespace MxChat\Tools;

/**
 * What became of one call of a tool.
 */
final class Outcome {

	public const DONE      = 'done';
	public const FAILED    = 'failed';
	public const CONFIRM   = 'confirmation_required';

	/**
	 * @param string $arguments JSON text, as the model wrote it.
	 * @param string $output    JSON text, as the model reads it.
	 * @param string $status    DONE, FAILED or CONFIRM.
	 * @param ?array $action    What the visitor is shown, if anything.
	 */
	public function __construct(
		public readonly string $call_id,
		public readonly string $name,
		public readonly string $arguments,
		public readonly string $output,
		public readonly string $status,
		public readonly ?array $action = null,
	) {}
}
