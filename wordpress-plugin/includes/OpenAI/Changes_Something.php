<?php
declare( strict_types=1 );

namespace MxChat\OpenAI;

/**
 * A function that changes something: it runs after a person's click, never because a model asks.
 *
 * `#[Changes_Something( false )]` says that a function does not, although its name begins with a verb that does.
 */
#[\Attribute( \Attribute::TARGET_FUNCTION | \Attribute::TARGET_METHOD )]
final class Changes_Something {

	/**
	 * @param string $label   What the button is about, in two or three words.
	 * @param string $summary What will happen, for the person who confirms it. `{name}` stands for an argument.
	 */
	public function __construct( public readonly bool $is_so = true, public readonly string $label = '', public readonly string $summary = '' ) {}
}
