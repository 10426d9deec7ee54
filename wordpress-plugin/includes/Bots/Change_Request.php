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

	/**
	 * @param array<string,mixed> $fields As Fields::change() takes them.
	 */
	private function __construct( public readonly string $bot_id, public readonly array $fields ) {}

	public static function schema(): array {
		return array( 'bot_id' => Schema::id() ) + Fields::schema();
	}

	public static function from( array $params, Context $context ): self|\WP_Error {
		$bot = Store::find( $params['bot_id'] );
		if ( $bot === null ) {
			return Rest_Error::make( 'mxchat_bot_not_found' );
		}
		$changed = Fields::change( $bot, $params );
		return is_wp_error( $changed ) ? $changed : new self( $bot->bot_id, $params );
	}
}
