<?php
declare( strict_types=1 );

namespace MxChat\Http;

/**
 * Leaves a transfer that is not wanted any more.
 */
final class Stream_Stopped extends \RuntimeException {}
