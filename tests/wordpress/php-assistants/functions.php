<?php
// The document's third, fourth and fifth examples, as they stand there.

use AI\OpenAI;

$client = OpenAI\Client::get_instance();
$assistant = $client->get_assistant( get_option( 'ai_assistant_id' ) );

// Add a new function for getting a user's order history. This allows a user interacting with
// the shopping assistant to ask "What were those Sunglasses I bought last year?"
$assistant->register_function( OpenAI\Function_::from_callable( get_shopping_history( ... ) ) );
// Add a function to allow the user to order an item. For example, continue from the previous
// message "ok, buy them please".
$assistant->register_function( OpenAI\Function_::from_callable( order_item( ... ) ) );
// Add a function to confirm the user. The order_item will present the order, but this function
// needs to be called to actually buy the order.
$assistant->register_function( OpenAI\Function_::from_callable( confirm_order_item( ... ) ) );
/**
 * Get the shopping order history for the current user.
 */
function get_shopping_history() : array {
	$orders = wc_get_orders( [
		'customer_id' => wp_get_current_user_id(),
	] );
	// You may want to only return a subset of data, or enrich it further.
	return $orders;
}

/**
 * Order an item for the user. This will create an order, which can be displayed to the user. Use confirm_order_item() to actually buy the item.
 */
function order_item( string $item_id ) : array {
	// Logic to create an order item, but don't actually purchase. We use confirm_order_item for that.
	return [
		'id' => '123123213',
		'items' => [],
		'price' => '$12',
	];
}

/**
 * Confirm an order, which will purchase the item and dispatch it to the user's shipping address.
 */
function confirm_order_item( string $order_id ) {
	// Confirm order.
}
