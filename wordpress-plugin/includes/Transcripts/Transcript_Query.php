<?php
declare( strict_types=1 );

namespace MxChat\Transcripts;

use MxChat\Rest\Context;
use MxChat\Rest\Rest_Error;
use MxChat\Rest\Schema;
use MxChat\Rest\Time;

/**
 * The filters of GET /transcripts.
 */
final class Transcript_Query {

	private const MAX_WORDS = 16;

	private function __construct(
		public readonly ?string $since,
		public readonly ?string $until,
		public readonly ?string $session_id,
		public readonly ?string $bot_id,
		/** @var int[]|null The words that a message must hold; null for any message. */
		public readonly ?array $terms,
		public readonly string $role,
		public readonly string $has_rag_context,
		public readonly int $limit,
		public readonly int $offset,
		public readonly string $order,
		/** @var array<string,string|int> The query as it was sent, for links. */
		public readonly array $filters,
		public readonly ?string $user_identifier = null,
	) {}

	public static function schema(): array {
		return array(
			'since'           => Schema::time(),
			'until'           => Schema::time(),
			'session_id'      => Schema::text( 191 ),
			'bot_id'          => Schema::id(),
			'search'          => Schema::text( 200 ),
			'role'            => Schema::one_of( array( 'user', 'assistant', 'all' ), 'all' ),
			'has_rag_context' => Schema::one_of( array( 'yes', 'no', 'any' ), 'any' ),
			'limit'           => Schema::integer( 1, 1000, 100 ),
			'offset'          => Schema::offset(),
			'order'           => Schema::one_of( array( 'asc', 'desc' ), 'desc' ),
		);
	}

	public static function from( array $params, Context $context ): self|\WP_Error {
		$terms = isset( $params['search'] ) ? Term_Store::terms( $params['search'] ) : null;
		if ( $terms !== null && count( $terms ) > self::MAX_WORDS ) {
			/* translators: %d: number of words. */
			return Rest_Error::invalid_param( 'search', sprintf( __( 'must have at most %d words.', 'mxchat-engine' ), self::MAX_WORDS ) );
		}
		return new self(
			isset( $params['since'] ) ? Time::parse( $params['since'] ) : null,
			isset( $params['until'] ) ? Time::parse( $params['until'] ) : null,
			$params['session_id'] ?? null,
			$params['bot_id'] ?? null,
			$terms,
			$params['role'],
			$params['has_rag_context'],
			$params['limit'],
			$params['offset'],
			$params['order'],
			$params,
		);
	}

	/**
	 * The same query, for the messages of one user alone.
	 */
	public function of_user( string $user_identifier ): self {
		return new self( ...array_merge( get_object_vars( $this ), compact( 'user_identifier' ) ) );
	}

	/**
	 * Ids are ASCII in the tables: another one is nobody's, and some databases stumble over it.
	 */
	public function can_match(): bool {
		return $this->terms !== array() && ! preg_match( '/[^\x20-\x7e]/', $this->session_id ?? '' );
	}

	/**
	 * @return array<int,array{0:string,1:string|int}> SQL on a table's created_at, with one placeholder each, and its value.
	 */
	public function time_conditions(): array {
		return self::given(
			array(
				array( 'created_at >= %s', $this->since ),
				array( 'created_at <= %s', $this->until ),
			)
		);
	}

	/**
	 * @return array<int,array{0:string,1:string|int}> SQL on the columns of transcripts, with one placeholder each, and its value.
	 */
	public function other_conditions(): array {
		return self::given(
			array(
				// The first finds the rows by their index, the second compares the bytes.
				array( 'session_id = %s', $this->session_id ),
				array( 'BINARY session_id = %s', $this->session_id ),
				array( 'bot_id = %s', $this->bot_id ),
				array( 'BINARY bot_id = %s', $this->bot_id ),
				array( 'user_identifier = %s', $this->user_identifier ),
				array( 'role = %s', $this->role === 'all' ? null : $this->role ),
				array( 'has_rag_context = %d', array( 'yes' => 1, 'no' => 0, 'any' => null )[ $this->has_rag_context ] ),
			)
		);
	}

	private static function given( array $conditions ): array {
		return array_values( array_filter( $conditions, static fn( array $condition ) => $condition[1] !== null ) );
	}
}
