<?php
declare( strict_types=1 );

namespace MxChat\Debugger;

use MxChat\Rest\Context;
use MxChat\Rest\Schema;

final class Test_Id_Request {

	private function __construct( public readonly int $test_id ) {}

	public static function schema(): array {
		return array( 'test_id' => array( 'required' => true ) + Schema::integer( 1, Schema::MAX_INTEGER ) );
	}

	public static function from( array $params, Context $context ): self {
		return new self( $params['test_id'] );
	}
}
