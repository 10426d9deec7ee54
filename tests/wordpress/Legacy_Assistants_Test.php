<?php
declare( strict_types=1 );

use MxChat\Jobs\Runner;
use MxChat\Provider\Connection;
use MxChat\Provider\Deadline;
use MxChat\Provider\Event;
use MxChat\Provider\Host_State;
use MxChat\Provider\Item;
use MxChat\Provider\Legacy_Assistants;
use MxChat\Provider\Model_Request;
use MxChat\Provider\Tool_Spec;

require_once __DIR__ . '/Upstream.php';

/**
 * A server that speaks the Assistants API, version 2, over HTTP.
 */
final class Legacy_Assistants_Test extends Site_Test_Case {

	private Upstream $upstream;
	private Connection $connection;

	protected function setUp(): void {
		parent::setUp();
		delete_option( 'mxchat_host_assistants' );
		$this->upstream   = Upstream::start( array( 'background_ms' => 0 ) );
		$this->connection = new Connection( $this->upstream->url, 'assistants' );
		add_filter( 'mxchat_connection', array( $this, 'connection' ) );
	}

	protected function tearDown(): void {
		remove_filter( 'mxchat_connection', array( $this, 'connection' ) );
		delete_option( 'mxchat_host_assistants' );
		parent::tearDown();
	}

	public function connection(): Connection {
		return $this->connection;
	}

	public function test_an_answer_comes_from_a_thread_and_a_run(): void {
		$this->upstream->script( array( 'text' => 'We open at nine.' ) );
		$events = $this->stream( array( Item::message( 'user', 'When do you open?' ) ) );
		$this->assertSame( 'We open at nine.', $this->text( $events ) );
		$this->assertSame( 'stop', $this->last( $events )->finish );
		$this->assertSame( 'assistants=v2', $this->upstream->journal( '^/threads' )[0]['headers']['openai-beta'] );
	}

	public function test_the_next_question_goes_into_the_same_thread_alone(): void {
		$this->upstream->script( array( 'text' => 'At nine.' ), array( 'text' => 'At five.' ) );
		$state = $this->state( $this->stream( array( Item::message( 'user', 'When do you open?' ) ) ) );
		$this->upstream->clear_journal();
		$events = $this->stream(
			array( Item::message( 'user', 'When do you open?' ), Item::message( 'assistant', 'At nine.' ), Item::message( 'user', 'And close?' ) ),
			$state
		);
		$this->assertSame( 'At five.', $this->text( $events ) );
		$this->assertSame( array(), $this->upstream->journal( '^/threads$' ) );
		$messages = $this->posts( '/messages$' );
		$this->assertSame( array( 'And close?' ), array_column( array_column( $messages, 'body' ), 'content' ) );
	}

	public function test_what_is_told_beside_the_conversation_goes_with_the_run(): void {
		$this->stream( array( Item::message( 'user', 'Hello' ), Item::message( 'developer', 'Source 1: We are closed.' ) ) );
		$run = $this->posts( '/runs$' )[0]['body'];
		$this->assertSame( 'Source 1: We are closed.', $run['additional_instructions'] );
		$this->assertSame( 'Be kind.', $run['instructions'] );
		$this->assertCount( 1, $this->posts( '^/threads$' )[0]['body']['messages'] );
	}

	public function test_a_call_is_answered_in_its_own_run(): void {
		$this->upstream->script(
			array( 'calls' => array( array( 'name' => 'opening_hours', 'arguments' => '{"day":"Monday"}', 'call_id' => 'call_1' ) ), 'text_after_calls' => 'On Monday at nine.' )
		);
		$question = Item::message( 'user', 'When on Monday?' );
		$tools    = array( new Tool_Spec( 'opening_hours', 'When we open.', array( 'type' => 'object', 'properties' => array( 'day' => array( 'type' => 'string' ) ) ) ) );
		$events   = $this->stream( array( $question ), null, $tools );
		$calls    = array_values( array_filter( $events, static fn( Event $event ) => $event->type === Event::CALL ) );
		$this->assertSame( array( 'opening_hours', '{"day":"Monday"}' ), array( $calls[0]->name, $calls[0]->arguments ) );
		$this->assertSame( 'calls', $this->last( $events )->finish );
		$events = $this->stream(
			array( $question, Item::call( $calls[0]->call_id, 'opening_hours', $calls[0]->arguments ), Item::output( $calls[0]->call_id, '"nine"' ) ),
			$this->state( $events ),
			$tools
		);
		$this->assertSame( 'On Monday at nine.', $this->text( $events ) );
		$this->assertCount( 1, $this->posts( '/runs$' ) );
		$this->assertSame( array( array( 'tool_call_id' => $calls[0]->call_id, 'output' => '"nine"' ) ), $this->posts( '/submit_tool_outputs$' )[0]['body']['tool_outputs'] );
	}

	public function test_one_assistant_is_made_at_the_server_and_an_own_one_is_taken_as_it_is(): void {
		$this->stream( array( Item::message( 'user', 'One' ) ) );
		$this->stream( array( Item::message( 'user', 'Two' ) ) );
		$made = $this->posts( '^/assistants$' );
		$this->assertCount( 1, $made );
		$runs = $this->posts( '/runs$' );
		$this->assertSame( $runs[0]['body']['assistant_id'], $runs[1]['body']['assistant_id'] );
		$own = $runs[0]['body']['assistant_id'];
		$this->upstream->clear_journal();
		$this->stream( array( Item::message( 'user', 'Three' ) ), null, array(), $own );
		$run = $this->posts( '/runs$' )[0]['body'];
		$this->assertSame( $own, $run['assistant_id'] );
		$this->assertArrayNotHasKey( 'model', $run );
	}

	public function test_a_run_that_takes_too_long_is_cancelled(): void {
		$this->upstream->script( array( 'text' => 'Too late.', 'run_ms' => 60000 ) );
		$events = $this->stream( array( Item::message( 'user', 'Hello' ) ), null, array(), 'm', 2.5 );
		$this->assertSame( 'timeout', $this->last( $events )->failure->kind );
		$this->assertCount( 1, $this->posts( '/cancel$' ) );
	}

	public function test_whoever_leaves_cancels_the_run(): void {
		$this->upstream->script( array( 'text' => 'Nobody listens.', 'run_ms' => 60000 ) );
		$stream = ( new Legacy_Assistants( $this->connection ) )->stream( $this->model_request( array( Item::message( 'user', 'Hello' ) ), null, array(), 'm' ), Deadline::after( 30 ) );
		$this->assertSame( Event::TICK, $stream->current()->type );
		unset( $stream );
		foreach ( $GLOBALS['wp_filter']['shutdown']->callbacks[2] as $name => $callback ) {
			$callback['function']();
			unset( $GLOBALS['wp_filter']['shutdown']->callbacks[2][ $name ] );
		}
		$this->assertCount( 1, $this->posts( '/cancel$' ) );
	}

	public function test_calls_that_nobody_answers_do_not_hold_the_thread(): void {
		$this->upstream->script( array( 'calls' => array( array( 'name' => 'opening_hours', 'arguments' => '{}' ) ) ), array( 'text' => 'Never mind.' ) );
		$state  = $this->state( $this->stream( array( Item::message( 'user', 'When?' ) ) ) );
		$events = $this->stream( array( Item::message( 'user', 'When?' ), Item::message( 'assistant', '…' ), Item::message( 'user', 'Forget it.' ) ), $state );
		$this->assertSame( 'Never mind.', $this->text( $events ) );
		$this->assertCount( 1, $this->posts( '/cancel$' ) );
	}

	public function test_a_failed_run_says_why(): void {
		$this->upstream->script( array( 'finish' => 'failed', 'error' => array( 'code' => 'rate_limit_exceeded', 'message' => 'sk-secret' ) ) );
		$failure = $this->last( $this->stream( array( Item::message( 'user', 'Hello' ) ) ) )->failure;
		$this->assertSame( 'rate_limited', $failure->kind );
		$this->assertStringNotContainsString( 'sk-secret', $failure->detail );
	}

	public function test_a_forgotten_session_is_deleted_at_the_server(): void {
		$state = $this->state( $this->stream( array( Item::message( 'user', 'Hello' ) ) ) );
		Host_State::save( 'twxchat_thread_a', 'mxchat_chat_a', $this->upstream->url, $state );
		$this->assertSame( $state, Host_State::get( 'twxchat_thread_a', $this->upstream->url ) );
		$this->assertNull( Host_State::get( 'twxchat_thread_a', 'https://elsewhere.example/v1' ) );
		Host_State::forget_session( 'mxchat_chat_a' );
		$this->assertNull( Host_State::get( 'twxchat_thread_a', $this->upstream->url ) );
		Runner::run( 10 );
		$this->assertSame( 0, $this->count_rows( 'thread_states' ) );
		$this->assertCount( 1, array_filter( $this->upstream->journal( '^/threads/' ), static fn( array $entry ) => $entry['method'] === 'DELETE' && $entry['status'] === 200 ) );
	}

	public function test_what_could_not_be_deleted_is_kept_until_it_is(): void {
		Host_State::save( 'twxchat_thread_a', 'mxchat_chat_a', $this->upstream->url, '{"thread_id":"thread_1"}' );
		$this->upstream->script( array( 'path' => '^/threads/thread_1', 'method' => 'DELETE', 'status' => 400, 'body' => array( 'error' => array( 'message' => 'no' ) ) ) );
		Host_State::forget_session( 'mxchat_chat_a' );
		Runner::run( 10 );
		$this->assertSame( 1, Host_State::count_stuck() );
		Host_State::forget_expired();
		Runner::run( 10 );
		$this->assertSame( array( 0, 0 ), array( Host_State::count_stuck(), $this->count_rows( 'thread_states' ) ) );
	}

	public function test_a_conversation_goes_item_by_item(): void {
		$post = fn( string $path, array $body ) => MxChat\Provider\Client::post( $this->connection, $path, $body, Deadline::after( 5 ) )->json;
		$item = static fn( string $text ) => array( 'type' => 'message', 'role' => 'user', 'content' => $text );
		$id   = $post( '/conversations', array( 'items' => array( $item( 'One' ), $item( 'Two' ) ) ) )['id'];
		Host_State::save( 'twxchat_thread_b', 'mxchat_chat_b', $this->upstream->url, (string) wp_json_encode( array( 'conversation_id' => $id ) ) );
		Host_State::forget_session( 'mxchat_chat_b' );
		Runner::run( 10 );
		$deleted = array_filter( $this->upstream->journal( '^/conversations/' ), static fn( array $entry ) => $entry['method'] === 'DELETE' );
		$this->assertCount( 3, $deleted );
		$this->assertStringEndsWith( $id, end( $deleted )['path'] );
		$this->assertSame( 0, $this->count_rows( 'thread_states' ) );
	}

	/**
	 * @return Event[]
	 */
	private function stream( array $items, ?string $state = null, array $tools = array(), string $model = 'm', float $seconds = 30.0 ): array {
		return iterator_to_array( ( new Legacy_Assistants( $this->connection ) )->stream( $this->model_request( $items, $state, $tools, $model ), Deadline::after( $seconds ) ), false );
	}

	private function model_request( array $items, ?string $state, array $tools, string $model ): Model_Request {
		return new Model_Request( model: $model, instructions: 'Be kind.', items: $items, tools: $tools, host_state: $state );
	}

	private function text( array $events ): string {
		return implode( '', array_map( static fn( Event $event ) => $event->type === Event::TEXT ? $event->text : '', $events ) );
	}

	private function state( array $events ): string {
		return array_values( array_filter( $events, static fn( Event $event ) => $event->type === Event::STATE ) )[0]->host_state;
	}

	private function last( array $events ): Event {
		return end( $events );
	}

	private function posts( string $path ): array {
		return array_values( array_filter( $this->upstream->journal( $path ), static fn( array $entry ) => $entry['method'] === 'POST' ) );
	}
}
