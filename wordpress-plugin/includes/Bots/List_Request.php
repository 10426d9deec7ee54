<?php
declare( strict_types=1 );

namespace MxChat\Bots;

use MxChat\Rest\Context;

final class List_Request {

	public static function schema(): array {
		return array();
	}

	public static function from( array $params, Context $context ): self {
		return new self();
	}
}
