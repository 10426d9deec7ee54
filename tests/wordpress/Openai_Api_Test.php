<?php
declare( strict_types=1 );

require_once __DIR__ . '/Upstream.php';

use MxChat\Assistant\Site_Assistant;
use MxChat\Provider\Connection;

/**
 * The API that clients of OpenAI's speak: shapes, ownership, errors. The official SDK reads them all in tests/openai.
 */
final class Openai_Api_Test extends Site_Test_Case {

	private Upstream $upstream;

	private string $token = '';

	protected function setUp(): void {
		parent::setUp();
		$this->upstream = Upstream::start();
		add_filter( 'mxchat_connection', array( $this, 'connection' ) );
		$this->token = $this->mint_token( array( 'chat:write' ) );
		$this->publish( 'Repairs', 'We repair zips within a week. A new zip costs 12 euros.' );
	}

	protected function tearDown(): void {
		remove_filter( 'mxchat_connection', array( $this, 'connection' ) );
		parent::tearDown();
	}

	public function connection(): Connection {
		return new Connection( $this->upstream->url, 'responses' );
	}

	private function call( string $method, string $path, array $params = array(), ?string $token = null ): array {
		$response = $this->request( $method, '/openai' . $path, $params, array( 'Authorization' => 'Bearer ' . ( $token ?? $this->token ) ) );
		return array( $response->get_status(), json_decode( (string) wp_json_encode( $response->get_data() ), true ) );
	}

	private function with_model(): void {
		Site_Assistant::use_model( 'gpt-test' );
		Site_Assistant::enable( true );
	}

	public function test_bots_are_models(): void {
		[ $status, $list ] = $this->call( 'GET', '/models' );
		$this->assertSame( array( 200, 'list', 'default' ), array( $status, $list['object'], $list['data'][0]['id'] ) );
		$this->assertSame( 404, $this->call( 'GET', '/models/nobody' )[0] );
	}

	public function test_every_failure_has_the_shape_of_the_api(): void {
		$this->assertSame( array( 401, 'invalid_api_key' ), array( ( $wrong = $this->call( 'GET', '/models', token: 'wrong' ) )[0], $wrong[1]['error']['code'] ) );
		[ $status, $body ] = $this->call( 'POST', '/chat/completions', array( 'model' => 'default', 'messages' => 'no list' ) );
		$this->assertSame( array( 400, 'messages', 'invalid_request_error' ), array( $status, $body['error']['param'], $body['error']['type'] ) );
		[ $status, $body ] = $this->call( 'POST', '/chat/completions', array( 'model' => 'nobody', 'messages' => array( array( 'role' => 'user', 'content' => 'Hi' ) ) ) );
		$this->assertSame( array( 404, 'model_not_found' ), array( $status, $body['error']['code'] ) );
	}

	public function test_without_a_model_a_completion_quotes_the_site(): void {
		[ $status, $body ] = $this->call( 'POST', '/chat/completions', array( 'model' => 'default', 'messages' => array( array( 'role' => 'user', 'content' => 'Do you repair zips?' ) ) ) );
		$this->assertSame( 200, $status );
		$this->assertStringContainsString( 'We repair zips within a week.', $body['choices'][0]['message']['content'] );
		$this->assertSame( array( 'stop', 'Repairs' ), array( $body['choices'][0]['finish_reason'], $body['choices'][0]['message']['annotations'][0]['url_citation']['title'] ) );
		$this->assertSame( 0, $this->upstream->count_model_calls() );
	}

	public function test_a_programs_system_text_stands_below_the_owners_instructions(): void {
		$this->with_model();
		$this->upstream->script( array( 'text' => 'Yes, we do.' ) );
		[ , $body ] = $this->call( 'POST', '/chat/completions', array( 'model' => 'default', 'messages' => array( array( 'role' => 'system', 'content' => 'Speak like a pirate.' ), array( 'role' => 'user', 'content' => 'Do you repair zips?' ) ) ) );
		$this->assertSame( 'Yes, we do.', $body['choices'][0]['message']['content'] );
		$sent = $this->upstream->journal( '^/responses' )[0]['body'];
		$this->assertMatchesRegularExpression( '/You answer visitors.*Speak like a pirate/s', $sent['instructions'] );
		$this->assertSame( 'gpt-test', $sent['model'] );
		$this->assertGreaterThan( 0, $body['usage']['total_tokens'] );
	}

	public function test_calls_of_a_programs_tools_are_passed_on_and_their_outputs_taken_back(): void {
		$this->with_model();
		$this->upstream->script( array( 'calls' => array( array( 'name' => 'weather', 'arguments' => '{"city":"Oslo"}', 'call_id' => 'call_1' ) ) ), array( 'text' => 'It snows.' ) );
		$tools = array( array( 'type' => 'function', 'function' => array( 'name' => 'weather', 'description' => 'The weather.', 'parameters' => array( 'type' => 'object', 'properties' => array( 'city' => array( 'type' => 'string' ) ) ) ) ) );
		$asked = array( array( 'role' => 'user', 'content' => 'Weather in Oslo?' ) );
		[ , $first ] = $this->call( 'POST', '/chat/completions', array( 'model' => 'default', 'messages' => $asked, 'tools' => $tools ) );
		$call        = $first['choices'][0]['message']['tool_calls'][0];
		$this->assertSame( array( 'tool_calls', 'weather', '{"city":"Oslo"}' ), array( $first['choices'][0]['finish_reason'], $call['function']['name'], $call['function']['arguments'] ) );
		$answered    = array( ...$asked, $first['choices'][0]['message'], array( 'role' => 'tool', 'tool_call_id' => $call['id'], 'content' => 'snow' ) );
		[ , $second ] = $this->call( 'POST', '/chat/completions', array( 'model' => 'default', 'messages' => $answered, 'tools' => $tools ) );
		$this->assertSame( 'It snows.', $second['choices'][0]['message']['content'] );
		[ $status ] = $this->call( 'POST', '/chat/completions', array( 'model' => 'default', 'messages' => array_slice( $answered, 0, 2 ), 'tools' => $tools ) );
		$this->assertSame( 400, $status, 'A call without its output is refused here, not by the provider.' );
	}

	public function test_a_response_is_kept_for_its_program_and_can_be_gone_on_from(): void {
		[ , $first ]  = $this->call( 'POST', '/responses', array( 'model' => 'default', 'input' => 'Do you repair zips?' ) );
		$this->assertSame( array( 'response', 'completed', 'output_text' ), array( $first['object'], $first['status'], $first['output'][0]['content'][0]['type'] ) );
		[ , $second ] = $this->call( 'POST', '/responses', array( 'model' => 'default', 'input' => 'And what does a new zip cost?', 'previous_response_id' => $first['id'] ) );
		$this->assertSame( $first['id'], $second['previous_response_id'] );
		$this->assertSame( $first['id'], $this->call( 'GET', '/responses/' . $first['id'] )[1]['id'] );
		$other = $this->mint_token( array( 'chat:write' ) );
		$this->assertSame( 404, $this->call( 'GET', '/responses/' . $first['id'], token: $other )[0] );
		$this->assertSame( array( 'id' => $first['id'] ), $this->call( 'GET', '/responses/' . $first['id'], array( '_fields' => 'id' ) )[1] );
		$this->assertSame( array( 200, true ), array( ( $deleted = $this->call( 'DELETE', '/responses/' . $first['id'] ) )[0], $deleted[1]['deleted'] ) );
		$this->assertSame( 404, $this->call( 'GET', '/responses/' . $first['id'] )[0] );
	}

	/**
	 * @return array<string,array{0:string,1:int}> What is written when it is cancelled, and how many messages there are then.
	 */
	public function moments(): array {
		return array(
			'while the model speaks' => array( 'message_creation', 1 ),
			'while its answer is stored' => array( '\\"role\\":\\"assistant\\"', 2 ),
		);
	}

	/**
	 * @dataProvider moments
	 */
	public function test_a_run_that_is_cancelled_stays_so( string $moment, int $messages ): void {
		$this->with_model();
		$this->upstream->script( array( 'text' => 'There are four of them, all red.' ) );
		[ , $assistant ] = $this->call( 'POST', '/assistants', array( 'model' => 'gpt-4o' ) );
		[ , $thread ]    = $this->call( 'POST', '/threads', array( 'messages' => array( array( 'role' => 'user', 'content' => 'How many zips?' ) ) ) );
		$path            = '/threads/' . $thread['id'];
		$cancel          = function ( string $sql ) use ( &$cancel, $path, $moment ): string {
			if ( str_contains( $sql, $moment ) && str_starts_with( $sql, 'INSERT' ) ) {
				remove_filter( 'query', $cancel );
				$this->call( 'POST', "$path/runs/" . $this->call( 'GET', "$path/runs" )[1]['data'][0]['id'] . '/cancel' );
			}
			return $sql;
		};
		add_filter( 'query', $cancel );
		[ , $run ] = $this->call( 'POST', "$path/runs", array( 'assistant_id' => $assistant['id'] ) );
		remove_filter( 'query', $cancel );
		$this->assertSame( array( 'cancelled', 'cancelled' ), array( $run['status'], $this->call( 'GET', "$path/runs/{$run['id']}" )[1]['status'] ) );
		$this->assertCount( $messages, $this->call( 'GET', "$path/messages" )[1]['data'] );
		$this->assertSame( 200, $this->call( 'POST', "$path/runs", array( 'assistant_id' => $assistant['id'] ) )[0], 'The thread is free.' );
	}

	public function test_what_nobody_can_ask_for_any_more_goes_with_the_token(): void {
		global $wpdb;
		$this->with_model();
		[ , $assistant ] = $this->call( 'POST', '/assistants', array( 'model' => 'gpt-4o' ) );
		$this->call( 'POST', '/threads/runs', array( 'assistant_id' => $assistant['id'], 'thread' => array( 'messages' => array( array( 'role' => 'user', 'content' => 'How many zips?' ) ) ) ) );
		$kept = $this->mint_token( array( 'chat:write' ) );
		$this->call( 'POST', '/threads', array(), $kept );
		$token_id = (int) $wpdb->get_var( 'SELECT MIN(id) FROM ' . MxChat\Schema::table( 'tokens' ) );
		wp_set_current_user( 1 );
		$this->assertSame( 200, $this->request( 'DELETE', "/tokens/$token_id" )->get_status() );
		$this->assertSame( 1, $this->count_rows( 'openai_objects' ), 'Those of another token stay.' );
		$this->assertSame( 2, $this->count_rows( 'transcripts' ) );
	}

	public function test_empty_objects_of_a_schema_stay_objects(): void {
		$parameters = '{"type":"object","properties":{"where":{"type":"object","properties":{}}}}';
		$tool       = array( 'type' => 'function', 'function' => array( 'name' => 'stock', 'parameters' => json_decode( $parameters ) ) );
		$assistant  = $this->request( 'POST', '/openai/assistants', array( 'model' => 'gpt-4o', 'tools' => array( $tool ) ), array( 'Authorization' => "Bearer $this->token" ) )->get_data();
		$this->assertSame( $parameters, wp_json_encode( $assistant['tools'][0]['function']['parameters'] ) );
	}

	public function test_outputs_that_are_submitted_twice_at_once_go_on_once(): void {
		$this->with_model();
		$this->upstream->script( array( 'calls' => array( array( 'name' => 'stock', 'arguments' => '{}', 'call_id' => 'call_9' ) ) ), array( 'text' => 'There are four.' ), array( 'text' => 'Again.' ) );
		$tool            = array( 'type' => 'function', 'function' => array( 'name' => 'stock', 'parameters' => array( 'type' => 'object', 'properties' => array() ) ) );
		[ , $assistant ] = $this->call( 'POST', '/assistants', array( 'model' => 'gpt-4o', 'tools' => array( $tool ) ) );
		[ , $run ]       = $this->call( 'POST', '/threads/runs', array( 'assistant_id' => $assistant['id'], 'thread' => array( 'messages' => array( array( 'role' => 'user', 'content' => 'How many zips?' ) ) ) ) );
		$submit          = fn() => $this->call( 'POST', "/threads/{$run['thread_id']}/runs/{$run['id']}/submit_tool_outputs", array( 'tool_outputs' => array( array( 'tool_call_id' => 'call_9', 'output' => '4' ) ) ) );
		$twin            = null;
		$other           = static function ( string $sql ) use ( &$other, &$twin, $submit ): string {
			if ( preg_match( '/UPDATE .*openai_objects\W+SET active_id/', $sql ) ) {
				remove_filter( 'query', $other );
				$twin = $submit();
			}
			return $sql;
		};
		// The twin comes when the first is admitted and has not begun.
		add_filter( 'query', $other );
		$first = $submit();
		remove_filter( 'query', $other );
		$this->assertSame( array( 200, 400 ), array( $twin[0], $first[0] ) );
		$this->assertSame( 2, $this->upstream->count_model_calls() );
		$this->assertCount( 2, $this->call( 'GET', "/threads/{$run['thread_id']}/messages" )[1]['data'] );
	}

	public function test_a_run_waits_for_outputs_and_goes_on_with_them(): void {
		$this->with_model();
		$this->upstream->script( array( 'calls' => array( array( 'name' => 'stock', 'arguments' => '{"item":"zip"}', 'call_id' => 'call_9' ) ) ), array( 'text' => 'There are four.' ) );
		[ , $assistant ] = $this->call( 'POST', '/assistants', array( 'model' => 'gpt-4o', 'name' => 'Shop', 'instructions' => 'Be short.', 'tools' => array( array( 'type' => 'function', 'function' => array( 'name' => 'stock', 'parameters' => array( 'type' => 'object', 'properties' => array( 'item' => array( 'type' => 'string' ) ) ) ) ) ) ) );
		$this->assertSame( array( 'gpt-4o', 'Shop' ), array( $assistant['model'], $assistant['name'] ) );
		[ , $thread ] = $this->call( 'POST', '/threads', array( 'messages' => array( array( 'role' => 'user', 'content' => 'How many zips?' ) ) ) );
		$path         = '/threads/' . $thread['id'];
		[ , $run ]    = $this->call( 'POST', "$path/runs", array( 'assistant_id' => $assistant['id'] ) );
		$this->assertSame( 'requires_action', $run['status'] );
		$this->assertSame( 'call_9', $run['required_action']['submit_tool_outputs']['tool_calls'][0]['id'] );
		$this->assertSame( 400, $this->call( 'POST', "$path/runs", array( 'assistant_id' => $assistant['id'] ) )[0], 'One run at a time.' );
		$this->assertSame( 400, $this->call( 'POST', "$path/messages", array( 'role' => 'user', 'content' => 'Well?' ) )[0] );
		$this->assertSame( 400, $this->call( 'POST', "$path/runs/{$run['id']}/submit_tool_outputs", array( 'tool_outputs' => array( array( 'tool_call_id' => 'call_1', 'output' => '4' ) ) ) )[0] );
		[ , $done ] = $this->call( 'POST', "$path/runs/{$run['id']}/submit_tool_outputs", array( 'tool_outputs' => array( array( 'tool_call_id' => 'call_9', 'output' => '4' ) ) ) );
		$this->assertSame( 'completed', $done['status'] );
		[ , $messages ] = $this->call( 'GET', "$path/messages" );
		$this->assertSame( array( 'There are four.', 'How many zips?' ), array_map( static fn( array $message ) => $message['content'][0]['text']['value'], $messages['data'] ) );
		[ , $steps ] = $this->call( 'GET', "$path/runs/{$run['id']}/steps", array( 'order' => 'asc' ) );
		$this->assertSame( array( 'tool_calls', 'message_creation' ), array_column( $steps['data'], 'type' ) );
		$this->assertSame( '4', $steps['data'][0]['step_details']['tool_calls'][0]['function']['output'] );
		$this->assertSame( 400, $this->call( 'POST', "$path/runs/{$run['id']}/cancel" )[0] );
		$this->assertSame( 2, $this->count_rows( 'transcripts' ) );
		$this->assertTrue( $this->call( 'DELETE', $path )[1]['deleted'] );
		$this->assertSame( array( 0, 404 ), array( $this->count_rows( 'transcripts' ), $this->call( 'GET', $path )[0] ) );
	}

	public function test_a_thread_without_a_question_is_not_run(): void {
		$this->with_model();
		[ , $assistant ]   = $this->call( 'POST', '/assistants', array( 'model' => 'x' ) );
		[ , $thread ]      = $this->call( 'POST', '/threads' );
		[ $status, $body ] = $this->call( 'POST', "/threads/{$thread['id']}/runs", array( 'assistant_id' => $assistant['id'] ) );
		$this->assertSame( array( 400, 'thread_id', 0 ), array( $status, $body['error']['param'], $this->upstream->count_model_calls() ) );
	}

	public function test_a_token_makes_a_hundred_assistants_at_most(): void {
		foreach ( range( 1, 100 ) as $number ) {
			MxChat\Openai_Api\Store::insert( 'assistant', 'token:77', "asst_test$number", array() );
		}
		$this->assertSame( 100, MxChat\Openai_Api\Store::count( 'assistant', 'token:77' ) );
		$owner = 'token:' . $GLOBALS['wpdb']->get_var( 'SELECT MAX(id) FROM ' . MxChat\Schema::table( 'tokens' ) );
		$GLOBALS['wpdb']->query( $GLOBALS['wpdb']->prepare( 'UPDATE ' . MxChat\Schema::table( 'openai_objects' ) . ' SET owner = %s', $owner ) );
		$this->assertSame( 409, $this->call( 'POST', '/assistants', array( 'model' => 'x' ) )[0] );
	}

	public function test_lists_are_paged_by_ids(): void {
		[ , $thread ] = $this->call( 'POST', '/threads' );
		$ids          = array();
		foreach ( array( 'a', 'b', 'c' ) as $text ) {
			$ids[] = $this->call( 'POST', "/threads/{$thread['id']}/messages", array( 'role' => 'user', 'content' => $text ) )[1]['id'];
		}
		[ , $page ] = $this->call( 'GET', "/threads/{$thread['id']}/messages", array( 'limit' => 2 ) );
		$this->assertSame( array( array( $ids[2], $ids[1] ), true, $ids[1] ), array( array_column( $page['data'], 'id' ), $page['has_more'], $page['last_id'] ) );
		[ , $rest ] = $this->call( 'GET', "/threads/{$thread['id']}/messages", array( 'limit' => 2, 'after' => $ids[1] ) );
		$this->assertSame( array( array( $ids[0] ), false ), array( array_column( $rest['data'], 'id' ), $rest['has_more'] ) );
		[ , $before ] = $this->call( 'GET', "/threads/{$thread['id']}/messages", array( 'order' => 'asc', 'before' => $ids[2] ) );
		$this->assertSame( array( $ids[0], $ids[1] ), array_column( $before['data'], 'id' ) );
	}

	public function test_another_programs_objects_do_not_exist(): void {
		[ , $assistant ] = $this->call( 'POST', '/assistants', array( 'model' => 'x' ) );
		[ , $thread ]    = $this->call( 'POST', '/threads' );
		$other           = $this->mint_token( array( 'chat:write' ) );
		foreach ( array( "/assistants/{$assistant['id']}", "/threads/{$thread['id']}", "/threads/{$thread['id']}/messages", "/threads/{$thread['id']}/runs" ) as $path ) {
			$this->assertSame( 404, $this->call( 'GET', $path, token: $other )[0], $path );
		}
		$this->assertSame( array(), $this->call( 'GET', '/assistants', token: $other )[1]['data'] );
	}
}
