<?php
/**
 * Plugin Name:  Shop Assistant (example)
 * Description:  Lets an assistant of MxChat Engine see a shopper's orders and order for them. An example for plugin authors.
 * Requires PHP: 8.1
 * License:      GPL-2.0-or-later
 *
 * The assistant's id is read from the option `shop_assistant_id`. Orders are kept in user meta, so that the example runs
 * without a shop system; wherever yours keeps them, the functions look the same.
 */

declare( strict_types=1 );

namespace Shop_Assistant;

use AI\OpenAI;
use AI\OpenAI\Changes_Something;
use AI\OpenAI\Describe;
use AI\OpenAI\Open_To_Visitors;

defined( 'ABSPATH' ) || exit;

const ORDERS = 'shop_assistant_orders';

enum Size: string {
	case Small  = 's';
	case Medium = 'm';
	case Large  = 'l';
}

// On `init`, so that the visitors' chats, and the click that confirms an order, find the functions as well.
add_action( 'init', __NAMESPACE__ . '\register' );

function register(): void {
	$assistant_id = (string) get_option( 'shop_assistant_id' );
	if ( $assistant_id === '' || ! class_exists( OpenAI\Client::class ) ) {
		return;
	}
	$assistant = OpenAI\Client::get_instance()->get_assistant( $assistant_id );
	foreach ( array( find_items( ... ), get_shopping_history( ... ), order_item( ... ), confirm_order_item( ... ) ) as $function ) {
		$assistant->register_function( OpenAI\Function_::from_callable( $function ) );
	}
}

/**
 * Find items of the shop by words of their names.
 *
 * @param string $words What to look for.
 * @param ?float $max_price The highest price that counts.
 */
#[Open_To_Visitors]
function find_items( string $words, ?float $max_price = null ): array {
	return array_values(
		array_filter(
			catalogue(),
			static fn( array $item ) => stripos( $item['name'], $words ) !== false && ( $max_price === null || $item['price'] <= $max_price )
		)
	);
}

/**
 * Get the shopping order history of the person who is asking.
 */
function get_shopping_history(): array {
	// Never the id that a model names: the owner of the thread is signed in while a function runs.
	return array_values( orders( get_current_user_id() ) );
}

/**
 * Put an item aside as an order that can be shown to the shopper. It is not bought yet: confirm_order_item() does that.
 */
function order_item( #[Describe( 'The id of an item that find_items() gave.' )] string $item_id, Size $size = Size::Medium ): array|\WP_Error {
	$item = catalogue()[ $item_id ] ?? null;
	if ( $item === null ) {
		return new \WP_Error( 'unknown_item', 'There is no such item.' );
	}
	$order = array(
		'id'     => 'order-' . wp_generate_password( 12, false ),
		'item'   => $item['name'],
		'size'   => $size->value,
		'price'  => $item['price'],
		'status' => 'draft',
	);
	save_order( get_current_user_id(), $order );
	return $order;
}

/**
 * Buy what was ordered and send it to the shopper's address.
 */
#[Changes_Something( label: 'Buy', summary: 'Buy order {order_id} and send it to your address?' )]
function confirm_order_item( string $order_id ): array|\WP_Error {
	$user_id = get_current_user_id();
	$order   = orders( $user_id )[ $order_id ] ?? null;
	if ( $order === null ) {
		return new \WP_Error( 'unknown_order', 'There is no such order.' );
	}
	$order['status'] = 'bought';
	save_order( $user_id, $order );
	return $order;
}

/**
 * @return array<string,array{id:string,name:string,price:float}>
 */
function catalogue(): array {
	return array(
		'sunglasses' => array( 'id' => 'sunglasses', 'name' => 'Sunglasses', 'price' => 12.0 ),
		'raincoat'   => array( 'id' => 'raincoat', 'name' => 'Raincoat', 'price' => 80.0 ),
	);
}

/**
 * @return array<string,array<string,mixed>> By id.
 */
function orders( int $user_id ): array {
	$orders = get_user_meta( $user_id, ORDERS, true );
	return is_array( $orders ) ? $orders : array();
}

function save_order( int $user_id, array $order ): void {
	update_user_meta( $user_id, ORDERS, array( $order['id'] => $order ) + orders( $user_id ) );
}
