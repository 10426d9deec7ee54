<?php
declare( strict_types=1 );

namespace MxChat\Openai_Api;

use MxChat\Rest\Schema;

/**
 * A page of a list, as the API asks for it and answers it.
 */
final class Listing {

	private function __construct(
		public readonly int $limit,
		public readonly bool $is_ascending,
		public readonly string $after,
		public readonly string $before,
	) {}

	public static function schema(): array {
		return array(
			'limit'  => Schema::integer( 1, 100, 20 ),
			'order'  => Schema::one_of( array( 'asc', 'desc' ), 'desc' ),
			'after'  => Schema::id(),
			'before' => Schema::id(),
		);
	}

	public static function from( array $params ): self {
		return new self( $params['limit'], $params['order'] === 'asc', $params['after'] ?? '', $params['before'] ?? '' );
	}

	/**
	 * @param array<int,array<string,mixed>> $items
	 * @return array<string,mixed>
	 */
	public static function page( array $items, bool $has_more ): array {
		return array(
			'object'   => 'list',
			'data'     => $items,
			'first_id' => $items[0]['id'] ?? null,
			'last_id'  => $items ? $items[ count( $items ) - 1 ]['id'] : null,
			'has_more' => $has_more,
		);
	}
}
