<?php
declare( strict_types=1 );

namespace MxChat\Debugger;

use MxChat\Bots;
use MxChat\Rest\Context;
use MxChat\Rest\Rest_Error;
use MxChat\Rest\Schema;

final class Trace_Request {

	private function __construct( public readonly string $message, public readonly string $bot_id, public readonly bool $asks_model ) {}

	public static function schema(): array {
		return array(
			'message'    => Schema::text( 8000, required: true ) + array( 'pattern' => '\S' ),
			'bot_id'     => Schema::id() + array( 'default' => Bots\Store::DEFAULT_ID ),
			'asks_model' => Schema::boolean( false ),
		);
	}

	public static function from( array $params, Context $context ): self|\WP_Error {
		return Bots\Store::exists( $params['bot_id'] )
			? new self( $params['message'], $params['bot_id'], $params['asks_model'] )
			: Rest_Error::make( 'mxchat_bot_not_found' );
	}
}
