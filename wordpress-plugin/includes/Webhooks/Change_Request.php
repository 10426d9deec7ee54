<?php
declare( strict_types=1 );

namespace MxChat\Webhooks;

use MxChat\Rest\Context;
use MxChat\Rest\Rest_Error;
use MxChat\Rest\Schema;

/**
 * Another address, other events, on or off: what is not sent stays as it is.
 */
final class Change_Request {

	/**
	 * @param array{url?:string,description?:string,events?:string[],is_enabled?:bool} $changes
	 */
	private function __construct( public readonly Webhook $webhook, public readonly array $changes ) {}

	public static function schema(): array {
		return Find_Request::schema() + array(
			'url'         => Schema::web_address(),
			'events'      => New_Request::events(),
			'description' => Schema::text( 200, 0 ),
			'is_enabled'  => array( 'type' => 'boolean' ),
		);
	}

	public static function from( array $params, Context $context ): self|\WP_Error {
		$webhook = Store::find( $params['webhook_id'] );
		if ( $webhook === null ) {
			return Rest_Error::make( 'mxchat_webhook_not_found' );
		}
		$problem = isset( $params['url'] ) ? Address_Rule::problem( $params['url'] ) : null;
		return $problem ?? new self( $webhook, array_diff_key( $params, Find_Request::schema() ) );
	}
}
