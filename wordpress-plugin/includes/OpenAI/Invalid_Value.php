<?php
declare( strict_types=1 );

namespace MxChat\OpenAI;

/**
 * An argument that has the right form and is still no value of its type, such as a date that a class refuses.
 */
final class Invalid_Value extends \RuntimeException {
}
