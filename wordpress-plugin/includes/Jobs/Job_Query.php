<?php
declare( strict_types=1 );

namespace MxChat\Jobs;

use MxChat\Rest\Context;
use MxChat\Rest\Schema;

/**
 * A page of the list of jobs.
 */
final class Job_Query {

	private function __construct( public readonly int $limit, public readonly int $offset ) {}

	public static function schema(): array {
		return array(
			'limit'  => Schema::integer( 1, 100, 20 ),
			'offset' => Schema::integer( 0, PHP_INT_MAX, 0 ),
		);
	}

	public static function from( array $params, Context $context ): self {
		return new self( $params['limit'], $params['offset'] );
	}
}
