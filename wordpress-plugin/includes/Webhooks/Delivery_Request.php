<?php
declare( strict_types=1 );

namespace MxChat\Webhooks;

use MxChat\Rest\Context;
use MxChat\Rest\Rest_Error;
use MxChat\Rest\Schema;

/**
 * One delivery of a webhook.
 */
final class Delivery_Request {

	private function __construct( public readonly Webhook $webhook, public readonly Delivery $delivery ) {}

	public static function schema(): array {
		return Find_Request::schema() + array( 'delivery_id' => Schema::id( 64, true ) );
	}

	public static function from( array $params, Context $context ): self|\WP_Error {
		$webhook = Store::find( $params['webhook_id'] );
		if ( $webhook === null ) {
			return Rest_Error::make( 'mxchat_webhook_not_found' );
		}
		$delivery = Delivery_Store::find( $webhook, $params['delivery_id'] );
		return $delivery === null ? Rest_Error::make( 'mxchat_delivery_not_found' ) : new self( $webhook, $delivery );
	}
}
