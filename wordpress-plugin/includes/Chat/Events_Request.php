<?php
declare( strict_types=1 );

namespace MxChat\Chat;

use MxChat\Rest\Context;
use MxChat\Rest\Rest_Error;
use MxChat\Rest\Schema;

final class Events_Request {

	private function __construct(
		public readonly string $turn_id,
		public readonly string $session_id,
		public readonly int $after,
		public readonly bool $wants_stream,
	) {}

	public static function schema(): array {
		return array(
			'turn_id' => Schema::id( required: true ),
			'after'   => Schema::integer( 0, 1_000_000_000 ),
		);
	}

	/**
	 * An unknown turn and one of another session look the same.
	 */
	public static function from( array $params, Context $context ): self|\WP_Error {
		$session_id = $context->session?->session_id ?? '';
		return Turn_Owner::is( $session_id, $params['turn_id'] )
			? new self( $params['turn_id'], $session_id, $params['after'] ?? $context->last_event_id, $context->accepts_events )
			: Rest_Error::make( 'mxchat_turn_not_found' );
	}
}
