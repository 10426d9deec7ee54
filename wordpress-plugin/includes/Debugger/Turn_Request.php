<?php
declare( strict_types=1 );

namespace MxChat\Debugger;

use MxChat\Rest\Context;
use MxChat\Rest\Schema;

final class Turn_Request {

	private function __construct( public readonly string $turn_id ) {}

	public static function schema(): array {
		return array( 'turn_id' => Schema::id( 64, true ) );
	}

	public static function from( array $params, Context $context ): self {
		return new self( $params['turn_id'] );
	}
}
