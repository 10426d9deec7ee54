<?php
declare( strict_types=1 );

namespace MxChat\Knowledge\Sources;

use MxChat\Rest\Context;
use MxChat\Rest\Schema;

/**
 * A page of the addresses, of one bot or of all.
 */
final class List_Request {

	private function __construct( public readonly ?string $bot_id, public readonly int $limit, public readonly int $offset ) {}

	public static function schema(): array {
		return array(
			'bot_id' => Schema::id(),
			'limit'  => Schema::integer( 1, 100, 20 ),
			'offset' => Schema::offset(),
		);
	}

	public static function from( array $params, Context $context ): self {
		return new self( $params['bot_id'] ?? null, $params['limit'], $params['offset'] );
	}
}
