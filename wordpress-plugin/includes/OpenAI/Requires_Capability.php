<?php
declare( strict_types=1 );

namespace MxChat\OpenAI;

/**
 * The WordPress capability that the owner of the thread needs, asked at the time of the call.
 */
#[\Attribute( \Attribute::TARGET_FUNCTION | \Attribute::TARGET_METHOD )]
final class Requires_Capability {

	public function __construct( public readonly string $capability ) {}
}
