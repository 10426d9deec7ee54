<?php
declare( strict_types=1 );

namespace MxChat\OpenAI;

/**
 * Another run of the thread is under way.
 */
final class Thread_Busy extends \RuntimeException {
}
