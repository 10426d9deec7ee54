<?php
declare( strict_types=1 );

use MxChat\Provider\Chat_Completions_Body;
use MxChat\Provider\Connection;
use MxChat\Provider\Item;
use MxChat\Provider\Responses_Body;
use MxChat\Provider\Tool_Spec;

require_once __DIR__ . '/Provider_Test_Case.php';

/**
 * What a host is sent, and what is done where it does not take it.
 */
final class Provider_Requests_Test extends Provider_Test_Case {

	private function last_body(): array {
		$journal = $this->upstream->journal( '^/(responses|chat/completions)$' );
		return end( $journal )['body'];
	}

	/**
	 * A round of tools as it stands in a conversation.
	 *
	 * @return Item[]
	 */
	private static function round_of_tools(): array {
		return array(
			Item::message( 'user', 'What time is it?' ),
			Item::raw( array( 'type' => 'reasoning', 'id' => 'rs_1', 'summary' => array(), 'encrypted_content' => 'abc' ), 'responses' ),
			Item::call( 'call_1', 'clock', '{"zone":"UTC"}' ),
			Item::call( 'call_2', 'stock', '{}' ),
			Item::output( 'call_2', 'none' ),
			Item::output( 'call_1', '12:00' ),
		);
	}

	public function test_a_host_is_asked_to_keep_nothing(): void {
		$this->told( $this->provider( 'responses' ) );
		$body = $this->last_body();
		$this->assertFalse( $body['store'] );
		$this->assertArrayNotHasKey( 'previous_response_id', $body );
		$this->assertArrayNotHasKey( 'include', $body, 'An unknown host is sent nothing that it may not know.' );
	}

	public function test_tools_are_flat_at_one_api_and_nested_at_the_other(): void {
		$tools = array( new Tool_Spec( 'clock', 'Tells the time.', array( 'type' => 'object', 'properties' => array(), 'required' => array(), 'additionalProperties' => false ), true ) );
		foreach ( array( 'responses', 'chat' ) as $mode ) {
			$this->assertSame( 'stop', $this->told( $this->provider( $mode ), $this->request( tools: $tools, tool_choice: 'clock', has_parallel_calls: false ) )['end'] );
			$body = $this->last_body();
			$tool = $mode === 'chat' ? $body['tools'][0]['function'] : $body['tools'][0];
			$this->assertSame( array( 'clock', true, false ), array( $tool['name'], $tool['strict'], $body['parallel_tool_calls'] ) );
		}
		$this->assertSame( array( 'type' => 'function', 'function' => array( 'name' => 'clock' ) ), $body['tool_choice'] );
	}

	public function test_an_empty_schema_is_sent_as_an_object(): void {
		$nested = array( 'type' => 'object', 'properties' => array( 'a' => array( 'type' => 'object', 'properties' => array() ), 'b' => array( 'type' => 'array', 'items' => array() ) ), 'required' => array() );
		foreach ( array( array(), $nested ) as $schema ) {
			$body = Responses_Body::of( $this->connection(), $this->request( tools: array( new Tool_Spec( 't', '', $schema ) ) ), false, null );
			$json = (string) json_encode( $body['tools'][0]['parameters'] );
			$this->assertStringNotContainsString( '"properties":[]', $json );
			$this->assertStringNotContainsString( '"items":[]', $json );
		}
		$this->assertStringContainsString( '"required":[]', $json );
	}

	public function test_a_round_of_tools_goes_back_whole(): void {
		$this->assertSame( 'stop', $this->told( $this->provider( 'responses' ), $this->request( items: self::round_of_tools() ) )['end'] );
		$this->assertSame( array( null, 'reasoning', 'function_call', 'function_call', 'function_call_output', 'function_call_output' ), array_map( static fn( array $item ) => $item['type'] ?? null, $this->last_body()['input'] ) );
		$this->assertSame( 'abc', $this->last_body()['input'][1]['encrypted_content'] );

		$this->assertSame( 'stop', $this->told( $this->provider( 'chat' ), $this->request( items: self::round_of_tools() ) )['end'] );
		$messages = $this->last_body()['messages'];
		$this->assertSame( array( 'system', 'user', 'assistant', 'tool', 'tool' ), array_column( $messages, 'role' ) );
		$this->assertSame( array( 'call_1', 'call_2' ), array_column( $messages[2]['tool_calls'], 'id' ) );
		$this->assertSame( array( '12:00', 'none' ), array_column( array_slice( $messages, 3 ), 'content' ) );
	}

	/**
	 * @dataProvider modes
	 */
	public function test_a_call_without_an_output_or_an_output_without_a_call_does_not_poison_a_conversation( string $mode ): void {
		$items = array( Item::message( 'user', 'a' ), Item::call( 'call_1', 'clock', '{}' ), Item::output( 'call_1', 'x' ), Item::output( 'call_9', 'y' ), Item::message( 'assistant', 'b' ), Item::call( 'call_2', 'clock', '{}' ), Item::message( 'user', 'c' ) );
		$this->assertSame( 'stop', $this->told( $this->provider( $mode ), $this->request( items: $items ) )['end'] );
		$this->assertStringContainsString( 'no_result', (string) json_encode( $this->last_body() ) );
		$this->assertStringNotContainsString( 'call_9', (string) json_encode( $this->last_body() ) );
	}

	public static function modes(): array {
		return array( array( 'responses' ), array( 'chat' ) );
	}

	/**
	 * @dataProvider modes
	 */
	public function test_what_a_model_does_not_take_is_left_out( string $mode ): void {
		$limit = $mode === 'chat' ? array( 'max_tokens', 'stream_options' ) : array( 'store' );
		$this->upstream->set( array( 'rejected_parameters' => array( 'temperature', ...$limit ) ) );
		$this->upstream->script( array( 'text' => 'Fine.' ) );
		$told = $this->told( $this->provider( $mode ), $this->request( temperature: 0.3, max_output_tokens: 77 ) );
		$this->assertSame( array( 'Fine.', 'stop' ), array( $told['text'], $told['end'] ) );
		$this->assertSame( 2 + count( $limit ), $this->upstream->count_model_calls() );
		$this->assertArrayNotHasKey( 'temperature', $this->last_body() );
		$calls = $this->upstream->count_model_calls();
		$this->told( $this->provider( $mode ), $this->request( temperature: 0.3, max_output_tokens: 77 ) );
		$this->assertSame( $calls + 1, $this->upstream->count_model_calls(), 'The next request does not begin with what is refused.' );
		$this->assertSame( 77, $this->last_body()['max_completion_tokens'] ?? $this->last_body()['max_output_tokens'] );
	}

	public function test_a_host_that_refuses_what_cannot_be_left_out_is_not_asked_again(): void {
		$this->upstream->set( array( 'rejected_parameters' => array( 'model' ) ) );
		$this->assertSame( 'rejected', $this->told( $this->provider( 'chat' ) )['failure']->kind );
		$this->assertSame( 1, $this->upstream->count_model_calls() );
	}

	public function test_openai_is_sent_what_it_knows(): void {
		$connection = new Connection( 'https://api.openai.com/v1' );
		$request    = $this->request( safety_identifier: str_repeat( 'a', 64 ), cache_key: 'c', response_format: array( 'type' => 'json_schema', 'name' => 'n', 'schema' => array( 'type' => 'object' ) ) );
		$body       = Responses_Body::of( $connection, $request, false, null );
		$this->assertSame( array( 'reasoning.encrypted_content' ), $body['include'] );
		$this->assertSame( array( str_repeat( 'a', 64 ), 'c', false ), array( $body['safety_identifier'], $body['prompt_cache_key'], $body['stream_options']['include_obfuscation'] ) );
		$this->assertSame( 'n', $body['text']['format']['name'] );
		$body = Chat_Completions_Body::of( $connection, $request );
		$this->assertSame( array( 'developer', 1024, 'n' ), array( $body['messages'][0]['role'], $body['max_completion_tokens'], $body['response_format']['json_schema']['name'] ) );
	}

	public function test_a_host_that_keeps_state_is_told_only_what_is_new(): void {
		$provider = $this->provider( 'responses_stateful' );
		$this->upstream->script( array( 'text' => 'Nine.' ), array( 'calls' => array( array( 'name' => 'clock', 'call_id' => 'call_1' ) ), 'reasoning' => true ), array( 'text' => 'Noon.' ) );
		$items = array( Item::message( 'user', 'When?' ) );
		$first = $this->told( $provider, $this->request( items: $items ) );
		$this->assertTrue( $this->last_body()['store'] );

		array_push( $items, Item::message( 'assistant', 'Nine.' ), Item::message( 'user', 'And now?' ) );
		$second = $this->told( $provider, $this->request( items: $items, host_state: $first['state'] ) );
		$this->assertSame( array( 'And now?' ), array_column( $this->last_body()['input'], 'content' ) );
		$this->assertSame( array(), $second['items'], 'The host keeps its reasoning itself.' );

		array_push( $items, Item::call( 'call_1', 'clock', '{}' ), Item::output( 'call_1', '12:00' ) );
		$third = $this->told( $provider, $this->request( items: $items, host_state: $second['state'] ) );
		$this->assertSame( array( 'Noon.', 'stop' ), array( $third['text'], $third['end'] ) );
		$this->assertSame( array( 'call_1' ), array_column( $this->last_body()['input'], 'call_id' ) );
		$this->assertStringNotContainsString( 'Noon', (string) $third['state'] );
	}

	public function test_a_host_that_has_lost_the_conversation_is_told_it_again(): void {
		$provider = $this->provider( 'responses_stateful' );
		$this->upstream->script( array( 'text' => 'Nine.' ) );
		$items = array( Item::message( 'user', 'When?' ) );
		$state = $this->told( $provider, $this->request( items: $items ) )['state'];
		array_push( $items, Item::message( 'assistant', 'Nine.' ), Item::message( 'user', 'And now?' ) );
		$this->upstream->set( array( 'has_state' => false ) );
		$this->upstream->script( array( 'text' => 'Ten.' ) );
		$told = $this->told( $provider, $this->request( items: $items, host_state: $state ) );
		$this->assertSame( array( 'Ten.', 'stop' ), array( $told['text'], $told['end'] ) );
		$this->assertSame( array( 'When?', 'Nine.', 'And now?' ), array_column( $this->last_body()['input'], 'content' ) );
		$this->assertSame( 3, $this->upstream->count_model_calls() );
	}

	public function test_a_copy_that_does_not_end_like_ours_is_not_gone_on_with(): void {
		$this->told( $this->provider( 'responses_stateful' ), $this->request( host_state: '{"previous_response_id":"resp_1","ends_with":"text 00"}' ) );
		$this->assertArrayNotHasKey( 'previous_response_id', $this->last_body() );
	}

	public function test_a_response_in_the_background_is_asked_for_until_it_is_ready(): void {
		Clock::wait_in_pauses();
		$this->upstream->set( array( 'background_ms' => 1500 ) );
		$this->upstream->script( array( 'text' => 'Ready.' ) );
		$told = $this->told( $this->provider( 'responses_stateful' ), $this->request( is_streamed: false ) );
		$this->assertSame( array( 'Ready.', 'stop' ), array( $told['text'], $told['end'] ) );
		$this->assertTrue( $this->last_body()['background'] );
		$this->assertSame( 2, count( $this->upstream->journal( '^/responses/resp_' ) ) );
	}

	public function test_a_response_in_the_background_that_takes_too_long_is_cancelled(): void {
		$this->upstream->set( array( 'background_ms' => 60000 ) );
		$told = $this->told( $this->provider( 'responses_stateful' ), $this->request( is_streamed: false ), 2.5 );
		$this->assertSame( 'timeout', $told['failure']->kind );
		$this->assertCount( 1, $this->upstream->journal( '/cancel$' ) );
	}
}
