<?php
declare( strict_types=1 );

namespace MxChat\Rest;

/**
 * A page of a list that has no filters.
 */
final class Page_Request {

	private function __construct( public readonly int $limit, public readonly int $offset ) {}

	public static function schema(): array {
		return array(
			'limit'  => Schema::integer( 1, 100, 20 ),
			'offset' => Schema::offset(),
		);
	}

	public static function from( array $params, Context $context ): self {
		return new self( $params['limit'], $params['offset'] );
	}
}
