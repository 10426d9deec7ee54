<?php
declare( strict_types=1 );

namespace MxChat\Api_Access;

use MxChat\Rest\Context;
use MxChat\Rest\Rest_Error;
use MxChat\Rest\Schema;

/**
 * One token, by its id.
 */
final class Token_Request {

	private function __construct( public readonly Token $token ) {}

	public static function schema(): array {
		return array( 'token_id' => Schema::integer( 1, Schema::MAX_INTEGER ) );
	}

	public static function from( array $params, Context $context ): self|\WP_Error {
		$token = Store::find( $params['token_id'] );
		return $token === null ? Rest_Error::make( 'mxchat_token_not_found' ) : new self( $token );
	}
}
