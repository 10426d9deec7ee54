<?php
declare( strict_types=1 );

namespace MxChat\Knowledge;

use MxChat\Rest\Context;
use MxChat\Rest\Schema;

/**
 * The filters of GET /knowledge.
 */
final class Source_Query {

	private function __construct(
		public readonly ?string $bot_id,
		public readonly ?string $content_type,
		public readonly ?string $source_url,
		public readonly string $origin,
		public readonly ?string $search,
		public readonly int $limit,
		public readonly int $offset,
		public readonly string $order,
		/** @var array<string,string|int> The query as it was sent, for links. */
		public readonly array $filters,
	) {}

	public static function schema(): array {
		return array(
			'bot_id'       => Schema::id(),
			'content_type' => Schema::text( 64 ),
			'source_url'   => Schema::web_address(),
			'origin'       => Schema::one_of( array( 'site', 'push', 'all' ), 'all' ),
			'search'       => Schema::text( 200 ),
			'limit'        => Schema::integer( 1, 1000, 100 ),
			'offset'       => Schema::offset(),
			'order'        => Schema::one_of( array( 'asc', 'desc' ), 'desc' ),
		);
	}

	public static function from( array $params, Context $context ): self {
		return new self(
			$params['bot_id'] ?? null,
			$params['content_type'] ?? null,
			$params['source_url'] ?? null,
			$params['origin'],
			$params['search'] ?? null,
			$params['limit'],
			$params['offset'],
			$params['order'],
			$params,
		);
	}

	/**
	 * @return array<int,array{0:string,1:array<int,string|int>}> SQL with its values.
	 */
	public function conditions(): array {
		global $wpdb;
		$conditions = array( array( '1 = %d', array( 1 ) ) );
		if ( $this->bot_id !== null ) {
			$conditions[] = array( 'BINARY bot_id = %s', array( $this->bot_id ) );
		}
		if ( $this->content_type !== null ) {
			// The first finds the rows by their index, the second compares the bytes.
			$conditions[] = array( 'content_type = %s AND BINARY content_type = %s', array( $this->content_type, $this->content_type ) );
		}
		if ( $this->source_url !== null ) {
			$conditions[] = array( 'BINARY source_url = %s', array( $this->source_url ) );
		}
		if ( $this->origin !== 'all' ) {
			$conditions[] = array( 'is_pushed = %d', array( (int) ( $this->origin === 'push' ) ) );
		}
		if ( $this->search !== null ) {
			$like         = '%' . $wpdb->esc_like( $this->search ) . '%';
			$conditions[] = array( '( title LIKE %s OR source_url LIKE %s )', array( $like, $like ) );
		}
		return $conditions;
	}
}
