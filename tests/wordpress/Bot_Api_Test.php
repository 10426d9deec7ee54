<?php
declare( strict_types=1 );

use MxChat\Bots\Bot;
use MxChat\Bots\Store;

/**
 * The bot API's document: its example, its envelope, its five codes.
 */
final class Bot_Api_Test extends Site_Test_Case {

	/** @var array<int,array{0:string,1:array}> */
	private array $events = array();

	protected function setUp(): void {
		parent::setUp();
		add_action( 'mxchat_event', array( $this, 'note_event' ), 10, 2 );
	}

	protected function tearDown(): void {
		remove_action( 'mxchat_event', array( $this, 'note_event' ) );
		parent::tearDown();
	}

	public function note_event( string $type, array $data ): void {
		$this->events[] = array( $type, $data );
	}

	public function test_the_documents_example_gets_the_documented_answer(): void {
		$this->publish( 'What we do', 'Hello! I can help you with repairs of zips and shoes.' );
		$response = $this->say( 'default', array( 'message' => 'Hello, what can you help me with?', 'sessionId' => 'optional-session-id' ) );
		$this->assertSame( 200, $response->get_status() );
		$body = $response->get_data();
		$this->assertSame( array( 'success', 'data', 'error', 'response' ), array_keys( $body ) );
		$this->assertSame( array( true, null ), array( $body['success'], $body['error'] ) );
		$this->assertSame( array( 'response', 'conversationId', 'messageId' ), array_keys( $body['data'] ) );
		$this->assertNotSame( '', $body['response'] );
		$this->assertSame( $body['data']['response'], $body['response'] );
		$this->assertMatchesRegularExpression( '/^conv_[A-Za-z0-9]+$/', $body['data']['conversationId'] );
		$this->assertMatchesRegularExpression( '/^msg_[A-Za-z0-9]+$/', $body['data']['messageId'] );
	}

	public function test_a_bot_answers_from_what_it_knows(): void {
		$this->publish( 'Zips', 'We repair zips. A new zip costs 24 euros.' );
		Store::save( new Bot( '3', 'Shop', reads: array( 'default' ) ) );
		Store::save( new Bot( '4', 'Other' ) );
		$this->assertStringContainsString( '24 euros', $this->say( '3', array( 'message' => 'What does a new zip cost?' ) )->get_data()['response'] );
		$this->assertStringNotContainsString( '24 euros', $this->say( '4', array( 'message' => 'What does a new zip cost?' ) )->get_data()['response'] );
	}

	public function test_the_same_session_is_the_same_conversation(): void {
		$auth   = $this->auth( array( 'chat:write' ) );
		$first  = $this->say( 'default', array( 'message' => 'One', 'sessionId' => 'mine' ), $auth )->get_data()['data'];
		$second = $this->say( 'default', array( 'message' => 'Two', 'sessionId' => 'mine' ), $auth )->get_data()['data'];
		$third  = $this->say( 'default', array( 'message' => 'Three', 'sessionId' => $first['conversationId'] ), $auth )->get_data()['data'];
		$other  = $this->say( 'default', array( 'message' => 'Four' ), $auth )->get_data()['data'];
		$this->assertSame( array( $first['conversationId'], $first['conversationId'] ), array( $second['conversationId'], $third['conversationId'] ) );
		$this->assertNotSame( $first['conversationId'], $other['conversationId'] );
		$this->assertCount( 4, array_unique( array( $first['messageId'], $second['messageId'], $third['messageId'], $other['messageId'] ) ) );
		$messages = $this->request( 'GET', "/conversations/$first[conversationId]/messages", array(), $auth )->get_data()['data'];
		$this->assertSame( 6, $messages['total'] );
		$this->assertSame( array( 'One', 'Two', 'Three' ), array_column( array_filter( $messages['items'], static fn( array $item ) => $item['role'] === 'user' ), 'content' ) );
		$this->assertSame( $third['messageId'], end( $messages['items'] )['id'] );
	}

	public function test_a_name_of_one_program_is_nothing_to_another(): void {
		$mine   = $this->say( 'default', array( 'message' => 'One', 'sessionId' => 'mine' ) )->get_data()['data'];
		$theirs = $this->say( 'default', array( 'message' => 'One', 'sessionId' => 'mine' ) )->get_data()['data'];
		$this->assertNotSame( $mine['conversationId'], $theirs['conversationId'] );
		$this->assertFailed( 400, 'INVALID_REQUEST', $this->say( 'default', array( 'message' => 'One', 'sessionId' => $mine['conversationId'] ) ) );
		$this->assertFailed( 404, 'INVALID_REQUEST', $this->request( 'GET', "/conversations/$mine[conversationId]", array(), $this->auth( array( 'chat:write' ) ) ) );
		$this->assertFailed( 404, 'INVALID_REQUEST', $this->request( 'DELETE', "/conversations/$mine[conversationId]", array(), $this->auth( array( 'chat:write', 'transcripts:delete' ) ) ) );
		$this->assertSame( 200, $this->request( 'GET', "/conversations/$mine[conversationId]", array(), $this->auth( array( 'chat:write', 'transcripts:read' ) ) )->get_status() );
	}

	public function test_a_conversation_of_one_bot_is_none_of_another(): void {
		Store::save( new Bot( 'shop', 'Shop' ) );
		$auth = $this->auth( array( 'chat:write' ) );
		$data = $this->say( 'default', array( 'message' => 'One', 'sessionId' => 'mine' ), $auth )->get_data()['data'];
		$this->assertFailed( 400, 'INVALID_REQUEST', $this->say( 'shop', array( 'message' => 'Two', 'sessionId' => $data['conversationId'] ), $auth ) );
		$this->assertNotSame( $data['conversationId'], $this->say( 'shop', array( 'message' => 'Two', 'sessionId' => 'mine' ), $auth )->get_data()['data']['conversationId'] );
	}

	public function test_each_code_of_the_document(): void {
		$this->mint_token( array( 'chat:write' ) );
		$this->assertFailed( 401, 'INVALID_API_KEY', $this->say( 'default', array( 'message' => 'Hi' ), array( 'Authorization' => 'Bearer YOUR_API_KEY' ) ) );
		$this->assertFailed( 401, 'INVALID_API_KEY', $this->say( 'default', array( 'message' => 'Hi' ), array( 'X-None' => '1' ) ) );
		$this->assertFailed( 403, 'INVALID_API_KEY', $this->say( 'default', array( 'message' => 'Hi' ), $this->auth( array( 'contacts:read' ) ) ) );
		$this->assertFailed( 404, 'BOT_NOT_FOUND', $this->say( 'YOUR_BOT_ID', array( 'message' => 'Hi' ) ) );
		$this->assertFailed( 404, 'BOT_NOT_FOUND', $this->say( 'no bot at all', array( 'message' => 'Hi' ) ) );
		$this->assertFailed( 400, 'INVALID_REQUEST', $this->say( 'default', array() ) );
		$this->assertFailed( 400, 'INVALID_REQUEST', $this->say( 'default', array( 'message' => '   ' ) ) );
		$this->assertFailed( 400, 'INVALID_REQUEST', $this->say( 'default', array( 'message' => array( 'Hi' ) ) ) );
		$this->assertFailed( 400, 'INVALID_REQUEST', $this->say( 'default', array( 'message' => str_repeat( 'a', 8001 ) ) ) );
		$this->assertFailed( 400, 'INVALID_REQUEST', $this->raw_request( 'POST', '/bot/default', '{"message":', $this->auth( array( 'chat:write' ) ) ) );
		// What WordPress leaves of /bot/%3F.
		$this->assertFailed( 404, 'INVALID_REQUEST', $this->request( 'POST', '/bot', array( 'message' => 'Hi' ), $this->auth( array( 'chat:write' ) ) ) );
		$this->assertFailed( 404, 'INVALID_REQUEST', $this->request( 'DELETE', '/bot/default', array(), $this->auth( array( 'chat:write' ) ) ) );
		$this->assertFailed( 413, 'INVALID_REQUEST', $this->raw_request( 'POST', '/bot/default', '{"message":"' . str_repeat( 'a', 70000 ) . '"}', $this->auth( array( 'chat:write' ) ) ) );
	}

	public function test_the_server_failing_is_the_fifth_code(): void {
		$break = static fn() => throw new RuntimeException( 'secret of the server' );
		add_filter( 'mxchat_assistant', $break );
		try {
			$response = $this->say( 'default', array( 'message' => 'Hi' ) );
		} finally {
			remove_filter( 'mxchat_assistant', $break );
		}
		$this->assertFailed( 500, 'INTERNAL_ERROR', $response );
		$this->assertStringNotContainsString( 'secret', (string) wp_json_encode( $response->get_data() ) );
	}

	public function test_a_hundred_and_one_messages_a_minute_are_one_too_many(): void {
		$rule = static fn( int $limit, string $name ) => $name === 'chat' ? 2 : $limit;
		$this->assertSame( 100, $this->limit_of( 'POST', '/bot/default' ) );
		$this->assertSame( 1000, $this->limit_of( 'GET', '/contacts' ) );
		add_filter( 'mxchat_limit', $rule, 10, 2 );
		try {
			$auth     = $this->auth( array( 'chat:write' ) );
			$statuses = array_map( fn() => $this->say( 'default', array( 'message' => 'Hi' ), $auth ), range( 1, 3 ) );
			$this->assertFailed( 404, 'BOT_NOT_FOUND', $this->say( 'nobody', array( 'message' => 'Hi' ), $auth ) );
		} finally {
			remove_filter( 'mxchat_limit', $rule );
		}
		$this->assertFailed( 429, 'RATE_LIMIT_EXCEEDED', $statuses[2] );
		$this->assertGreaterThan( 0, (int) $statuses[2]->get_headers()['Retry-After'] );
		$this->assertSame( 200, $statuses[1]->get_status() );
	}

	public function test_a_bot_that_is_switched_off_is_not_found(): void {
		Store::save( new Bot( 'shop', 'Shop', is_enabled: false ) );
		$this->assertFailed( 404, 'BOT_NOT_FOUND', $this->say( 'shop', array( 'message' => 'Hi' ) ) );
	}

	public function test_the_body_cannot_name_another_bot_than_the_path(): void {
		Store::save( new Bot( 'shop', 'Shop' ) );
		$this->assertFailed( 404, 'BOT_NOT_FOUND', $this->say( 'nobody', array( 'message' => 'Hi', 'bot_id' => 'shop' ) ) );
		$this->assertSame( 200, $this->say( 'shop', array( 'message' => 'Hi', 'bot_id' => 'nobody' ) )->get_status() );
	}

	public function test_a_repeat_with_the_same_key_says_nothing_twice(): void {
		$auth  = $this->auth( array( 'chat:write' ) ) + array( 'Idempotency-Key' => 'the-same-key-of-a-client' );
		$first = $this->say( 'default', array( 'message' => 'Hi' ), $auth );
		$again = $this->say( 'default', array( 'message' => 'Hi' ), $auth );
		$this->assertSame( wp_json_encode( $first->get_data() ), wp_json_encode( $again->get_data() ) );
		$this->assertSame( 2, $this->count_rows( 'transcripts' ) );
		$this->assertFailed( 422, 'INVALID_REQUEST', $this->say( 'default', array( 'message' => 'Ho' ), $auth ) );
	}

	public function test_a_refusal_with_the_same_key_is_repeated(): void {
		$auth = $this->auth( array( 'contacts:write' ) );
		$this->request( 'POST', '/contacts', array( 'email' => 'a@example.com' ), $auth );
		foreach ( array( 'refused', 'repeated' ) as $name ) {
			$answers[ $name ] = $this->request( 'POST', '/contacts', array( 'email' => 'a@example.com' ), $auth + array( 'Idempotency-Key' => 'the-same-key-of-a-client' ) );
			$this->assertFailed( 409, 'INVALID_REQUEST', $answers[ $name ] );
		}
		$this->assertSame( $answers['refused']->get_data(), $answers['repeated']->get_data() );
		$this->assertSame( 'true', $answers['repeated']->get_headers()['Idempotency-Replayed'] );
	}

	public function test_conversations_are_made_listed_closed_and_deleted(): void {
		$auth = $this->auth( array( 'chat:write' ) );
		$made = $this->request( 'POST', '/conversations', array( 'sessionId' => 'mine' ), $auth );
		$this->assertSame( 201, $made->get_status() );
		$id = $made->get_data()['data']['id'];
		$this->assertSame( 200, $this->request( 'POST', '/conversations', array( 'sessionId' => 'mine' ), $auth )->get_status(), 'the same one' );
		$this->assertSame( $id, $this->say( 'default', array( 'message' => 'Hi', 'sessionId' => 'mine' ), $auth )->get_data()['data']['conversationId'] );

		$list = $this->request( 'GET', '/conversations', array(), $auth );
		$item = $list->get_data()['data']['items'][0];
		$this->assertSame( array( $id, 'default', 'mine', null, 'open', 'live', 2 ), array( $item['id'], $item['bot_id'], $item['sessionId'], $item['contact_id'], $item['status'], $item['mode'], $item['message_count'] ) );
		$this->assertSame( '1', $list->get_headers()['X-WP-Total'] );

		$this->assertSame( 'closed', $this->request( 'POST', "/conversations/$id/close", array(), $auth )->get_data()['data']['status'] );
		$this->assertSame( array( 0, 1 ), array( $this->total( array( 'status' => 'open' ), $auth ), $this->total( array( 'status' => 'closed' ), $auth ) ) );
		$this->say( 'default', array( 'message' => 'Still there?', 'sessionId' => 'mine' ), $auth );
		$this->assertSame( 1, $this->total( array( 'status' => 'open' ), $auth ), 'a message opens it again' );

		$deleted = $this->request( 'DELETE', "/conversations/$id", array(), $auth )->get_data()['data'];
		$this->assertSame( array( 'id' => $id, 'deleted' => true, 'messages_deleted' => 4 ), $deleted );
		$this->assertSame( array( 0, 0 ), array( $this->count_rows( 'transcripts' ), $this->count_rows( 'conversations' ) ) );
		$this->assertFailed( 404, 'INVALID_REQUEST', $this->request( 'GET', "/conversations/$id", array(), $auth ) );
		$of_conversation = array_values( array_filter( array_column( $this->events, 0 ), static fn( string $type ) => str_starts_with( $type, 'conversation.' ) ) );
		$this->assertSame( array( 'conversation.created', 'conversation.closed', 'conversation.closed' ), $of_conversation );
		$this->assertSame( $id, end( $this->events )[1]['conversation_id'] );
	}

	public function test_a_conversation_is_linked_to_a_contact_by_who_may_write_contacts(): void {
		$auth    = $this->auth( array( 'chat:write', 'contacts:write' ) );
		$contact = $this->request( 'POST', '/contacts', array( 'email' => 'ada@example.com' ), $auth )->get_data()['data']['id'];
		$made    = $this->request( 'POST', '/conversations', array( 'contact_id' => $contact ), $auth );
		$this->assertSame( $contact, $made->get_data()['data']['contact_id'] );
		$this->assertSame( 1, $this->total( array( 'contact_id' => $contact ), $auth ) );
		$this->assertFailed( 400, 'INVALID_REQUEST', $this->request( 'POST', '/conversations', array( 'contact_id' => 'cont_nobody' ), $auth ) );
		$this->assertFailed( 403, 'INVALID_API_KEY', $this->request( 'POST', '/conversations', array( 'contact_id' => $contact ), $this->auth( array( 'chat:write' ) ) ) );
	}

	public function test_without_the_right_to_read_transcripts_a_program_sees_its_own_conversations(): void {
		$this->say( 'default', array( 'message' => 'Hi' ) );
		$auth = $this->auth( array( 'chat:write' ) );
		$this->say( 'default', array( 'message' => 'Hi' ), $auth );
		$this->assertSame( 1, $this->total( array(), $auth ) );
		$this->assertSame( 2, $this->total( array(), $this->auth( array( 'chat:write', 'transcripts:read' ) ) ) );
	}

	public function test_deleting_transcripts_deletes_the_conversation(): void {
		$auth = $this->auth( array( 'chat:write', 'transcripts:delete', 'transcripts:read' ) );
		$this->say( 'default', array( 'message' => 'Hi' ), $auth );
		$session_id = $this->request( 'GET', '/transcripts', array(), $auth )->get_data()['items'][0]['session_id'];
		$this->request( 'DELETE', '/transcripts', array( 'session_ids' => array( $session_id ) ), $auth );
		$this->assertSame( 0, $this->count_rows( 'conversations' ) );
	}

	public function test_a_test_token_reaches_bots_in_test_mode_and_nothing_else(): void {
		Store::save( new Bot( 'trial', 'Trial', is_test: true ) );
		$this->publish( 'Zips', 'We repair zips.' );
		$scopes = MxChat\Rest\Route::SCOPES;
		$test   = $this->auth( $scopes, true );
		$live   = $this->auth( $scopes );

		$this->assertFailed( 404, 'BOT_NOT_FOUND', $this->say( 'default', array( 'message' => 'Hi' ), $test ) );
		$answer = $this->say( 'trial', array( 'message' => 'Hi' ), $test )->get_data()['data'];
		$this->assertSame( 'test', $answer['mode'] );
		$this->say( 'default', array( 'message' => 'A live secret' ), $live );

		$this->assertSame( array( 1, 2 ), array( $this->total( array(), $test ), $this->total( array(), $live ) ) );
		$this->assertRefused( 403, 'mxchat_test_token', $this->request( 'GET', '/transcripts', array(), $test ) );
		$this->assertRefused( 404, 'mxchat_bot_not_found', $this->request( 'GET', '/transcripts', array( 'bot_id' => 'default' ), $test ) );
		$this->assertSame( 2, $this->request( 'GET', '/transcripts', array( 'bot_id' => 'trial' ), $test )->get_data()['total'] );
		$this->assertRefused( 403, 'mxchat_test_token', $this->request( 'DELETE', '/transcripts', array( 'session_ids' => array( 'x' ) ), $test ) );
		$this->assertRefused( 404, 'mxchat_bot_not_found', $this->request( 'GET', '/knowledge/search', array( 'q' => 'zips' ), $test ) );
		$this->assertRefused( 404, 'mxchat_bot_not_found', $this->request( 'POST', '/knowledge', array( 'content' => 'x', 'source_url' => 'https://a.example/' ), $test ) );
		$this->assertSame( 200, $this->request( 'POST', '/knowledge', array( 'bot_id' => 'trial', 'content' => 'x', 'source_url' => 'https://a.example/' ), $test )->get_status() );
		$this->assertSame( 404, $this->query_chatbot( 'default', $test )->get_status() );
		$this->assertSame( 200, $this->query_chatbot( 'trial', $test )->get_status() );
	}

	public function test_contacts_of_tests_are_apart(): void {
		$test = $this->auth( array( 'contacts:read', 'contacts:write' ), true );
		$live = $this->auth( array( 'contacts:read', 'contacts:write' ) );
		$ada  = $this->request( 'POST', '/contacts', array( 'email' => 'ada@example.com' ), $live )->get_data()['data']['id'];
		$this->assertSame( 201, $this->request( 'POST', '/contacts', array( 'email' => 'ada@example.com' ), $test )->get_status() );
		$this->assertSame( 'test', $this->request( 'GET', '/contacts', array( 'mode' => 'live' ), $test )->get_data()['data']['items'][0]['mode'] );
		$this->assertSame( 1, $this->request( 'GET', '/contacts', array( 'mode' => 'test' ), $live )->get_data()['data']['total'] );
		$this->assertFailed( 404, 'INVALID_REQUEST', $this->request( 'GET', "/contacts/$ada", array(), $test ) );
		$this->assertFailed( 404, 'INVALID_REQUEST', $this->request( 'DELETE', "/contacts/$ada", array(), $test ) );
	}

	public function test_the_page_mints_both_kinds_of_tokens(): void {
		wp_set_current_user( $this->administrator() );
		$live = $this->request( 'POST', '/tokens', array() )->get_data();
		$test = $this->request( 'POST', '/tokens', array( 'is_test' => true ) )->get_data();
		$this->assertMatchesRegularExpression( '/^mxc_[A-Za-z0-9]{44}$/', $live['token'] );
		$this->assertMatchesRegularExpression( '/^mxc_test_[A-Za-z0-9]{44}$/', $test['token'] );
		$this->assertSame( array( false, true ), array( $live['is_test'], $test['is_test'] ) );
		$this->assertStringStartsWith( 'mxc_test_', $this->request( 'POST', "/tokens/$test[id]/rotate" )->get_data()['token'] );
	}

	public function test_a_visitors_conversation_can_be_asked_for_by_who_reads_transcripts(): void {
		$session = $this->start_session();
		do_action( 'mxchat_event', 'conversation.created', array( 'session_id' => $session['session_id'], 'bot_id' => 'default' ) );
		$this->ask( $session, 'Do you repair zips?' );
		$auth = $this->auth( array( 'chat:write', 'transcripts:read' ) );
		$item = $this->request( 'GET', '/conversations', array(), $auth )->get_data()['data']['items'][0];
		$this->assertSame( array( 2, null ), array( $item['message_count'], $item['sessionId'] ) );
		$this->request( 'DELETE', "/sessions/$session[session_id]", array(), array( 'X-MxChat-Session' => $session['secret'] ) );
		$this->assertSame( 'closed', $this->request( 'GET', "/conversations/$item[id]", array(), $auth )->get_data()['data']['status'] );
	}

	public function test_who_is_signed_in_talks_as_the_contact_of_that_address(): void {
		$auth    = $this->auth( array( 'chat:write', 'contacts:write', 'transcripts:read' ) );
		$user    = get_userdata( $this->administrator() );
		$contact = $this->request( 'POST', '/contacts', array( 'email' => strtoupper( $user->user_email ) ), $auth )->get_data()['data']['id'];
		wp_set_current_user( $user->ID );
		$this->ask( $this->start_session(), 'Do you repair zips?' );
		wp_set_current_user( 0 );
		$this->assertSame( 1, $this->total( array( 'contact_id' => $contact ), $auth ) );
	}

	public function test_what_is_told_of_a_message_leads_to_it(): void {
		$auth = $this->auth( array( 'chat:write' ) );
		$data = $this->say( 'default', array( 'message' => 'Hi' ), $auth )->get_data()['data'];
		$this->assertSame( array( 'conversation.created', 'message.created', 'message.created' ), array_column( $this->events, 0 ) );
		$told = array_column( $this->events, 1 );
		$this->assertSame( array_fill( 0, 3, $data['conversationId'] ), array_column( $told, 'conversation_id' ) );
		$ids = array_column( $this->request( 'GET', "/conversations/$data[conversationId]/messages", array(), $auth )->get_data()['data']['items'], 'id' );
		$this->assertSame( $ids, array_column( $told, 'message_id' ) );
		$this->assertSame( $data['messageId'], $ids[1] );
	}

	public function test_who_speaks_while_the_answer_is_under_way_is_asked_to_wait(): void {
		$auth = $this->auth( array( 'chat:write' ) );
		$this->say( 'default', array( 'message' => 'One', 'sessionId' => 'mine' ), $auth );
		global $wpdb;
		$last = $wpdb->get_row( 'SELECT session_id, thread_id FROM ' . MxChat\Schema::table( 'transcripts' ) . ' ORDER BY id DESC LIMIT 1' );
		$turn = new MxChat\Chat\Turn( 'turn_other', $last->session_id, $last->thread_id, 'default', 'Two', '', '' );
		MxChat\Chat\Turn_Store::claim( $turn, 'another worker', time() );
		$response = $this->say( 'default', array( 'message' => 'Three', 'sessionId' => 'mine' ), $auth );
		$this->assertFailed( 409, 'RATE_LIMIT_EXCEEDED', $response );
		$this->assertGreaterThan( 0, (int) $response->get_headers()['Retry-After'] );
		$this->assertSame( 200, $this->say( 'default', array( 'message' => 'Four' ), $auth )->get_status(), 'another conversation goes on' );
	}

	private function query_chatbot( string $bot_id, array $auth ): WP_REST_Response {
		$request = new WP_REST_Request( 'POST', '/twxchat/v1/query-chatbot' );
		$request->set_header( 'Content-Type', 'application/json' );
		$request->set_body( (string) wp_json_encode( array( 'query' => 'Hi', 'chatbot_id' => $bot_id ) ) );
		return $this->dispatch( $request, $auth );
	}

	private function say( string $bot_id, array $body, ?array $headers = null ): WP_REST_Response {
		return $this->request( 'POST', '/bot/' . $bot_id, $body, $headers ?? $this->auth( array( 'chat:write' ) ) );
	}

	private function total( array $filters, array $auth ): int {
		return $this->request( 'GET', '/conversations', $filters, $auth )->get_data()['data']['total'];
	}

	private function limit_of( string $method, string $path ): int {
		return (int) $this->request( $method, $path, array( 'message' => 'Hi' ), $this->auth( MxChat\Rest\Route::SCOPES ) )->get_headers()['RateLimit-Limit'];
	}

	/**
	 * @param string[] $scopes
	 */
	private function auth( array $scopes, bool $is_test = false ): array {
		$token = $is_test ? MxChat\Core\mint_test_token( random_bytes( 32 ) ) : MxChat\Core\mint_token( random_bytes( 32 ) );
		MxChat\Api_Access\Store::insert( 'Test', MxChat\Core\hash_token( $token ), substr( $token, -4 ), $scopes, null, $is_test );
		return array( 'Authorization' => "Bearer $token" );
	}

	private function administrator(): int {
		return (int) get_users( array( 'role' => 'administrator', 'number' => 1, 'fields' => 'ID' ) )[0];
	}

	private function assertFailed( int $status, string $code, WP_REST_Response $response ): void {
		$body = $response->get_data();
		$this->assertSame( array( 'success', 'data', 'error' ), array_keys( $body ) );
		$this->assertSame( array( $status, false, null, $code ), array( $response->get_status(), $body['success'], $body['data'], $body['error']['code'] ) );
		$this->assertSame( array( 'code', 'message' ), array_keys( $body['error'] ) );
		$this->assertNotSame( '', $body['error']['message'] );
	}
}
