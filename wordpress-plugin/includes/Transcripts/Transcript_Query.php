<?php
declare( strict_types=1 );

namespace MxChat\Transcripts;

use MxChat\Rest\Context;
use MxChat\Rest\Schema;
use MxChat\Rest\Time;

/**
 * The filters of GET /transcripts.
 */
final class Transcript_Query {

	private function __construct(
		public readonly ?string $since,
		public readonly ?string $until,
		public readonly ?string $session_id,
		public readonly ?string $bot_id,
		public readonly string $role,
		public readonly string $has_rag_context,
		public readonly int $limit,
		public readonly int $offset,
		public readonly string $order,
		/** @var array<string,string|int> The query as it was sent, for links. */
		public readonly array $filters,
	) {}

	public static function schema(): array {
		return array(
			'since'           => Schema::time(),
			'until'           => Schema::time(),
			'session_id'      => Schema::text( 191 ),
			'bot_id'          => Schema::id(),
			'role'            => Schema::one_of( array( 'user', 'assistant', 'all' ), 'all' ),
			'has_rag_context' => Schema::one_of( array( 'yes', 'no', 'any' ), 'any' ),
			'limit'           => Schema::integer( 1, 1000, 100 ),
			'offset'          => Schema::integer( 0, PHP_INT_MAX, 0 ),
			'order'           => Schema::one_of( array( 'asc', 'desc' ), 'desc' ),
		);
	}

	public static function from( array $params, Context $context ): self {
		return new self(
			isset( $params['since'] ) ? Time::parse( $params['since'] ) : null,
			isset( $params['until'] ) ? Time::parse( $params['until'] ) : null,
			$params['session_id'] ?? null,
			$params['bot_id'] ?? null,
			$params['role'],
			$params['has_rag_context'],
			$params['limit'],
			$params['offset'],
			$params['order'],
			$params,
		);
	}

	/**
	 * @return array<int,array{0:string,1:string|int}> SQL with one placeholder each, and its value.
	 */
	public function conditions(): array {
		$conditions = array(
			array( 'created_at >= %s', $this->since ),
			array( 'created_at <= %s', $this->until ),
			// The first finds the rows by their index, the second compares the bytes.
			array( 'session_id = %s', $this->session_id ),
			array( 'BINARY session_id = %s', $this->session_id ),
			array( 'bot_id = %s', $this->bot_id ),
			array( 'role = %s', $this->role === 'all' ? null : $this->role ),
			array( 'has_rag_context = %d', array( 'yes' => 1, 'no' => 0, 'any' => null )[ $this->has_rag_context ] ),
		);
		return array_values( array_filter( $conditions, static fn( array $condition ) => $condition[1] !== null ) );
	}
}
