<?php
declare( strict_types=1 );

namespace MxChat\Rest;

/**
 * A request that needs no parameters.
 */
final class Empty_Request {

	public static function schema(): array {
		return array();
	}

	public static function from( array $params, Context $context ): self {
		return new self();
	}
}
