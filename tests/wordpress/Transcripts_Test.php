<?php
declare( strict_types=1 );

final class Transcripts_Test extends Site_Test_Case {

	/** @var array<string,string> */
	private array $bearer;

	protected function setUp(): void {
		parent::setUp();
		$this->bearer = array( 'Authorization' => 'Bearer ' . $this->mint_token( array( 'transcripts:read' ) ) );
		$this->publish( 'Repairs', '<p>Our workshop replaces zips on jackets and bags. A new zip costs 24 euros.</p>' );
	}

	public function test_items_have_the_documented_fields(): void {
		$this->ask( $this->start_session(), 'Do you repair zips?' );
		$data = $this->read( array( 'order' => 'asc' ) );
		$this->assertSame( array( 'items', 'total', 'count', 'limit', 'offset' ), array_keys( $data ) );
		$this->assertSame( array( 2, 2, 100, 0 ), array( $data['total'], $data['count'], $data['limit'], $data['offset'] ) );
		$this->assertSame(
			array( 'id', 'session_id', 'role', 'message', 'user_id', 'user_email', 'user_name', 'user_identifier', 'originating_page_url', 'originating_page_title', 'has_rag_context', 'rag_context', 'timestamp' ),
			array_keys( $data['items'][0] )
		);
		$this->assertSame( array( 'user', 'assistant' ), array_column( $data['items'], 'role' ) );
		$this->assertNull( $data['items'][0]['rag_context'] );
		$this->assertIsObject( $data['items'][1]['rag_context'] );
	}

	public function test_gaps_are_found_by_their_questions(): void {
		$session = $this->start_session();
		$this->ask( $session, 'Do you repair zips?' );
		$this->ask( $session, 'What is the capital of Peru?' );
		$this->assertSame( array( 'What is the capital of Peru?' ), $this->messages( array( 'role' => 'user', 'has_rag_context' => 'no' ) ) );
		$this->assertSame( array( 'Do you repair zips?' ), $this->messages( array( 'role' => 'user', 'has_rag_context' => 'yes' ) ) );
	}

	public function test_time_filters_include_both_ends(): void {
		$this->insert( 'early', '2026-05-12 00:00:00' );
		$this->insert( 'late', '2026-05-13 12:00:00' );
		$this->assertSame( array( 'late', 'early' ), $this->messages( array( 'since' => '2026-05-12T00:00:00Z', 'until' => '2026-05-13T12:00:00Z' ) ) );
		$this->assertSame( array( 'late' ), $this->messages( array( 'since' => '2026-05-12T02:00:01+02:00' ) ) );
		$this->assertSame( array( 'early' ), $this->messages( array( 'until' => '2026-05-13' ) ) );
	}

	public function test_order_is_by_time_then_id(): void {
		$this->insert( 'b', '2026-05-13 12:00:00' );
		$this->insert( 'a', '2026-05-12 12:00:00' );
		$this->insert( 'c', '2026-05-13 12:00:00' );
		$this->assertSame( array( 'c', 'b', 'a' ), $this->messages( array() ) );
		$this->assertSame( array( 'a', 'b', 'c' ), $this->messages( array( 'order' => 'asc' ) ) );
	}

	public function test_pages_link_to_their_neighbours(): void {
		foreach ( array( 'a', 'b', 'c' ) as $message ) {
			$this->insert( $message, '2026-05-12 12:00:00' );
		}
		$response = $this->request( 'GET', '/transcripts', array( 'limit' => 1, 'offset' => 1, 'role' => 'user' ), $this->bearer );
		$this->assertSame( array( 'b' ), array_column( $response->get_data()['items'], 'message' ) );
		$this->assertSame( '3', $response->get_headers()['X-WP-Total'] );
		$this->assertStringContainsString( 'rel="prev"', $response->get_headers()['Link'] );
		$this->assertStringContainsString( 'rel="next"', $response->get_headers()['Link'] );
		$this->assertStringContainsString( 'role=user', $response->get_headers()['Link'] );
	}

	public function test_ids_are_matched_byte_for_byte(): void {
		$this->insert( 'mine', '2026-05-12 12:00:00', 'mxchat_chat_ABC' );
		$this->assertSame( array(), $this->messages( array( 'session_id' => 'mxchat_chat_abc' ) ) );
		$this->assertSame( array( 'mine' ), $this->messages( array( 'session_id' => 'mxchat_chat_ABC' ) ) );
	}

	public function test_search_finds_messages_with_all_the_words(): void {
		$session = $this->start_session();
		$this->ask( $session, 'Do you repair ZIPS of jackets?' );
		$this->ask( $session, 'Do you repair shoes?' );
		$user = array( 'role' => 'user' );
		$this->assertSame( array( 'Do you repair shoes?', 'Do you repair ZIPS of jackets?' ), $this->messages( $user + array( 'search' => 'repair' ) ) );
		$this->assertSame( array( 'Do you repair ZIPS of jackets?' ), $this->messages( $user + array( 'search' => 'zips repair' ) ) );
		$this->assertSame( array(), $this->messages( $user + array( 'search' => 'zips shoes' ) ) );
		$this->assertSame( array(), $this->messages( array( 'search' => '?!' ) ) );
		$this->assertSame( array( 'Do you repair shoes?' ), $this->messages( $user + array( 'search' => 'repair', 'limit' => 1 ) ) );
		$this->assertSame( 2, $this->read( $user + array( 'search' => 'repair', 'limit' => 1 ) )['total'] );
		$this->assertSame( array(), $this->messages( array( 'search' => 'repair', 'since' => gmdate( 'c', time() + 60 ) ) ) );
		$this->assertSame( array(), $this->messages( array( 'search' => 'repair', 'session_id' => 'mxchat_chat_other' ) ) );
	}

	public function test_a_search_of_too_many_words_is_refused(): void {
		$this->assertSame( 200, $this->request( 'GET', '/transcripts', array( 'search' => implode( ' ', range( 101, 116 ) ) ), $this->bearer )->get_status() );
		$response = $this->request( 'GET', '/transcripts', array( 'search' => implode( ' ', range( 101, 117 ) ) ), $this->bearer );
		$this->assertRefused( 400, 'rest_invalid_param', $response );
		$this->assertSame( array( 'search' ), array_keys( $response->get_data()['data']['params'] ) );
	}

	public function test_other_writing_finds_nothing_and_breaks_nothing(): void {
		$this->insert( 'mine', '2026-05-12 12:00:00', 'mxchat_chat_ABC' );
		foreach ( array( 'mxchat_chat_ÄBC', 'mxchat_chat_ABC ', '東京', "x' OR 1=1 -- " ) as $session_id ) {
			$this->assertSame( array(), $this->messages( compact( 'session_id' ) ) );
			$this->assertSame( array(), $this->messages( compact( 'session_id' ) + array( 'search' => 'mine' ) ) );
		}
		$this->assertSame( '', $GLOBALS['wpdb']->last_error );
	}

	/**
	 * @dataProvider bad_filters
	 */
	public function test_a_bad_filter_is_refused( string $name, mixed $value ): void {
		$response = $this->request( 'GET', '/transcripts', array( $name => $value ), $this->bearer );
		$this->assertRefused( 400, 'rest_invalid_param', $response );
		$this->assertSame( array( $name ), array_keys( $response->get_data()['data']['params'] ) );
	}

	public function bad_filters(): array {
		return array(
			'limit 0'       => array( 'limit', '0' ),
			'limit 1001'    => array( 'limit', '1001' ),
			'limit text'    => array( 'limit', 'ten' ),
			'offset -1'     => array( 'offset', '-1' ),
			'offset 2^63'   => array( 'offset', '9223372036854775808' ),
			'role bot'      => array( 'role', 'bot' ),
			'order up'      => array( 'order', 'up' ),
			'since never'   => array( 'since', 'never ever' ),
			'since empty'   => array( 'since', '' ),
			'since list'    => array( 'since', array( '2026' ) ),
			'rag maybe'     => array( 'has_rag_context', 'maybe' ),
		);
	}

	public function test_unknown_filters_are_ignored(): void {
		$this->assertSame( 200, $this->request( 'GET', '/transcripts', array( 'colour' => 'red' ), $this->bearer )->get_status() );
	}

	public function test_an_administrator_reads_without_a_token_and_others_do_not(): void {
		wp_set_current_user( 1 );
		$this->assertSame( 200, $this->request( 'GET', '/transcripts' )->get_status() );
		$subscriber = wp_insert_user( array( 'user_login' => 'reader', 'user_pass' => 'x', 'role' => 'subscriber' ) );
		wp_set_current_user( $subscriber );
		$status = $this->request( 'GET', '/transcripts' )->get_status();
		require_once ABSPATH . 'wp-admin/includes/user.php';
		wp_set_current_user( 1 );
		is_multisite() ? wpmu_delete_user( $subscriber ) : wp_delete_user( $subscriber );
		$this->assertSame( 401, $status );
	}

	public function test_conversations_are_listed_newest_first(): void {
		$first  = $this->start_session();
		$second = $this->start_session();
		$this->ask( $first, 'One?', array( 'page' => array( 'url' => 'https://example.com/a', 'title' => 'A' ) ) );
		$this->ask( $first, 'Two?' );
		$this->ask( $second, 'Three?' );
		$data = $this->request( 'GET', '/transcripts/conversations', array(), $this->bearer )->get_data();
		$this->assertSame( 2, $data['total'] );
		$this->assertSame( array( 'Three?', 'One?' ), array_column( $data['items'], 'first_message' ) );
		$this->assertSame( array( 2, 4 ), array_column( $data['items'], 'message_count' ) );
		$this->assertSame( array( '', 'A' ), array_column( $data['items'], 'page_title' ) );
	}

	private function read( array $query ): array {
		$response = $this->request( 'GET', '/transcripts', $query, $this->bearer );
		$this->assertSame( 200, $response->get_status() );
		return $response->get_data();
	}

	private function messages( array $query ): array {
		return array_column( $this->read( $query )['items'], 'message' );
	}

	private function insert( string $message, string $time, string $session_id = 'mxchat_chat_x' ): void {
		global $wpdb;
		$wpdb->insert(
			MxChat\Schema::table( 'transcripts' ),
			array(
				'session_id'             => $session_id,
				'turn_id'                => 'turn_' . bin2hex( random_bytes( 8 ) ),
				'role'                   => 'user',
				'message'                => $message,
				'sources'                => '[]',
				'originating_page_url'   => '',
				'originating_page_title' => '',
				'rag_context'            => '',
				'created_at'             => $time,
			)
		);
	}
}
