<?php
declare( strict_types=1 );

use MxChat\Tools\Tool;
use MxChat\Tools\Tool_Context;

/**
 * A tool that remembers how it was run.
 */
final class Echo_Tool implements Tool {

	/** @var array<int,array{arguments:array,user_id:int,context:Tool_Context}> */
	public array $runs = array();

	public function __construct(
		private readonly string $name = 'look_up',
		private readonly mixed $result = array( 'found' => 'a red scarf' ),
		private readonly bool $changes_something = false,
	) {}

	public function name(): string {
		return $this->name;
	}

	public function description(): string {
		return 'Looks something up.';
	}

	public function parameters(): array {
		return array(
			'type'                 => 'object',
			'properties'           => array( 'id' => array( 'type' => 'integer', 'minimum' => 1 ) ),
			'required'             => array( 'id' ),
			'additionalProperties' => false,
		);
	}

	public function is_strict(): bool {
		return true;
	}

	public function changes_something(): bool {
		return $this->changes_something;
	}

	public function run( array $arguments, Tool_Context $context ): mixed {
		$this->runs[] = array( 'arguments' => $arguments, 'user_id' => get_current_user_id(), 'context' => $context );
		return $this->result instanceof Closure ? ( $this->result )( $arguments ) : $this->result;
	}
}
