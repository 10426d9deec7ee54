<?php
declare( strict_types=1 );

namespace MxChat\OpenAI\Types;

/**
 * Stands for an optional key of an array that was not given.
 */
enum Absent {
	case Key;
}
