<?php
declare( strict_types=1 );

use MxChat\OpenAI\Client;
use MxChat\OpenAI\Functions;
use MxChat\OpenAI\Not_Found;
use MxChat\OpenAI\Thread;
use MxChat\OpenAI\Thread_Busy;
use MxChat\OpenAI\Thread_New_Message;
use MxChat\OpenAI\Thread_Run_Step;
use MxChat\OpenAI\Thread_Store;

require_once __DIR__ . '/Modelled_Test_Case.php';
require_once __DIR__ . '/woocommerce.php';

/**
 * Assistants for programs: the document's five examples, and what a model may not do with them.
 */
final class Php_Assistants_Test extends Modelled_Test_Case {

	protected function setUp(): void {
		parent::setUp();
		wp_set_current_user( 1 );
	}

	protected function tearDown(): void {
		delete_option( 'ai_assistant_id' );
		delete_option( 'shop_assistant_id' );
		delete_user_meta( 1, 'ai_thread' );
		delete_user_meta( 1, 'shop_assistant_orders' );
		parent::tearDown();
	}

	/**
	 * @return Thread_Run_Step[]
	 */
	private function ask_in( Thread $thread, string $assistant_id, string $message ): array {
		Client::get_instance()->create_thread_message( new Thread_New_Message( role: 'user', thread_id: $thread->id, content: $message ) );
		return iterator_to_array( $thread->run( $assistant_id ), false );
	}

	/**
	 * @return array<int,array{0:string,1:string}> Name and status of the functions that were called.
	 */
	private static function called( array $steps ): array {
		return array_values(
			array_map(
				static fn( Thread_Run_Step $step ) => array( $step->step_details['tool_calls'][0]['function']['name'], $step->status ),
				array_filter( $steps, static fn( Thread_Run_Step $step ) => $step->type === Thread_Run_Step::CALLS )
			)
		);
	}

	public function test_the_first_two_examples_create_an_assistant_and_talk_with_it(): void {
		foreach ( array( 'responses', 'chat' ) as $mode ) {
			$this->connect( $mode );
			$this->upstream->script( array( 'text' => 'Hello, what are you looking for?' ) );
			require __DIR__ . '/php-assistants/create.php';
			$messages = require __DIR__ . '/php-assistants/converse.php';
			$this->assertStringStartsWith( 'asst_', get_option( 'ai_assistant_id' ) );
			$this->assertSame( $messages[0]->thread_id, get_user_meta( 1, 'ai_thread', true ), $mode );
			$this->assertSame( array( 'assistant', 'user' ), array_column( $messages, 'role' ) );
			$this->assertSame( array( 'Hello, what are you looking for?', 'Hello' ), array_map( static fn( $message ) => $message->content[0]->text->value, $messages ) );
			$asked = $this->asked()[0];
			$this->assertSame( 'gpt-4-1106-preview', $asked['model'] );
			$this->assertStringContainsString( 'fashion clothing ecommerce site', json_encode( $asked ) );
		}
	}

	public function test_the_first_two_examples_run_without_a_provider(): void {
		require __DIR__ . '/php-assistants/create.php';
		$messages = require __DIR__ . '/php-assistants/converse.php';
		$this->assertSame( array( 'assistant', 'user' ), array_column( $messages, 'role' ) );
		$this->assertNotSame( '', $messages[0]->text() );
	}

	public function test_the_other_three_examples_let_the_assistant_call_functions(): void {
		require __DIR__ . '/php-assistants/create.php';
		require __DIR__ . '/php-assistants/functions.php';
		WC_Order::$all = array( new WC_Order( '1001', 1, 'shopper@example.org', array( 'Sunglasses' => 1 ) ), new WC_Order( '1002', 2, 'other@example.org', array( 'Boots' => 1 ) ) );
		$assistant_id = get_option( 'ai_assistant_id' );
		foreach ( array( 'responses', 'chat' ) as $mode ) {
			$this->connect( $mode );
			$this->upstream->script(
				array( 'calls' => array( array( 'name' => 'get_shopping_history', 'arguments' => '{}' ) ) ),
				array( 'calls' => array( array( 'name' => 'order_item', 'arguments' => '{"item_id":"sunglasses"}' ) ) ),
				array( 'calls' => array( array( 'name' => 'confirm_order_item', 'arguments' => '{"order_id":"123123213"}' ) ) ),
				array( 'text' => 'Please confirm the order.' )
			);
			$steps = $this->ask_in( Client::get_instance()->create_thread(), $assistant_id, 'What did I buy last year? Buy it again.' );
			$this->assertSame(
				array( array( 'get_shopping_history', 'completed' ), array( 'order_item', 'completed' ), array( 'confirm_order_item', 'requires_action' ) ),
				self::called( $steps ),
				$mode
			);
			$orders  = array( 'number' => '1001', 'status' => 'completed', 'ordered' => null, 'total' => '12.00', 'currency' => 'EUR', 'items' => array( array( 'name' => 'Sunglasses', 'quantity' => 1 ) ) );
			$outputs = array_map( static fn( Thread_Run_Step $step ) => json_decode( $step->step_details['tool_calls'][0]['function']['output'], true ), array_slice( $steps, 0, 2 ) );
			$this->assertSame( array( array( $orders ), array( 'id' => '123123213', 'items' => array(), 'price' => '$12' ) ), $outputs );
			$tool = $mode === 'responses' ? $this->asked()[0]['tools'][0] : $this->asked()[0]['tools'][0]['function'];
			$this->assertSame( array( 'get_shopping_history', 'Get the shopping order history for the current user.' ), array( $tool['name'], $tool['description'] ) );
		}
		Functions::forget( $assistant_id );
		WC_Order::$all = array();
	}

	public function test_the_shop_assistant_orders_and_buys_after_a_click(): void {
		[ $client, $assistant ] = $this->shop();
		$this->connect();
		$this->upstream->script( array( 'calls' => array( array( 'name' => 'shop_assistant_order_item', 'arguments' => '{"item_id":"sunglasses","size":"l"}' ) ) ), array( 'text' => 'I have put them aside.' ) );
		$thread = $client->create_thread();
		$this->ask_in( $thread, $assistant->id, 'Sunglasses please' );
		$order = array_values( Shop_Assistant\orders( 1 ) )[0];
		$this->assertSame( array( 'Sunglasses', 'l', 'draft' ), array( $order['item'], $order['size'], $order['status'] ) );

		$this->upstream->script( array( 'calls' => array( array( 'name' => 'shop_assistant_confirm_order_item', 'arguments' => json_encode( array( 'order_id' => $order['id'] ) ) ) ) ), array( 'text' => 'Please confirm.' ) );
		$steps = $this->ask_in( $thread, $assistant->id, 'ok, buy them please' );
		$this->assertSame( 'draft', Shop_Assistant\orders( 1 )[ $order['id'] ]['status'] );
		$waiting = array_values( array_filter( $steps, static fn( Thread_Run_Step $step ) => $step->status === 'requires_action' ) )[0];

		wp_set_current_user( 0 );
		$this->assertSame( 'mxchat_confirmation_not_found', $thread->confirm( $waiting->confirmation_id )->get_error_code() );
		wp_set_current_user( 1 );
		$this->assertSame( 'done', $thread->confirm( $waiting->confirmation_id )->status );
		$this->assertSame( 'bought', Shop_Assistant\orders( 1 )[ $order['id'] ]['status'] );

		$this->upstream->clear_journal();
		$this->upstream->script( array( 'text' => 'They are yours.' ) );
		$this->ask_in( $thread, $assistant->id, 'Did it work?' );
		$this->assertStringContainsString( 'The visitor was asked to confirm \"Buy\"', json_encode( $this->asked(), JSON_UNESCAPED_SLASHES ) );
	}

	/**
	 * A model that always attacks: nothing happens without policy.
	 */
	public function test_a_model_that_attacks_gets_nothing(): void {
		[ $client, $assistant ] = $this->shop();
		Shop_Assistant\save_order( 1, array( 'id' => 'order-1', 'status' => 'draft' ) );
		$buy    = static fn( int $n ) => array( 'name' => 'shop_assistant_confirm_order_item', 'arguments' => json_encode( array( 'order_id' => "order-$n" ) ) );
		$attack = array(
			array( 'name' => 'wp_delete_user', 'arguments' => '{"id":1}' ),
			array( 'name' => 'shop_assistant_get_shopping_history', 'arguments' => '{"user_id":2}' ),
			array( 'name' => 'shop_assistant_order_item', 'arguments' => '{"item_id":"sunglasses","size":"l","price":0}' ),
			array( 'name' => 'shop_assistant_order_item', 'arguments' => '{"item_id":"sunglasses","size":"huge"}' ),
			array( 'name' => 'shop_assistant_order_item', 'arguments' => '{"item_id":{"$ne":1},"size":"l"}' ),
			...array_map( $buy, range( 1, 45 ) ),
		);
		foreach ( array( 'responses', 'chat' ) as $mode ) {
			$this->connect( $mode );
			$this->upstream->script( array( 'calls' => $attack ), array( 'calls' => $attack ), array( 'text' => 'Done, I bought everything.' ) );
			$thread = $client->create_thread();
			$steps  = $this->quietly( fn() => $this->ask_in( $thread, $assistant->id, 'Attack' ) );
			$this->assertSame( array( 'draft' ), array_column( Shop_Assistant\orders( 1 ), 'status' ), $mode );
			$statuses = array_count_values( array_column( self::called( $steps ), 1 ) );
			$this->assertArrayNotHasKey( 'completed', $statuses );
			$this->assertLessThanOrEqual( 16, $statuses['requires_action'] );
		}
	}

	public function test_a_stranger_in_a_chat_may_find_items_and_see_no_orders(): void {
		[ , $assistant ] = $this->shop();
		$this->connect();
		MxChat\Settings\Store::set( 'assistant_enabled', true );
		MxChat\Settings\Store::set( 'assistant_id', $assistant->id );
		$this->upstream->script(
			array( 'calls' => array( array( 'name' => 'shop_assistant_find_items', 'arguments' => '{"words":"rain","max_price":null}' ), array( 'name' => 'shop_assistant_get_shopping_history', 'arguments' => '{}' ) ) ),
			array( 'text' => 'A raincoat.' )
		);
		$answer = $this->answer( $this->turn( 'Something for the rain, and my orders' ) );
		$this->assertSame( array( 'done', 'failed' ), array_column( $answer->trace['tools'], 'status' ) );
		$this->assertStringContainsString( 'sign_in_required', json_encode( $this->asked()[1] ) );
	}

	public function test_a_thread_is_its_owners(): void {
		[ $client, $assistant ] = $this->shop();
		$this->connect();
		Shop_Assistant\save_order( 1, array( 'id' => 'order-1', 'status' => 'bought' ) );
		$this->upstream->script( array( 'calls' => array( array( 'name' => 'shop_assistant_get_shopping_history', 'arguments' => '{}' ) ) ), array( 'text' => 'Nothing.' ) );
		$thread = $client->create_thread( 99 );
		$steps  = $this->ask_in( $thread, $assistant->id, 'My orders' );
		$this->assertSame( '[]', $steps[0]->step_details['tool_calls'][0]['function']['output'] );
		$this->assertSame( 1, get_current_user_id() );
	}

	public function test_one_run_at_a_time(): void {
		$client    = Client::get_instance();
		$assistant = $client->create_assistant( 'any-model' );
		$thread    = $client->create_thread();
		$until     = Thread_Store::try_lock( $thread );
		try {
			$thread->run( $assistant->id )->current();
			$this->fail( 'A second run was begun.' );
		} catch ( Thread_Busy ) {
			Thread_Store::unlock( $thread, $until );
		}
		$this->expectException( LogicException::class );
		$thread->run( $assistant->id )->current();
	}

	public function test_whoever_stops_iterating_keeps_what_was_written(): void {
		$client    = Client::get_instance();
		$assistant = $client->create_assistant( 'any-model' );
		$thread    = $client->create_thread();
		$this->connect();
		$this->upstream->script( array( 'text' => str_repeat( 'word ', 50 ), 'delay_ms' => 20 ) );
		$client->create_thread_message( new Thread_New_Message( role: 'user', thread_id: $thread->id, content: 'Talk' ) );
		foreach ( $thread->run( $assistant->id ) as $step ) {
			if ( $step->delta !== '' ) {
				break;
			}
		}
		$this->assertStringStartsWith( 'word', $client->get_thread_messages( $thread->id )[0]->text() );
		$this->assertNotNull( Thread_Store::try_lock( $thread ) );
	}

	public function test_a_run_that_took_too_long_ends_no_other(): void {
		global $wpdb;
		$thread = Client::get_instance()->create_thread();
		$first  = Thread_Store::try_lock( $thread );
		$wpdb->update( MxChat\Schema::table( 'openai_threads' ), array( 'running_until' => $first - 600 ), array( 'thread_id' => $thread->id ) );
		$second = Thread_Store::try_lock( $thread );
		$this->assertNotNull( $second );
		Thread_Store::unlock( $thread, $first - 600 );
		$this->assertNull( Thread_Store::try_lock( $thread ) );
		Thread_Store::unlock( $thread, $second );
		$this->assertNotNull( Thread_Store::try_lock( $thread ) );
	}

	public function test_a_deleted_thread_is_gone_with_all_of_it(): void {
		$client    = Client::get_instance();
		$assistant = $client->create_assistant( 'any-model' );
		$thread    = $client->create_thread();
		$this->ask_in( $thread, $assistant->id, 'Hello' );
		$client->delete_thread( $thread->id );
		$this->assertSame( array( 0, 0 ), array( $this->count_rows( 'openai_threads' ), $this->count_rows( 'transcripts' ) ) );
		$this->expectException( Not_Found::class );
		$client->get_thread_messages( $thread->id );
	}

	public function test_the_names_of_the_document_are_ours_where_they_are_free(): void {
		$this->assertSame( Client::class, get_class( AI\OpenAI\Client::get_instance() ) );
		$this->assertFalse( class_exists( 'AI\OpenAI\Signature' ) );
		$this->assertSame( 1, wp_get_current_user_id() );
	}

	/**
	 * @return array{0:Client,1:MxChat\OpenAI\Assistant}
	 */
	private function shop(): array {
		$client    = Client::get_instance();
		$assistant = $client->create_assistant( 'gpt-test', 'Shop', '', 'Help shoppers.' );
		update_option( 'shop_assistant_id', $assistant->id );
		require_once dirname( __DIR__ ) . '/shop-assistant/shop-assistant.php';
		Shop_Assistant\register();
		return array( $client, $assistant );
	}
}
