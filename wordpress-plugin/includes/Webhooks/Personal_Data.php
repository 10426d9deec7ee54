<?php
declare( strict_types=1 );

namespace MxChat\Webhooks;

use MxChat\Privacy\Export;
use MxChat\Rest\Time;

/**
 * WordPress's export and erase of personal data: what the log of deliveries holds of a person.
 */
final class Personal_Data {

	private const NAME = 'mxchat-engine-webhooks';
	private const PAGE = 100;

	public static function add_exporter( array $exporters ): array {
		$exporters[ self::NAME ] = array(
			'exporter_friendly_name' => __( 'Messages to other services', 'mxchat-engine' ),
			'callback'               => array( self::class, 'export' ),
		);
		return $exporters;
	}

	public static function add_eraser( array $erasers ): array {
		$erasers[ self::NAME ] = array(
			'eraser_friendly_name' => __( 'Messages to other services', 'mxchat-engine' ),
			'callback'             => array( self::class, 'erase' ),
		);
		return $erasers;
	}

	public static function export( string $email, int $page = 1 ): array {
		$deliveries = Delivery_Store::mentioning( $email, self::PAGE, self::PAGE * ( $page - 1 ) );
		return array(
			'data' => array_map( array( self::class, 'exported' ), $deliveries ),
			'done' => count( $deliveries ) < self::PAGE,
		);
	}

	public static function erase( string $email, int $page = 1 ): array {
		return array(
			'items_removed'  => Delivery_Store::delete_mentioning( $email ),
			'items_retained' => false,
			'messages'       => array(),
			'done'           => true,
		);
	}

	private static function exported( Delivery $delivery ): array {
		return Export::item(
			'mxchat-webhooks',
			__( 'Messages to other services', 'mxchat-engine' ),
			'mxchat-delivery-' . $delivery->row,
			array(
				__( 'Time', 'mxchat-engine' )    => Time::to_iso( $delivery->created_at ),
				__( 'Message', 'mxchat-engine' ) => $delivery->body,
			)
		);
	}
}
