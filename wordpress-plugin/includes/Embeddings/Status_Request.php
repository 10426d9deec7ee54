<?php
declare( strict_types=1 );

namespace MxChat\Embeddings;

use MxChat\Rest\Context;

final class Status_Request {

	public static function schema(): array {
		return array();
	}

	public static function from( array $params, Context $context ): self {
		return new self();
	}
}
