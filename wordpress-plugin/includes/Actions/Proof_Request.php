<?php
declare( strict_types=1 );

namespace MxChat\Actions;

use MxChat\Rest\Context;
use MxChat\Rest\Rest_Error;
use MxChat\Rest\Schema;
use MxChat\Sessions\Session;

final class Proof_Request {

	private function __construct( public readonly Session $session, public readonly string $email ) {}

	public static function schema(): array {
		return array(
			'session_id' => Schema::id( 128, true ),
			'email'      => array( 'type' => 'string', 'format' => 'email', 'maxLength' => 191, 'required' => true ),
		);
	}

	public static function from( array $params, Context $context ): self|\WP_Error {
		return $context->session?->session_id === $params['session_id']
			? new self( $context->session, strtolower( $params['email'] ) )
			: Rest_Error::make( 'mxchat_session_not_found' );
	}
}
