<?php
declare( strict_types=1 );

final class Chat_Test extends Site_Test_Case {

	protected function setUp(): void {
		parent::setUp();
		$this->publish( 'Returns', '<p>You can return shoes within 45 days of delivery. The shoes must be unworn and in their box.</p><p>We refund the price to the card you paid with.</p>' );
		$this->publish( 'Opening hours', '<p>The shop is open from Monday to Saturday between 9:30 and 18:00. On Sundays we are closed.</p>' );
		$this->publish( 'Repairs', '<p>Our workshop replaces zips on jackets and bags. A new zip costs 24 euros and takes a week.</p>' );
	}

	public function test_an_answer_quotes_the_site_and_names_its_source(): void {
		$data = $this->ask( $this->start_session(), 'How long do I have to return shoes?' )->get_data();
		$this->assertStringContainsString( 'within 45 days', $data['message']['content'] );
		$this->assertSame( 'assistant', $data['message']['role'] );
		$this->assertTrue( $data['is_answered'] );
		$this->assertSame( array( 'Returns' ), array_slice( array_column( $data['sources'], 'title' ), 0, 1 ) );
		$this->assertSame( get_permalink( get_page_by_path( 'returns' ) ), $data['sources'][0]['source'] );
		$this->assertGreaterThan( 0.0, $data['sources'][0]['similarity_score'] );
		$this->assertLessThanOrEqual( 1.0, $data['sources'][0]['similarity_score'] );
	}

	public function test_the_answer_has_the_documented_fields(): void {
		$session = $this->start_session();
		$data    = $this->ask( $session, 'Do you repair zips?' )->get_data();
		foreach ( array( 'turn_id', 'session_id', 'thread_id', 'message', 'sources', 'action', 'engine', 'usage' ) as $field ) {
			$this->assertArrayHasKey( $field, $data );
		}
		$this->assertSame( $session['session_id'], $data['session_id'] );
		$this->assertSame( array( null, 'extractive', 'lexical' ), array( $data['action'], $data['engine'], $data['scoring'] ) );
		$this->assertSame( array( 'source', 'title', 'similarity_score' ), array_keys( $data['sources'][0] ) );
	}

	public function test_what_the_site_does_not_say_is_declined(): void {
		$data = $this->ask( $this->start_session(), 'What is the capital of Peru?' )->get_data();
		$this->assertFalse( $data['is_answered'] );
		$this->assertSame( array(), $data['sources'] );
		$this->assertSame( 'I could not find an answer to that on this site.', $data['message']['content'] );
	}

	public function test_a_site_without_content_declines(): void {
		do_action( 'mxchat_reindex' );
		global $wpdb;
		$wpdb->query( 'DELETE FROM ' . MxChat\Schema::table( 'segments' ) );
		$this->assertFalse( $this->ask( $this->start_session(), 'Do you repair zips?' )->get_data()['is_answered'] );
	}

	public function test_no_request_leaves_the_site(): void {
		$requests = 0;
		$count    = static function ( $response ) use ( &$requests ) {
			++$requests;
			return $response;
		};
		add_filter( 'pre_http_request', $count );
		$this->ask( $this->start_session(), 'Do you repair zips?' );
		remove_filter( 'pre_http_request', $count );
		$this->assertSame( 0, $requests );
	}

	public function test_a_repeated_message_has_one_effect_and_one_answer(): void {
		$session = $this->start_session();
		$first   = $this->ask( $session, 'Do you repair zips?', array( 'client_message_id' => 'm-1' ) )->get_data();
		$second  = $this->ask( $session, 'Do you repair zips?', array( 'client_message_id' => 'm-1' ) )->get_data();
		$this->assertEquals( $first, $second );
		$this->assertSame( 2, $this->count_rows( 'transcripts' ) );
	}

	public function test_an_answer_that_was_lost_is_given_on_the_repeat(): void {
		global $wpdb;
		$session = $this->start_session();
		$this->ask( $session, 'Do you repair zips?', array( 'client_message_id' => 'm-1' ) );
		$wpdb->delete( MxChat\Schema::table( 'transcripts' ), array( 'role' => 'assistant' ) );
		$this->assertTrue( $this->ask( $session, 'Do you repair zips?', array( 'client_message_id' => 'm-1' ) )->get_data()['is_answered'] );
		$this->assertSame( 2, $this->count_rows( 'transcripts' ) );
	}

	public function test_another_message_under_the_same_id_is_refused(): void {
		$session = $this->start_session();
		$this->ask( $session, 'Do you repair zips?', array( 'client_message_id' => 'm-1' ) );
		$this->assertRefused( 422, 'mxchat_idempotency_mismatch', $this->ask( $session, 'And shoes?', array( 'client_message_id' => 'm-1' ) ) );
		$this->assertSame( 2, $this->count_rows( 'transcripts' ) );
	}

	public function test_the_same_id_in_another_session_is_another_message(): void {
		$first  = $this->ask( $this->start_session(), 'Do you repair zips?', array( 'client_message_id' => 'm-1' ) )->get_data();
		$second = $this->ask( $this->start_session(), 'And shoes?', array( 'client_message_id' => 'm-1' ) );
		$this->assertSame( 200, $second->get_status() );
		$this->assertNotSame( $first['turn_id'], $second->get_data()['turn_id'] );
	}

	public function test_a_session_speaks_with_its_own_bot_only(): void {
		$this->assertRefused( 404, 'mxchat_bot_not_found', $this->ask( $this->start_session(), 'Hello?', array( 'bot_id' => 'other' ) ) );
	}

	public function test_messages_are_limited(): void {
		update_option( 'mxchat_settings', array( 'messages_per_minute' => 2 ) );
		$session = $this->start_session();
		$this->ask( $session, 'One?' );
		$this->ask( $session, 'Two?' );
		$response = $this->ask( $session, 'Three?' );
		$this->assertRefused( 429, 'mxchat_rate_limited', $response );
		$this->assertArrayHasKey( 'Retry-After', $response->get_headers() );
		$this->assertSame( 4, $this->count_rows( 'transcripts' ) );
	}

	public function test_the_page_is_kept_with_the_message(): void {
		global $wpdb;
		$this->ask( $this->start_session(), 'Do you repair zips?', array( 'page' => array( 'url' => 'https://example.com/a', 'title' => 'A "page"' ) ) );
		$row = $wpdb->get_row( 'SELECT * FROM ' . MxChat\Schema::table( 'transcripts' ) . " WHERE role = 'user'" );
		$this->assertSame( array( 'https://example.com/a', 'A "page"', '1', '' ), array( $row->originating_page_url, $row->originating_page_title, (string) $row->has_rag_context, $row->rag_context ) );
	}

	public function test_markup_in_a_message_stays_text(): void {
		$session = $this->start_session();
		$message = "<script>alert(1)</script> \\ ' \" % %s 🧥";
		$this->assertSame( 200, $this->ask( $session, $message )->get_status() );
		$items = $this->request( 'GET', "/sessions/{$session['session_id']}/messages", array(), array( 'X-MxChat-Session' => $session['secret'] ) )->get_data()['items'];
		$this->assertSame( $message, $items[0]['content'] );
	}
	public function test_a_person_with_a_very_long_name_can_ask(): void {
		global $wpdb;
		wp_update_user( array( 'ID' => 1, 'display_name' => str_repeat( 'ä', 240 ) ) );
		wp_set_current_user( 1 );
		$status = $this->ask( $this->start_session(), 'Where is my order?' )->get_status();
		wp_update_user( array( 'ID' => 1, 'display_name' => 'admin' ) );
		$this->assertSame( 200, $status );
		$this->assertSame( str_repeat( 'ä', 191 ), $wpdb->get_var( 'SELECT user_name FROM ' . MxChat\Schema::table( 'transcripts' ) . " WHERE role = 'user'" ) );
	}

}
