<?php
/**
 * Loads what the tests of the stores share; tests/wordpress/run.php has loaded WordPress before.
 */

declare( strict_types=1 );

require_once __DIR__ . '/Scripted_Server.php';
require_once __DIR__ . '/Vector_Store_Contract.php';
require_once __DIR__ . '/Http_Store_Contract.php';
require_once __DIR__ . '/Sql_Store_Contract.php';
