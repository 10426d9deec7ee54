<?php
declare( strict_types=1 );

namespace MxChat\Knowledge\Vectors;

/**
 * The filter cannot be understood. The message says why, with nothing of the input in it.
 */
final class Invalid_Filter extends \InvalidArgumentException {

	public readonly string $error_code;

	public function __construct( string $message ) {
		$this->error_code = 'invalid_filter';
		parent::__construct( $message );
	}
}
