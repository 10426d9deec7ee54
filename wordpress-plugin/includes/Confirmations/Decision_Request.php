<?php
declare( strict_types=1 );

namespace MxChat\Confirmations;

use MxChat\Rest\Context;
use MxChat\Rest\Schema;

final class Decision_Request {

	private function __construct(
		public readonly string $id,
		public readonly bool $is_confirmed,
		public readonly string $session_id,
		public readonly int $user_id,
	) {}

	public static function schema(): array {
		return array(
			'id'       => Schema::id( 64, true ),
			'decision' => array( 'type' => 'string', 'enum' => array( 'confirm', 'cancel' ), 'required' => true ),
		);
	}

	public static function from( array $params, Context $context ): self {
		return new self( $params['id'], $params['decision'] === 'confirm', $context->session->session_id, get_current_user_id() );
	}
}
