<?php
declare( strict_types=1 );

namespace MxChat\Openai_Api;

use MxChat\Rest\Context;
use MxChat\Rest\Schema;

final class Model_Request {

	private function __construct( public readonly string $model ) {}

	public static function schema(): array {
		return array( 'model' => Schema::id() );
	}

	public static function from( array $params, Context $context ): self {
		return new self( $params['model'] ?? '' );
	}
}
