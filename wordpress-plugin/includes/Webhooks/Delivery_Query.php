<?php
declare( strict_types=1 );

namespace MxChat\Webhooks;

use MxChat\Rest\Context;
use MxChat\Rest\Page_Request;
use MxChat\Rest\Rest_Error;

/**
 * A page of the deliveries of a webhook.
 */
final class Delivery_Query {

	private function __construct(
		public readonly Webhook $webhook,
		public readonly ?string $status,
		public readonly int $limit,
		public readonly int $offset,
	) {}

	public static function schema(): array {
		return Find_Request::schema() + Page_Request::schema() + array(
			'status' => array(
				'type' => 'string',
				'enum' => array( Delivery::PENDING, Delivery::DELIVERED, Delivery::FAILED, Delivery::CANCELLED ),
			),
		);
	}

	public static function from( array $params, Context $context ): self|\WP_Error {
		$webhook = Store::find( $params['webhook_id'] );
		return $webhook === null
			? Rest_Error::make( 'mxchat_webhook_not_found' )
			: new self( $webhook, $params['status'] ?? null, $params['limit'], $params['offset'] );
	}
}
