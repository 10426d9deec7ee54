<?php
declare( strict_types=1 );

namespace MxChat\Bots;

use MxChat\Rest\Context;
use MxChat\Rest\Rest_Error;
use MxChat\Rest\Schema;

/**
 * One bot, by its id.
 */
final class Bot_Request {

	private function __construct( public readonly Bot $bot ) {}

	public static function schema(): array {
		return array( 'bot_id' => Schema::id() );
	}

	public static function from( array $params, Context $context ): self|\WP_Error {
		$bot = Store::find( $params['bot_id'] );
		return $bot === null ? Rest_Error::make( 'mxchat_bot_not_found' ) : new self( $bot );
	}
}
