<?php
declare( strict_types=1 );

namespace MxChat;

/**
 * The database refused a write. Its own words may quote the data, so they are kept for decisions and not shown.
 */
final class Storage_Exception extends \RuntimeException {

	public function __construct( public readonly string $database_error ) {
		parent::__construct( 'The database refused a write.' );
	}
}
