<?php
declare( strict_types=1 );

namespace MxChat\Webhooks;

use MxChat\Rest\Context;
use MxChat\Rest\Rest_Error;
use MxChat\Rest\Schema;

/**
 * One webhook, by its id.
 */
final class Find_Request {

	private function __construct( public readonly Webhook $webhook ) {}

	public static function schema(): array {
		return array( 'webhook_id' => Schema::id( 64, true ) );
	}

	public static function from( array $params, Context $context ): self|\WP_Error {
		$webhook = Store::find( $params['webhook_id'] );
		return $webhook === null ? Rest_Error::make( 'mxchat_webhook_not_found' ) : new self( $webhook );
	}
}
