<?php
declare( strict_types=1 );

namespace MxChat\Actions;

use MxChat\Tools\Tool_Context;

/**
 * Something that the chat can do for a visitor: typed, registered, and off until the owner switches it on.
 */
abstract class Action {

	/**
	 * The name in settings, REST and events: small letters, digits, `_`, `-`; an ability's id has a `/`.
	 */
	abstract public function id(): string;

	/**
	 * What it does, in two or three words. It counts as a trigger phrase.
	 */
	abstract public function label(): string;

	/**
	 * One sentence for the owner and for a model that may choose it.
	 */
	abstract public function description(): string;

	/**
	 * What a visitor says who wants it.
	 *
	 * @return string[]
	 */
	abstract public function phrases(): array;

	abstract public function run( array $arguments, Tool_Context $context ): Result|\WP_Error;

	/**
	 * JSON schema of the arguments.
	 */
	public function input_schema(): array {
		return array(
			'type'                 => 'object',
			'properties'           => new \stdClass(),
			'additionalProperties' => false,
		);
	}

	/**
	 * JSON schema of arguments that are one text.
	 */
	protected static function one_text( string $name, int $max_characters, string $description, int $min_characters = 1 ): array {
		return array(
			'type'                 => 'object',
			'properties'           => array(
				$name => array(
					'type'        => 'string',
					'minLength'   => $min_characters,
					'maxLength'   => $max_characters,
					'description' => $description,
				),
			),
			'required'             => array( $name ),
			'additionalProperties' => false,
		);
	}

	/**
	 * JSON schema of a result's `data`.
	 */
	public function output_schema(): array {
		return array( 'type' => 'object' );
	}

	/**
	 * The WordPress capability that the visitor needs; empty for everybody.
	 */
	public function capability(): string {
		return '';
	}

	/** It changes nothing, so it needs no click by a person. */
	public function is_readonly(): bool {
		return true;
	}

	/** What it changes cannot be undone. */
	public function is_destructive(): bool {
		return false;
	}

	/** Done twice, it has the effect of once. */
	public function is_idempotent(): bool {
		return true;
	}

	/** It takes seconds: the assistant answers first, the result follows. */
	public function is_slow(): bool {
		return false;
	}

	/**
	 * Why it cannot run on this site; empty if it can.
	 */
	public function missing(): string {
		return '';
	}

	/**
	 * The arguments as the message alone gives them; null if it does not, and a model or a form has to.
	 */
	public function arguments_from( string $message ): ?array {
		return empty( $this->input_schema()['required'] ) ? array() : null;
	}

	/**
	 * What will happen, in words for the person who confirms it.
	 */
	public function summary( array $arguments ): string {
		return $this->description();
	}
}
