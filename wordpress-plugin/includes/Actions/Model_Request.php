<?php
declare( strict_types=1 );

namespace MxChat\Actions;

use MxChat\Bots;
use MxChat\Rest\Context;
use MxChat\Rest\Rest_Error;
use MxChat\Rest\Schema;

final class Model_Request {

	private function __construct( public readonly string $bot_id ) {}

	public static function schema(): array {
		return array( 'bot_id' => Schema::id() + array( 'default' => Bots\Store::DEFAULT_ID ) );
	}

	public static function from( array $params, Context $context ): self|\WP_Error {
		return Bots\Store::exists( $params['bot_id'] ) ? new self( $params['bot_id'] ) : Rest_Error::make( 'mxchat_bot_not_found' );
	}
}
