<?php
declare( strict_types=1 );

namespace MxChat\OpenAI;

/**
 * A function that cannot be described to a model. The message names the parameter and what would help.
 */
final class Unsupported_Callable extends \InvalidArgumentException {
}
