<?php
declare( strict_types=1 );

namespace MxChat\Actions;

use MxChat\Rest\Context;
use MxChat\Rest\Schema;

final class Order_Request {

	/**
	 * @param string[] $action_ids
	 */
	private function __construct( public readonly array $action_ids ) {}

	public static function schema(): array {
		return array( 'action_ids' => Schema::list_of( Setting_Request::action_id(), 200, true ) );
	}

	public static function from( array $params, Context $context ): self {
		return new self( array_values( array_unique( $params['action_ids'] ) ) );
	}
}
