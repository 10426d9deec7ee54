<?php
declare( strict_types=1 );

namespace MxChat\Bot_Api;

use MxChat\Rest\Context;
use MxChat\Rest\Schema;

/**
 * The filters of GET /conversations.
 */
final class Conversation_Query {

	private function __construct(
		private readonly Reader $reader,
		private readonly ?string $bot_id,
		private readonly ?string $contact_id,
		private readonly string $status,
		public readonly int $limit,
		public readonly int $offset,
		/** @var array<string,string|int> The query as it was sent, for links. */
		public readonly array $filters,
	) {}

	public static function schema(): array {
		return array(
			'bot_id'     => Schema::id(),
			'contact_id' => Schema::id(),
			'status'     => Schema::one_of( array( 'open', 'closed', 'any' ), 'any' ),
			'limit'      => Schema::integer( 1, 100, 20 ),
			'offset'     => Schema::offset(),
		);
	}

	public static function from( array $params, Context $context ): self {
		return new self(
			Reader::of( $context ),
			$params['bot_id'] ?? null,
			$params['contact_id'] ?? null,
			$params['status'],
			$params['limit'],
			$params['offset'],
			$params,
		);
	}

	/**
	 * @return array<int,array{0:string,1:string|int}> SQL with one placeholder each, and its value.
	 */
	public function conditions(): array {
		$conditions = array(
			array( 'id > %d', 0 ),
			array( 'is_test >= %d', (int) $this->reader->is_test ),
			array( 'client = %s', $this->reader->reads_all ? null : $this->reader->client ),
			array( 'BINARY bot_id = %s', $this->bot_id ),
			array( 'BINARY contact_id = %s', $this->contact_id ),
			array( '( closed_at IS NOT NULL ) = %d', array( 'open' => 0, 'closed' => 1, 'any' => null )[ $this->status ] ),
		);
		return array_values( array_filter( $conditions, static fn( array $condition ) => $condition[1] !== null ) );
	}
}
