<?php
declare( strict_types=1 );

namespace MxChat\OpenAI;

/**
 * There is no assistant or thread of that id.
 */
final class Not_Found extends \RuntimeException {
}
