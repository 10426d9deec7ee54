<?php
declare( strict_types=1 );

final class Sessions_Test extends Site_Test_Case {

	public function test_the_server_mints_id_and_secret(): void {
		$before  = time();
		$session = $this->start_session();
		$this->assertMatchesRegularExpression( '/^mxchat_chat_[0-9a-f]{32}$/', $session['session_id'] );
		$this->assertMatchesRegularExpression( '/^[0-9a-f]{64}$/', $session['secret'] );
		$this->assertMatchesRegularExpression( '/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/', $session['expires_at'] );
		$this->assertEqualsWithDelta( $before + 30 * DAY_IN_SECONDS, strtotime( $session['expires_at'] ), 30 );
	}

	public function test_only_a_hash_of_the_secret_is_stored(): void {
		global $wpdb;
		$session = $this->start_session();
		$row     = $wpdb->get_row( 'SELECT * FROM ' . MxChat\Schema::table( 'sessions' ), ARRAY_A );
		$this->assertStringNotContainsString( substr( $session['secret'], 0, 8 ), implode( ' ', $row ) );
		$this->assertSame( hash( 'sha256', $session['secret'] ), $row['secret_hash'] );
	}

	public function test_an_unknown_bot_has_no_sessions_and_costs_no_count(): void {
		$response = $this->request( 'POST', '/sessions', array( 'bot_id' => 'nobody' ) );
		$this->assertRefused( 404, 'mxchat_bot_not_found', $response );
		$this->assertSame( 0, $this->count_rows( 'limits' ) );
	}

	public function test_foreign_unknown_and_unproved_sessions_look_the_same(): void {
		$mine    = $this->start_session();
		$foreign = $this->start_session();
		$bodies  = array();
		foreach (
			array(
				'foreign'  => array( $foreign['session_id'], $mine['secret'] ),
				'unknown'  => array( 'mxchat_chat_' . str_repeat( '0', 32 ), $mine['secret'] ),
				'unproved' => array( $mine['session_id'], '' ),
				'wrong'    => array( $mine['session_id'], str_repeat( '0', 64 ) ),
				'by case'  => array( strtoupper( $mine['session_id'] ), $mine['secret'] ),
			) as $name => [ $id, $secret ]
		) {
			$response = $this->request( 'GET', "/sessions/$id/messages", array(), array( 'X-MxChat-Session' => $secret ) );
			$this->assertRefused( 404, 'mxchat_session_not_found', $response );
			$bodies[ $name ] = wp_json_encode( $response->get_data() );
		}
		$this->assertCount( 1, array_unique( $bodies ) );
	}

	public function test_an_expired_session_is_gone(): void {
		global $wpdb;
		$session = $this->start_session();
		$wpdb->update( MxChat\Schema::table( 'sessions' ), array( 'expires_at' => gmdate( 'Y-m-d H:i:s', time() - 1 ) ), array( 'session_id' => $session['session_id'] ) );
		$this->assertRefused( 404, 'mxchat_session_not_found', $this->ask( $session, 'Hello' ) );
		MxChat\Sessions\Store::delete_expired();
		$this->assertSame( 0, $this->count_rows( 'sessions' ) );
	}

	public function test_messages_come_back_oldest_first(): void {
		$session = $this->start_session();
		$turn    = $this->ask( $session, 'What is the capital of Peru?' )->get_data();
		$items   = $this->messages( $session );
		$this->assertSame( array( 'user', 'assistant' ), array_column( $items, 'role' ) );
		$this->assertSame( array( $turn['turn_id'], $turn['turn_id'] ), array_column( $items, 'turn_id' ) );
		$this->assertSame( 'What is the capital of Peru?', $items[0]['content'] );
		$this->assertSame( $turn['message']['content'], $items[1]['content'] );
		$this->assertSame( array( 'id', 'turn_id', 'role', 'content', 'sources', 'actions', 'engine', 'finish', 'error_id', 'timestamp' ), array_keys( $items[0] ) );
	}

	public function test_clearing_starts_a_new_thread_and_keeps_the_transcript(): void {
		$session = $this->start_session();
		$first   = $this->ask( $session, 'First?' )->get_data();
		$this->clear( $session, array() );
		$this->assertSame( array(), $this->messages( $session ) );
		$second = $this->ask( $session, 'Second?' )->get_data();
		$this->assertNotSame( $first['thread_id'], $second['thread_id'] );
		$this->assertSame( array( 'Second?' ), array_column( array_slice( $this->messages( $session ), 0, 1 ), 'content' ) );
		$this->assertSame( 4, $this->count_rows( 'transcripts' ) );
	}

	public function test_erasing_leaves_nothing(): void {
		global $wpdb;
		$session = $this->start_session();
		$this->ask( $session, 'First?' );
		$wpdb->insert( MxChat\Schema::table( 'url_clicks' ), array( 'session_id' => $session['session_id'], 'clicked_url' => 'https://example.com/', 'created_at' => '2026-01-01 00:00:00' ) );
		$this->clear( $session, array( 'erase' => true ) );
		foreach ( array( 'transcripts', 'sessions', 'url_clicks' ) as $table ) {
			$this->assertSame( 0, $this->count_rows( $table ), $table );
		}
		$this->assertRefused( 404, 'mxchat_session_not_found', $this->ask( $session, 'Again?' ) );
	}

	public function test_erase_false_as_a_word_does_not_erase(): void {
		$session = $this->start_session();
		$this->ask( $session, 'First?' );
		$this->clear( $session, array( 'erase' => 'false' ) );
		$this->assertSame( 2, $this->count_rows( 'transcripts' ) );
	}

	public function test_a_thread_survives_a_cache_that_forgets(): void {
		$session = $this->start_session();
		$first   = $this->ask( $session, 'First?' )->get_data();
		MxChat\Chat\Threads::forget( $session['session_id'] );
		$this->assertSame( $first['thread_id'], $this->ask( $session, 'Second?' )->get_data()['thread_id'] );
	}

	public function test_a_thread_ends_a_day_after_its_last_message(): void {
		global $wpdb;
		$session = $this->start_session();
		$first   = $this->ask( $session, 'First?' )->get_data();
		MxChat\Chat\Threads::forget( $session['session_id'] );
		$wpdb->query( 'UPDATE ' . MxChat\Schema::table( 'transcripts' ) . " SET created_at = '" . gmdate( 'Y-m-d H:i:s', time() - DAY_IN_SECONDS ) . "'" );
		$this->assertNotSame( $first['thread_id'], $this->ask( $session, 'Second?' )->get_data()['thread_id'] );
	}

	public function test_questions_at_once_begin_one_thread(): void {
		$session = MxChat\Sessions\Store::find_by_secret( $this->start_session()['secret'] );
		$first   = MxChat\Chat\Threads::current( $session, time() );
		// What the second request sees, if it looks before the first has written.
		MxChat\Chat\Threads::forget( $session->session_id );
		$this->assertSame( $first, MxChat\Chat\Threads::current( $session, time() ) );
		$other = MxChat\Sessions\Store::find_by_secret( $this->start_session()['secret'] );
		$this->assertNotSame( $first, MxChat\Chat\Threads::current( $other, time() ) );
	}

	public function test_a_cleared_thread_does_not_come_back(): void {
		$session = $this->start_session();
		$threads = array();
		for ( $times = 0; $times < 3; $times++ ) {
			$threads[] = $this->ask( $session, 'Hello?' )->get_data()['thread_id'];
			$this->clear( $session, array() );
		}
		$this->assertCount( 3, array_unique( $threads ) );
	}

	private function messages( array $session ): array {
		$response = $this->request( 'GET', "/sessions/{$session['session_id']}/messages", array(), array( 'X-MxChat-Session' => $session['secret'] ) );
		$this->assertSame( 200, $response->get_status() );
		return $response->get_data()['items'];
	}

	private function clear( array $session, array $body ): void {
		$response = $this->request( 'DELETE', "/sessions/{$session['session_id']}", $body, array( 'X-MxChat-Session' => $session['secret'] ) );
		$this->assertSame( 200, $response->get_status() );
	}
}
