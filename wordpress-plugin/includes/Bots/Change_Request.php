<?php
declare( strict_types=1 );

namespace MxChat\Bots;

use MxChat\Rest\Context;
use MxChat\Rest\Rest_Error;
use MxChat\Rest\Schema;

/**
 * Changes of a bot: what is not sent stays as it is.
 */
final class Change_Request {

	private function __construct( public readonly Bot $before, public readonly Bot $after ) {}

	public static function schema(): array {
		return array( 'bot_id' => Schema::id() ) + Fields::schema();
	}

	public static function from( array $params, Context $context ): self|\WP_Error {
		$before = Store::find( $params['bot_id'] );
		if ( $before === null ) {
			return Rest_Error::make( 'mxchat_bot_not_found' );
		}
		$after = Fields::change( $before, $params );
		return is_wp_error( $after ) ? $after : new self( $before, $after );
	}
}
