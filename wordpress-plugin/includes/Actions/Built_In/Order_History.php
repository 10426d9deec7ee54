<?php
declare( strict_types=1 );

namespace MxChat\Actions\Built_In;

use MxChat\Actions\Action;
use MxChat\Actions\Guest_Proof;
use MxChat\Actions\Result;
use MxChat\Tools\Tool_Context;

/**
 * Shows a customer their own orders: those of the account that is signed in, or, for a guest, of the e-mail address
 * that they have proved to be theirs.
 */
final class Order_History extends Action {

	private const LIMIT = 5;

	public function id(): string {
		return 'order_history';
	}

	public function label(): string {
		return __( 'Track my order', 'mxchat-engine' );
	}

	public function description(): string {
		return __( 'Shows the visitor their own orders and what has become of them.', 'mxchat-engine' );
	}

	public function phrases(): array {
		return array(
			__( 'where is my order', 'mxchat-engine' ),
			__( 'track my order', 'mxchat-engine' ),
			__( 'show my order history', 'mxchat-engine' ),
			__( 'has my package been shipped yet', 'mxchat-engine' ),
			__( 'what did I buy from you last time', 'mxchat-engine' ),
			__( 'order status', 'mxchat-engine' ),
		);
	}

	public function missing(): string {
		return function_exists( 'wc_get_orders' ) ? '' : __( 'WooCommerce is not active.', 'mxchat-engine' );
	}

	public function run( array $arguments, Tool_Context $context ): Result|\WP_Error {
		if ( $context->user_id > 0 ) {
			return self::listed( wc_get_orders( array( 'customer_id' => $context->user_id ) + self::newest() ) );
		}
		$email = Guest_Proof::email_of( $context->session_id );
		if ( $email === null ) {
			return new Result(
				__( 'Orders of an account stand on its page, after signing in. If you ordered without one, enter the e-mail address of your order: we send a link there that proves it is yours.', 'mxchat-engine' ),
				self::account(),
				'prove_email'
			);
		}
		// An account's orders are shown to the account only, whoever reads its mail.
		return self::listed( wc_get_orders( array( 'billing_email' => $email, 'customer_id' => 0 ) + self::newest() ) );
	}

	/**
	 * The chat's requests carry no cookie, so nobody is signed in there: the account's own page shows its orders.
	 */
	private static function account(): array {
		$address = function_exists( 'wc_get_account_endpoint_url' ) ? (string) wc_get_account_endpoint_url( 'orders' ) : '';
		return $address === '' ? array() : array( array( 'title' => __( 'Orders of your account', 'mxchat-engine' ), 'url' => $address ) );
	}

	private static function newest(): array {
		return array(
			'limit'   => self::LIMIT,
			'orderby' => 'date',
			'order'   => 'DESC',
			'type'    => 'shop_order',
		);
	}

	/**
	 * @param \WC_Order[] $orders
	 */
	private static function listed( array $orders ): Result {
		if ( $orders === array() ) {
			return new Result( __( 'I found no orders of yours.', 'mxchat-engine' ) );
		}
		$cards = array_map( array( self::class, 'card' ), array_values( $orders ) );
		return new Result( __( 'These are your latest orders:', 'mxchat-engine' ), $cards );
	}

	private static function card( \WC_Order $order ): array {
		$items = array_map( static fn( $item ) => $item->get_quantity() . ' × ' . $item->get_name(), array_values( $order->get_items() ) );
		$date  = $order->get_date_created();
		return array(
			/* translators: %s: number of an order. */
			'title' => sprintf( __( 'Order %s', 'mxchat-engine' ), $order->get_order_number() ),
			'text'  => implode( ', ', $items ),
			'note'  => implode(
				' · ',
				array_filter(
					array(
						wc_get_order_status_name( $order->get_status() ),
						$date === null ? '' : wc_format_datetime( $date ),
						html_entity_decode( wp_strip_all_tags( $order->get_formatted_order_total() ) ),
					)
				)
			),
			'url'   => $order->get_user_id() > 0 ? $order->get_view_order_url() : '',
		);
	}
}
