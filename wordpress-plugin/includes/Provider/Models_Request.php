<?php
declare( strict_types=1 );

namespace MxChat\Provider;

use MxChat\Rest\Context;
use MxChat\Rest\Schema;

/**
 * The models of the provider, as they were listed lately or as they are now.
 */
final class Models_Request {

	private function __construct( public readonly bool $is_fresh ) {}

	public static function schema(): array {
		return array( 'is_fresh' => Schema::boolean( false ) );
	}

	public static function from( array $params, Context $context ): self {
		return new self( $params['is_fresh'] );
	}
}
