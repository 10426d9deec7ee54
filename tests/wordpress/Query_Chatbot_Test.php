<?php
declare( strict_types=1 );

use MxChat\Bots\Bot;
use MxChat\Bots\Store;

final class Query_Chatbot_Test extends Site_Test_Case {

	private const OPENAI_KEY = 'sk-test-0123456789abcdef';
	private const QUESTION   = 'When are Zanzibar umbrellas repaired?';

	private string $token = '';

	private int $post_id = 0;

	protected function setUp(): void {
		parent::setUp();
		$this->token   = $this->mint_token( array( 'chat:write' ) );
		$this->post_id = $this->publish( 'Umbrella repairs', '<p>Zanzibar umbrellas are repaired on Tuesdays for 14 euros.</p>' );
	}

	public function test_the_answer_has_the_documented_fields(): void {
		$response = $this->ask_bot( array( 'min_similarity' => '0.11' ) );
		$data     = $response->get_data();
		$this->assertSame( 200, $response->get_status() );
		$this->assertSame( array( 'chatbot_id', 'kb_source', 'min_similarity', 'thread_id', 'answer', 'sources', 'scoring', 'messages' ), array_keys( $data ) );
		$this->assertSame( array( 'default', '', '11', array() ), array( $data['chatbot_id'], $data['kb_source'], $data['min_similarity'], $data['messages'] ) );
		$this->assertMatchesRegularExpression( '/^twxchat_thread_[A-Za-z0-9]{1,64}$/', $data['thread_id'] );
		$this->assertStringContainsString( 'Tuesdays', $data['answer'] );
		$this->assertEqualsCanonicalizing( array( 'source', 'similarity_score', 'title' ), array_keys( $data['sources'][0] ) );
		$this->assertSame( array( get_permalink( $this->post_id ), 'Umbrella repairs' ), array( $data['sources'][0]['source'], $data['sources'][0]['title'] ) );
		$this->assertIsFloat( $data['sources'][0]['similarity_score'] );
		$this->assertLessThanOrEqual( 1.0, $data['sources'][0]['similarity_score'] );
	}

	public function test_the_documents_example_asks_bot_3(): void {
		$this->assertRefused( 404, 'mxchat_bot_not_found', $this->ask_bot( array( 'chatbot_id' => '3' ) ) );
		Store::save( new Bot( '3', 'Charlie', reads: array( 'default' ), content_types: array( 'twxchat', 'product' ), min_similarity: 0.75 ) );
		$this->push( '3', 'https://twxchat.example/docs/using-the-api/', 'Using the API', 'Yes, you can query a specific Chatbot just as any visitor would from your own Apps.', 'twxchat' );
		$data = $this->ask_bot( array( 'query' => 'Am I able to Query the Chatbot from my own App?', 'chatbot_id' => '3' ) )->get_data();
		$this->assertSame( array( '3', 'twxchat,product', '75' ), array( $data['chatbot_id'], $data['kb_source'], $data['min_similarity'] ) );
		$data = $this->ask_bot( array( 'query' => 'Am I able to Query the Chatbot from my own App?', 'chatbot_id' => '3', 'min_similarity' => '0.1' ) )->get_data();
		$this->assertSame( array( '10', 'Using the API' ), array( $data['min_similarity'], $data['sources'][0]['title'] ) );
	}

	public function test_a_thread_with_one_bot_is_none_with_another(): void {
		Store::save( new Bot( '3', 'Charlie' ) );
		$thread_id = $this->ask_bot()->get_data()['thread_id'];
		$this->assertRefused( 400, 'rest_invalid_param', $this->ask_bot( array( 'chatbot_id' => '3', 'thread_id' => $thread_id ) ) );
	}

	/**
	 * @dataProvider thresholds
	 */
	public function test_the_threshold_is_echoed_as_a_percentage( ?string $sent, string $echoed ): void {
		$body = $sent === null ? array() : array( 'min_similarity' => $sent );
		$this->assertSame( $echoed, $this->ask_bot( $body )->get_data()['min_similarity'] );
	}

	public function thresholds(): array {
		return array(
			'percentage'      => array( '75', '75' ),
			'with its sign'   => array( '75%', '75' ),
			'fraction'        => array( '0.71', '71' ),
			'one is all'      => array( '1', '100' ),
			'the bot\'s own'  => array( null, '0' ),
		);
	}

	public function test_a_threshold_that_nothing_reaches_declines(): void {
		$data = $this->ask_bot( array( 'query' => 'When are Zanzibar umbrellas repaired, please tell me the weekday?', 'min_similarity' => '100%' ) )->get_data();
		$this->assertSame( array(), $data['sources'] );
		$this->assertStringNotContainsString( 'Tuesdays', $data['answer'] );
		$this->assertNotSame( '', $data['answer'] );
	}

	public function test_a_thread_goes_on_with_its_history(): void {
		$first  = $this->ask_bot()->get_data();
		$second = $this->ask_bot( array( 'query' => 'And what does it cost?', 'thread_id' => $first['thread_id'] ) )->get_data();
		$this->assertSame( $first['thread_id'], $second['thread_id'] );
		$this->assertSame(
			array(
				array( 'role' => 'user', 'content' => self::QUESTION ),
				array( 'role' => 'assistant', 'content' => $first['answer'] ),
			),
			$second['messages']
		);
		$this->assertNotSame( $first['thread_id'], $this->ask_bot()->get_data()['thread_id'] );
	}

	/**
	 * @dataProvider malformed_threads
	 */
	public function test_a_malformed_thread_is_refused( mixed $thread_id ): void {
		$response = $this->ask_bot( compact( 'thread_id' ) );
		$this->assertRefused( 400, 'rest_invalid_param', $response );
		$this->assertSame( array( 'thread_id' ), array_keys( $response->get_data()['data']['params'] ) );
	}

	public function malformed_threads(): array {
		return array(
			'another prefix' => array( 'thread_jh6353FSDvxsacG' ),
			'only a prefix'  => array( 'twxchat_thread_' ),
			'a quote'        => array( "twxchat_thread_a'b" ),
			'a line break'   => array( "twxchat_thread_abc\n" ),
			'a list'         => array( array( 'twxchat_thread_abc' ) ),
			'empty'          => array( '' ),
			'nobody\'s'      => array( 'twxchat_thread_jh6353FSDvxsacG' ),
		);
	}

	public function test_the_thread_of_another_client_is_refused(): void {
		$thread_id = $this->ask_bot()->get_data()['thread_id'];
		$other     = array( 'Authorization' => 'Bearer ' . $this->mint_token( array( 'chat:write' ) ) );
		$this->assertRefused( 400, 'rest_invalid_param', $this->ask_bot( compact( 'thread_id' ), $other ) );
		$this->assertSame( 200, $this->ask_bot( compact( 'thread_id' ) )->get_status() );
	}

	public function test_the_thread_of_a_visitor_is_refused(): void {
		$thread_id = $this->ask( $this->start_session(), self::QUESTION )->get_data()['thread_id'];
		$this->assertRefused( 400, 'rest_invalid_param', $this->ask_bot( compact( 'thread_id' ) ) );
	}

	public function test_an_erased_thread_is_over(): void {
		global $wpdb;
		$thread_id = $this->ask_bot()->get_data()['thread_id'];
		$wpdb->query( 'DELETE FROM ' . MxChat\Schema::table( 'transcripts' ) );
		$this->assertRefused( 400, 'rest_invalid_param', $this->ask_bot( compact( 'thread_id' ) ) );
	}

	public function test_the_transcript_names_the_api(): void {
		wp_set_current_user( 1 );
		$this->ask_bot();
		wp_set_current_user( 0 );
		$reader = array( 'Authorization' => 'Bearer ' . $this->mint_token( array( 'transcripts:read' ) ) );
		$items  = $this->request( 'GET', '/transcripts', array( 'order' => 'asc' ), $reader )->get_data()['items'];
		$this->assertSame( array( 'user', 'assistant' ), array_column( $items, 'role' ) );
		$this->assertSame( array( 'rest_api', 'rest_api' ), array_column( $items, 'user_identifier' ) );
		$this->assertSame( array( 0, 0 ), array_column( $items, 'user_id' ) );
		$this->assertSame( array( '', '' ), array_column( $items, 'user_email' ) );
	}

	/**
	 * @dataProvider refusals
	 */
	public function test_what_is_refused_is_named( array $body, string $code, string $parameter ): void {
		$body    += array( 'query' => self::QUESTION, 'chatbot_id' => 'default' );
		$response = $this->twx( 'POST', '/query-chatbot', array_filter( $body, static fn( mixed $value ) => $value !== null ) );
		$this->assertRefused( 400, $code, $response );
		$params = $response->get_data()['data']['params'];
		$this->assertContains( $parameter, array_is_list( $params ) ? $params : array_keys( $params ) );
	}

	public function refusals(): array {
		return array(
			'no query'              => array( array( 'query' => null ), 'rest_missing_callback_param', 'query' ),
			'no chatbot'            => array( array( 'chatbot_id' => null ), 'rest_missing_callback_param', 'chatbot_id' ),
			'blank query'           => array( array( 'query' => '  ' ), 'rest_invalid_param', 'query' ),
			'long query'            => array( array( 'query' => str_repeat( 'a', 8001 ) ), 'rest_invalid_param', 'query' ),
			'threshold above all'   => array( array( 'min_similarity' => '101' ), 'rest_invalid_param', 'min_similarity' ),
			'threshold in words'    => array( array( 'min_similarity' => 'high' ), 'rest_invalid_param', 'min_similarity' ),
		);
	}

	public function test_an_unknown_chatbot_is_404(): void {
		$this->assertRefused( 404, 'mxchat_bot_not_found', $this->ask_bot( array( 'chatbot_id' => '3' ) ) );
	}

	public function test_without_a_credential_there_is_no_answer(): void {
		$none = array( 'Authorization' => '' );
		$this->assertRefused( 401, 'mxchat_rest_unauthorized', $this->ask_bot( array(), $none ) );
		$wrong = array( 'Authorization' => 'Bearer ' . $this->mint_token( array( 'knowledge:read' ) ) );
		$this->assertRefused( 403, 'mxchat_rest_forbidden', $this->ask_bot( array(), $wrong ) );
	}

	public function test_the_openai_key_opens_only_where_the_owner_says_so(): void {
		$this->with_openai_key(
			function (): void {
				$this->assertRefused( 401, 'mxchat_rest_unauthorized', $this->ask_by_key( self::OPENAI_KEY ) );
				update_option( 'mxchat_settings', array( 'accepts_openai_key' => true ) );
				$this->assertSame( 200, $this->ask_by_key( self::OPENAI_KEY )->get_status() );
				foreach ( array( '', 'sk-test', self::OPENAI_KEY . 'x', strtoupper( self::OPENAI_KEY ) ) as $wrong ) {
					$this->assertRefused( 401, 'mxchat_rest_unauthorized', $this->ask_by_key( $wrong ) );
				}
			}
		);
	}

	public function test_the_owner_switches_the_openai_key_on_and_off(): void {
		$this->assertRefused( 401, 'mxchat_sign_in_required', $this->request( 'POST', '/openai-key', array( 'is_accepted' => true ) ) );
		wp_set_current_user( 1 );
		$off = array( 'is_accepted' => false, 'is_configured' => false );
		$this->assertSame( $off, $this->request( 'GET', '/openai-key' )->get_data() );
		update_option( 'mxchat_settings', array( 'heading' => 'Ask us' ) );
		$this->assertTrue( $this->request( 'POST', '/openai-key', array( 'is_accepted' => true ) )->get_data()['is_accepted'] );
		$this->assertSame( array( true, 'Ask us' ), array( MxChat\Settings\Store::get( 'accepts_openai_key' ), MxChat\Settings\Store::get( 'heading' ) ) );
		$this->assertSame( $off, $this->request( 'POST', '/openai-key', array( 'is_accepted' => false ) )->get_data() );
		$this->assertRefused( 400, 'rest_missing_callback_param', $this->request( 'POST', '/openai-key' ) );
	}

	public function test_without_a_configured_key_no_key_opens(): void {
		update_option( 'mxchat_settings', array( 'accepts_openai_key' => true ) );
		$this->assertRefused( 401, 'mxchat_rest_unauthorized', $this->ask_by_key( '' ) );
	}

	public function test_the_openai_key_opens_nothing_else(): void {
		$this->with_openai_key(
			function (): void {
				update_option( 'mxchat_settings', array( 'accepts_openai_key' => true ) );
				$headers = array( 'x-openai-api-key' => self::OPENAI_KEY );
				$this->assertRefused( 401, 'mxchat_rest_unauthorized', $this->request( 'GET', '/transcripts', array(), $headers ) );
				$this->assertRefused( 401, 'mxchat_rest_unauthorized', $this->request( 'GET', '/knowledge', array(), $headers ) );
			}
		);
	}

	public function test_the_openai_key_is_limited(): void {
		$this->with_openai_key(
			function (): void {
				update_option( 'mxchat_settings', array( 'accepts_openai_key' => true ) );
				$this->assertSame( '100', $this->ask_by_key( self::OPENAI_KEY )->get_headers()['RateLimit-Limit'] );
			}
		);
	}

	public function test_the_knowledge_can_be_searched(): void {
		$response = $this->twx( 'GET', '/knowledge', array( 'q' => self::QUESTION, 'chatbot_id' => 'default' ) );
		$data     = $response->get_data();
		$this->assertSame( array( 200, 'lexical' ), array( $response->get_status(), $data['scoring'] ) );
		$this->assertSame( array( get_permalink( $this->post_id ) ), array_column( $data['results'], 'source' ) );
		$this->assertRefused( 404, 'mxchat_bot_not_found', $this->twx( 'GET', '/knowledge', array( 'q' => 'a', 'chatbot_id' => '3' ) ) );
	}

	public function test_the_chat_log_shows_what_came_through_this_api(): void {
		$this->ask( $this->start_session(), 'A question of a visitor' );
		$this->ask_bot();
		$data = $this->twx( 'GET', '/chat-log', array( 'role' => 'user' ) )->get_data();
		$this->assertSame( array( 'items', 'total', 'count', 'limit', 'offset' ), array_keys( $data ) );
		$this->assertSame( array( self::QUESTION ), array_column( $data['items'], 'message' ) );
	}

	public function test_who_may_read_transcripts_sees_the_whole_chat_log(): void {
		$this->ask( $this->start_session(), 'A question of a visitor' );
		$this->ask_bot();
		$headers = array( 'Authorization' => 'Bearer ' . $this->mint_token( array( 'chat:write', 'transcripts:read' ) ) );
		$data    = $this->twx( 'GET', '/chat-log', array( 'role' => 'user', 'order' => 'asc', 'limit' => 1 ), $headers );
		$this->assertSame( 2, $data->get_data()['total'] );
		$this->assertStringContainsString( '/twxchat/v1/chat-log', $data->get_headers()['Link'] );
		$this->assertSame( 0, $this->twx( 'GET', '/chat-log', array( 'chatbot_id' => 'other' ), $headers )->get_data()['total'] );
	}

	private function ask_bot( array $body = array(), array $headers = array() ): WP_REST_Response {
		$body += array(
			'query'      => self::QUESTION,
			'chatbot_id' => 'default',
		);
		return $this->twx( 'POST', '/query-chatbot', $body, $headers );
	}

	private function ask_by_key( string $key ): WP_REST_Response {
		return $this->ask_bot( array(), array( 'Authorization' => '', 'x-openai-api-key' => $key ) );
	}

	private function twx( string $method, string $path, array $params, array $headers = array() ): WP_REST_Response {
		$request = new WP_REST_Request( $method, '/twxchat/v1' . $path );
		if ( $method === 'GET' ) {
			$request->set_query_params( $params );
		} else {
			$request->set_header( 'Content-Type', 'application/json' );
			$request->set_body( (string) wp_json_encode( $params ) );
		}
		return $this->dispatch( $request, $headers + array( 'Authorization' => 'Bearer ' . $this->token ) );
	}

	private function push( string $bot_id, string $source_url, string $title, string $content, string $content_type ): void {
		$body = compact( 'bot_id', 'source_url', 'title', 'content', 'content_type' );
		$auth = array( 'Authorization' => 'Bearer ' . $this->mint_token( array( 'knowledge:write' ) ) );
		$this->assertSame( 200, $this->request( 'POST', '/knowledge', $body, $auth )->get_status() );
	}

	private function with_openai_key( callable $test ): void {
		update_option( 'connectors_ai_openai_api_key', self::OPENAI_KEY );
		try {
			$test();
		} finally {
			delete_option( 'connectors_ai_openai_api_key' );
		}
	}
}
