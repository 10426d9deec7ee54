<?php
declare( strict_types=1 );

namespace MxChat\Assistant;

/**
 * What was pasted is no assistant. The message goes on after "json …".
 */
final class Import_Exception extends \RuntimeException {}
