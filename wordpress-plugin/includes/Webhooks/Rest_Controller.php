<?php
declare( strict_types=1 );

namespace MxChat\Webhooks;

use MxChat\Rest\Page_Request;
use MxChat\Rest\Paging;
use MxChat\Rest\Rest_Error;
use MxChat\Settings\Secret;
use MxChat\Storage_Exception;

/**
 * /webhooks: make, change, test and delete them; see what was sent, and send it again. A secret stands in the answer
 * that makes it and nowhere else.
 */
final class Rest_Controller {

	private const MAX_WEBHOOKS = 50;

	public static function list_webhooks( Page_Request $query ): \WP_REST_Response {
		$all    = Store::all();
		$counts = Delivery_Store::counts();
		$items  = array_map( static fn( Webhook $webhook ) => Item::webhook( $webhook, $counts ), array_slice( $all, $query->offset, $query->limit ) );
		return Paging::respond( $items, count( $all ), $query->limit, $query->offset, 'webhooks' );
	}

	public static function create_webhook( New_Request $request ): \WP_REST_Response|\WP_Error {
		if ( count( Store::all() ) >= self::MAX_WEBHOOKS ) {
			return Rest_Error::make( 'mxchat_too_many_webhooks' );
		}
		$secret  = Signature::new_secret();
		$webhook = Store::insert( $request->url, $request->description, $request->events, $request->is_enabled, $secret );
		return $webhook === null ? Rest_Error::make( 'mxchat_storage_failed' ) : self::shown_once( $webhook, $secret, 201 );
	}

	public static function show_webhook( Find_Request $request ): \WP_REST_Response {
		return new \WP_REST_Response( Item::webhook( $request->webhook, Delivery_Store::counts() ) );
	}

	public static function change_webhook( Change_Request $request ): \WP_REST_Response|\WP_Error {
		$changed = Store::change( $request->webhook, $request->changes );
		return $changed === null ? Rest_Error::make( 'mxchat_webhook_not_found' ) : new \WP_REST_Response( Item::webhook( $changed, Delivery_Store::counts() ) );
	}

	public static function delete_webhook( Find_Request $request ): \WP_REST_Response|\WP_Error {
		$is_deleted = Store::delete( $request->webhook );
		Delivery_Store::delete_of( $request->webhook );
		return $is_deleted
			? new \WP_REST_Response( array( 'id' => $request->webhook->id, 'deleted' => true ) )
			: Rest_Error::make( 'mxchat_webhook_not_found' );
	}

	/**
	 * The old secret goes on signing beside the new one for a day.
	 */
	public static function rotate_secret( Find_Request $request ): \WP_REST_Response|\WP_Error {
		$secret  = Signature::new_secret();
		$webhook = Store::rotate( $request->webhook, $secret );
		return $webhook === null ? Rest_Error::make( 'mxchat_webhook_changed' ) : self::shown_once( $webhook, $secret, 200 );
	}

	/**
	 * Sends a ping at once, and tells what came of it. It is tried once.
	 */
	public static function test_webhook( Find_Request $request ): \WP_REST_Response|\WP_Error {
		$body = Payload::encode( Events::PING, array( 'webhook_id' => $request->webhook->id ), time() );
		try {
			$delivery = Delivery_Store::insert( $request->webhook, Outbox::new_message_id(), Events::PING, $body, '' );
			$outcome  = Sender::send( $request->webhook, $delivery );
			Delivery_Store::note_attempt( $delivery, $outcome, $outcome->is_delivered() ? Delivery::DELIVERED : Delivery::FAILED, null );
		} catch ( Storage_Exception ) {
			return Rest_Error::make( 'mxchat_storage_failed' );
		}
		$noted = Delivery_Store::find_row( $delivery->row );
		// Deleted while it was tested.
		return $noted === null ? Rest_Error::make( 'mxchat_webhook_not_found' ) : new \WP_REST_Response( self::delivery_items( array( $noted ) )[0] );
	}

	public static function list_deliveries( Delivery_Query $query ): \WP_REST_Response {
		[ 'deliveries' => $deliveries, 'total' => $total ] = Delivery_Store::list( $query->webhook, $query->status, $query->limit, $query->offset );
		$filters = $query->status === null ? array() : array( 'status' => $query->status );
		return Paging::respond( self::delivery_items( $deliveries ), $total, $query->limit, $query->offset, 'webhooks/' . $query->webhook->id . '/deliveries', $filters );
	}

	public static function replay_delivery( Delivery_Request $request ): \WP_REST_Response|\WP_Error {
		try {
			$delivery = Outbox::replay( $request->delivery );
		} catch ( Storage_Exception ) {
			return Rest_Error::make( 'mxchat_storage_failed' );
		}
		return $delivery === null
			? Rest_Error::make( 'mxchat_webhook_changed' )
			: new \WP_REST_Response( self::delivery_items( array( $delivery ) )[0], 202 );
	}

	private static function shown_once( Webhook $webhook, Secret $secret, int $status ): \WP_REST_Response {
		return new \WP_REST_Response( Item::webhook( $webhook, Delivery_Store::counts() ) + array( 'secret' => $secret->reveal() ), $status );
	}

	/**
	 * @param Delivery[] $deliveries
	 */
	private static function delivery_items( array $deliveries ): array {
		$attempts = Delivery_Store::attempts( $deliveries );
		return array_map( static fn( Delivery $delivery ) => Item::delivery( $delivery, $attempts[ $delivery->row ] ?? array() ), $deliveries );
	}
}
