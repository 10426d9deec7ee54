<?php
declare( strict_types=1 );

namespace MxChat\Tools;

/**
 * Something that a model may ask for while it answers.
 */
interface Tool {

	/**
	 * 1 to 64 of `A-Za-z0-9_-`.
	 */
	public function name(): string;

	/**
	 * What it does and when to use it, for the model.
	 */
	public function description(): string;

	/**
	 * JSON schema of the arguments: an object.
	 *
	 * @return array<string,mixed>
	 */
	public function parameters(): array;

	/**
	 * Whether the schema keeps the rules of strict mode: every property required, no others, at every level.
	 */
	public function is_strict(): bool;

	/**
	 * A tool that changes something never runs because a model asks: a person confirms it.
	 */
	public function changes_something(): bool;

	/**
	 * Runs for the owner of the thread.
	 *
	 * @param array<string,mixed> $arguments Checked against the schema.
	 * @return mixed What JSON can say, or a WP_Error whose message the model may read.
	 */
	public function run( array $arguments, Tool_Context $context ): mixed;
}
