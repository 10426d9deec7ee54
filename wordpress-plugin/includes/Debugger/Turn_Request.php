<?php
declare( strict_types=1 );

namespace MxChat\Debugger;

use MxChat\Capability;
use MxChat\Rest\Context;
use MxChat\Rest\Rest_Error;
use MxChat\Rest\Schema;

final class Turn_Request {

	private function __construct( public readonly string $turn_id ) {}

	public static function schema(): array {
		return array( 'turn_id' => Schema::id( 64, true ) );
	}

	/**
	 * A turn is what a visitor said: who may use the Debugger may not yet read that.
	 */
	public static function from( array $params, Context $context ): self|\WP_Error {
		return current_user_can( Capability::READ_TRANSCRIPTS ) ? new self( $params['turn_id'] ) : Rest_Error::make( 'mxchat_rest_forbidden' );
	}
}
