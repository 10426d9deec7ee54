<?php
declare( strict_types=1 );

namespace MxChat\Query_Chatbot;

use MxChat\Bots;
use MxChat\Rest\Context;
use MxChat\Rest\Rest_Error;
use MxChat\Rest\Schema;
use function MxChat\Core\parse_threshold;

final class Query_Request {

	private const MAX_CHARACTERS = 8000;

	/**
	 * @param string $client  The program that asks: its threads are its own.
	 * @param string $spender Against whose budget paid calls count.
	 */
	private function __construct(
		public readonly string $query,
		public readonly string $chatbot_id,
		public readonly ?string $thread_id,
		public readonly float $min_similarity,
		public readonly string $client,
		public readonly string $spender,
	) {}

	public static function schema(): array {
		return array(
			'query'          => Schema::text( self::MAX_CHARACTERS, required: true ) + array( 'pattern' => '\S' ),
			'chatbot_id'     => Schema::id( required: true ),
			'thread_id'      => Schema::text( 128 ),
			'min_similarity' => Schema::threshold(),
		);
	}

	public static function from( array $params, Context $context ): self|\WP_Error {
		if ( ! Bots\Store::exists( $params['chatbot_id'] ) ) {
			return Rest_Error::make( 'mxchat_bot_not_found' );
		}
		$client = $context->verified_identity();
		if ( isset( $params['thread_id'] ) && ! Thread::is_of( $client, $params['chatbot_id'], $params['thread_id'] ) ) {
			return Rest_Error::invalid_param( 'thread_id', __( 'must be a thread that this API began for you with this chatbot.', 'mxchat-engine' ) );
		}
		return new self(
			$params['query'],
			$params['chatbot_id'],
			$params['thread_id'] ?? null,
			isset( $params['min_similarity'] ) ? parse_threshold( $params['min_similarity'] ) : Bots\Store::min_similarity( $params['chatbot_id'] ),
			$client,
			$context->spender(),
		);
	}
}
