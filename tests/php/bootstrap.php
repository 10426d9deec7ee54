<?php
/**
 * Loads the core as a plugin would, and the helpers of these tests.
 */

declare( strict_types=1 );

require_once dirname( __DIR__, 2 ) . '/wordpress-plugin/polyfill/bootstrap.php';
require_once __DIR__ . '/Functions.php';
require_once __DIR__ . '/Vectors.php';
require_once __DIR__ . '/Outcome.php';
require_once __DIR__ . '/Generator.php';
