<?php
declare( strict_types=1 );

namespace MxChat\Sessions;

use MxChat\Rest\Context;
use MxChat\Rest\Rest_Error;
use MxChat\Rest\Schema;

final class Clear_Request {

	private function __construct( public readonly Session $session, public readonly bool $erase ) {}

	public static function schema(): array {
		return array(
			'session_id' => Schema::id( 128, true ),
			'erase'      => Schema::boolean( false ),
		);
	}

	public static function from( array $params, Context $context ): self|\WP_Error {
		return $context->session?->session_id === $params['session_id']
			? new self( $context->session, $params['erase'] )
			: Rest_Error::make( 'mxchat_session_not_found' );
	}
}
