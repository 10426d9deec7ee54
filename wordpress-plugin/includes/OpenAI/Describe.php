<?php
declare( strict_types=1 );

namespace MxChat\OpenAI;

/**
 * What a model is told of a function or of one of its parameters, instead of what the docblock says.
 */
#[\Attribute( \Attribute::TARGET_FUNCTION | \Attribute::TARGET_METHOD | \Attribute::TARGET_PARAMETER )]
final class Describe {

	public function __construct( public readonly string $text ) {}
}
