<?php
declare( strict_types=1 );

namespace MxChat\Api_Access;

use MxChat\Rest\Context;

final class Authorization_Request {

	private function __construct( public readonly bool $has_bearer_header ) {}

	public static function schema(): array {
		return array();
	}

	public static function from( array $params, Context $context ): self {
		return new self( $context->has_bearer_header );
	}
}
