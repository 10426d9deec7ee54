<?php
declare( strict_types=1 );

use MxChat\Bots;
use MxChat\Schema;
use MxChat\Settings;
use MxChat\Transcripts\Deletion;

/**
 * What visitors asked and the site did not say.
 */
final class Unanswered_Test extends Site_Test_Case {

	private const PERU  = 'What is the capital of Peru?';
	private const WIFI  = 'Is there wifi on the ferry?';

	protected function setUp(): void {
		parent::setUp();
		$this->publish( 'Repairs', '<p>Our workshop replaces zips on jackets and bags. A new zip costs 24 euros.</p>' );
		wp_set_current_user( 1 );
	}

	public function test_a_question_that_no_page_answers_is_listed_with_its_conversation(): void {
		$session = $this->start_session();
		$this->ask( $session, 'Do you repair zips?' );
		$this->ask( $session, self::PERU );
		$data = $this->request( 'GET', '/transcripts/unanswered' )->get_data();
		$this->assertSame( array( 1, 1, 20, 0 ), array( $data['total'], $data['count'], $data['limit'], $data['offset'] ) );
		$item = $data['items'][0];
		$this->assertSame( array( 'id', 'question', 'bot_id', 'bot_name', 'times_asked', 'last_asked_at', 'session_id' ), array_keys( $item ) );
		$this->assertSame( array( self::PERU, 'default', 'This site', 1, $session['session_id'] ), array( $item['question'], $item['bot_id'], $item['bot_name'], $item['times_asked'], $item['session_id'] ) );
		$this->assertMatchesRegularExpression( '/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/', $item['last_asked_at'] );
	}

	public function test_the_same_words_are_the_same_question_and_the_most_frequent_stands_first(): void {
		$this->put( self::PERU, '2026-05-12 12:00:00' );
		$this->put( 'capital of Perú, WHAT is the', '2026-05-12 13:00:00', array( 'session_id' => 'mxchat_chat_y' ) );
		$this->put( self::WIFI, '2026-05-12 14:00:00' );
		$this->put( 'Do dogs travel?', '2026-05-12 15:00:00' );
		$this->assertSame(
			array( array( 'capital of Perú, WHAT is the', 2 ), array( 'Do dogs travel?', 1 ), array( self::WIFI, 1 ) ),
			array_map( static fn( array $item ) => array( $item['question'], $item['times_asked'] ), $this->items() )
		);
		$this->assertSame( array( '2026-05-12T13:00:00Z', 'mxchat_chat_y' ), array( $this->items()[0]['last_asked_at'], $this->items()[0]['session_id'] ) );
		$second = $this->request( 'GET', '/transcripts/unanswered', array( 'limit' => 1, 'offset' => 1 ) );
		$this->assertSame( array( 'Do dogs travel?' ), array_column( $second->get_data()['items'], 'question' ) );
		$this->assertSame( '3', $second->get_headers()['X-WP-Total'] );
	}

	public function test_words_that_look_like_equal_numbers_are_words(): void {
		$this->put( 'Is size 10 or 1e1 in stock?', '2026-05-12 12:00:00' );
		$this->put( 'In stock is size 1e1 or 10?', '2026-05-12 13:00:00' );
		$this->put( 'Is size 10 or 10 in stock?', '2026-05-12 14:00:00' );
		$this->assertSame( array( 2, 1 ), array_column( $this->items(), 'times_asked' ) );
	}

	public function test_each_bot_has_gaps_of_its_own(): void {
		Bots\Store::save( new Bots\Bot( 'sales', 'Sales' ) );
		$this->put( self::PERU, '2026-05-12 12:00:00' );
		$this->put( self::PERU, '2026-05-12 13:00:00', array( 'bot_id' => 'sales' ) );
		$this->put( self::PERU, '2026-05-12 14:00:00', array( 'bot_id' => 'long_gone' ) );
		$this->assertSame( array( 'long_gone', 'Sales', 'This site' ), array_column( $this->items(), 'bot_name' ) );
	}

	/**
	 * @dataProvider settled_otherwise
	 */
	public function test_what_is_no_gap_is_not_listed( string $message, array $answer ): void {
		$this->put( $message, '2026-05-12 12:00:00', answer: $answer );
		$this->assertSame( array(), $this->items() );
	}

	public static function settled_otherwise(): array {
		return array(
			'answered from a page'       => array( self::PERU, array( 'has_rag_context' => 1 ) ),
			'a greeting, by a model'     => array( 'Guten Tag!', array( 'engine' => 'responses:gpt' ) ),
			'thanks'                     => array( 'thank you so much', array() ),
			'a text that was there'      => array( self::PERU, array( 'engine' => 'given' ) ),
			'an action ran'              => array( 'Where is my order?', array( 'actions' => '[{"id":"orders"}]' ) ),
			'a person answered'          => array( self::PERU, array( 'is_agent' => 1 ) ),
			'a failure cut the answer'   => array( self::PERU, array( 'finish' => 'cut' ) ),
			'the visitor stopped it'     => array( self::PERU, array( 'finish' => 'stopped' ) ),
			'no words at all'            => array( '?! 👋', array() ),
		);
	}

	public function test_a_model_that_declines_and_one_that_was_given_nothing_leave_a_gap(): void {
		$this->put( self::PERU, '2026-05-12 12:00:00', answer: array( 'engine' => 'responses:gpt', 'finish' => 'refused' ) );
		$this->put( self::WIFI, '2026-05-12 11:00:00', answer: array( 'engine' => 'responses:gpt', 'finish' => 'complete', 'is_answered' => 1 ) );
		$this->assertSame( array( self::PERU, self::WIFI ), array_column( $this->items(), 'question' ) );
	}

	public function test_a_question_that_a_person_took_up_later_is_answered_and_one_after_that_is_not(): void {
		$this->put( self::PERU, '2026-05-12 12:00:00' );
		$this->put( 'Lima', '2026-05-12 12:10:00', answer: array( 'is_agent' => 1 ) );
		$this->put( self::WIFI, '2026-05-12 12:20:00' );
		$this->put( 'Do dogs travel?', '2026-05-12 12:05:00', array( 'session_id' => 'mxchat_chat_y' ) );
		$this->assertSame( array( self::WIFI, 'Do dogs travel?' ), array_column( $this->items(), 'question' ) );
	}

	public function test_what_a_bot_in_test_mode_is_asked_is_no_gap(): void {
		Bots\Store::save( new Bots\Bot( 'trial', 'Trial', is_test: true ) );
		$this->put( self::PERU, '2026-05-12 12:00:00', array( 'bot_id' => 'trial' ) );
		$this->assertSame( array(), $this->items() );
	}

	public function test_a_dismissed_question_comes_back_when_it_is_asked_again(): void {
		$this->put( self::PERU, '2026-05-12 12:00:00' );
		$this->put( self::PERU, '2026-05-12 13:00:00' );
		$this->put( self::WIFI, '2026-05-12 14:00:00' );
		$id = $this->items()[0]['id'];
		$this->assertSame( array( 'id' => $id, 'dismissed' => true ), $this->request( 'POST', "/transcripts/unanswered/$id/dismiss" )->get_data() );
		$this->assertSame( array( self::WIFI ), array_column( $this->items(), 'question' ) );
		$this->assertRefused( 404, 'mxchat_turn_not_found', $this->request( 'POST', "/transcripts/unanswered/$id/dismiss" ) );
		$this->put( 'capital of peru: what is the', '2026-05-12 15:00:00' );
		$this->assertSame( array( 'capital of peru: what is the', 1 ), array( $this->items()[0]['question'], $this->items()[0]['times_asked'] ) );
	}

	public function test_only_what_the_owner_has_seen_is_dismissed(): void {
		$this->put( self::PERU, '2026-05-12 12:00:00' );
		$seen = $this->items()[0]['id'];
		$this->put( self::PERU, '2026-05-12 13:00:00' );
		$this->request( 'POST', "/transcripts/unanswered/$seen/dismiss" );
		$this->assertSame( array( 1 ), array_column( $this->items(), 'times_asked' ) );
	}

	public function test_a_page_about_it_is_a_draft_whose_title_is_text(): void {
		$this->put( "Is 1 < 2 & <img src=x onerror=alert(1)>\n a \\ question?", '2026-05-12 12:00:00' );
		$id       = $this->items()[0]['id'];
		$response = $this->request( 'POST', "/transcripts/unanswered/$id/draft" );
		$this->assertSame( 201, $response->get_status() );
		$post = get_post( $response->get_data()['post_id'] );
		try {
			$this->assertSame( array( 'draft', 'page', '1' ), array( $post->post_status, $post->post_type, $post->post_author ) );
			$this->assertSame( 'Is 1 &lt; 2 &amp; &lt;img src=x onerror=alert(1)&gt; a \\ question?', $post->post_title );
			$this->assertStringContainsString( "post=$post->ID&action=edit", $response->get_data()['edit_url'] );
			$this->assertSame( array(), $this->items() );
			$this->assertRefused( 404, 'mxchat_turn_not_found', $this->request( 'POST', "/transcripts/unanswered/$id/draft" ) );
		} finally {
			wp_delete_post( $post->ID, true );
		}
	}

	public function test_where_the_chat_reads_no_pages_the_draft_is_of_a_kind_that_it_reads(): void {
		Settings\Store::set( 'post_types', array( 'post' ) );
		$this->put( self::PERU, '2026-05-12 12:00:00' );
		$post_id = $this->request( 'POST', '/transcripts/unanswered/' . $this->items()[0]['id'] . '/draft' )->get_data()['post_id'];
		$type    = get_post_type( $post_id );
		wp_delete_post( $post_id, true );
		$this->assertSame( 'post', $type );
	}

	public function test_who_may_read_transcripts_but_write_no_pages_gets_no_draft(): void {
		$this->put( self::PERU, '2026-05-12 12:00:00' );
		$id     = $this->items()[0]['id'];
		$no_one = static fn() => array( 'edit_pages' => false, 'manage_options' => true );
		add_filter( 'user_has_cap', $no_one );
		$is_super = is_multisite() && is_super_admin();
		$response = $this->request( 'POST', "/transcripts/unanswered/$id/draft" );
		remove_filter( 'user_has_cap', $no_one );
		if ( ! $is_super ) {
			$this->assertRefused( 403, 'mxchat_rest_forbidden', $response );
			$this->assertCount( 1, $this->items() );
		}
	}

	public function test_erased_conversations_leave_no_question(): void {
		$this->put( self::PERU, '2026-05-12 12:00:00' );
		$this->put( self::PERU, '2026-05-12 13:00:00', array( 'session_id' => 'mxchat_chat_y' ) );
		Deletion::delete( array( 'mxchat_chat_y' ) );
		$this->assertSame( array( array( 'mxchat_chat_x', 1 ) ), array_map( static fn( array $item ) => array( $item['session_id'], $item['times_asked'] ), $this->items() ) );
		Deletion::delete( array( 'mxchat_chat_x' ) );
		$this->assertSame( array(), $this->items() );
	}

	public function test_the_list_takes_a_token_and_the_changes_take_the_owner(): void {
		$this->put( self::PERU, '2026-05-12 12:00:00' );
		$id = $this->items()[0]['id'];
		wp_set_current_user( 0 );
		$bearer = array( 'Authorization' => 'Bearer ' . $this->mint_token( array( 'transcripts:read' ) ) );
		$this->assertSame( 1, $this->request( 'GET', '/transcripts/unanswered', array(), $bearer )->get_data()['total'] );
		$this->assertSame( 401, $this->request( 'GET', '/transcripts/unanswered' )->get_status() );
		foreach ( array( 'dismiss', 'draft' ) as $change ) {
			$this->assertContains( $this->request( 'POST', "/transcripts/unanswered/$id/$change", array(), $bearer )->get_status(), array( 401, 403 ) );
		}
		wp_set_current_user( 1 );
		$this->assertCount( 1, $this->items() );
	}

	/**
	 * @return array<int,array<string,mixed>>
	 */
	private function items(): array {
		return $this->request( 'GET', '/transcripts/unanswered' )->get_data()['items'];
	}

	/**
	 * A question and its answer, as the transcripts hold them.
	 */
	private function put( string $message, string $time, array $both = array(), array $answer = array() ): void {
		global $wpdb;
		$turn = $both + array(
			'session_id'             => 'mxchat_chat_x',
			'turn_id'                => 'turn_' . bin2hex( random_bytes( 8 ) ),
			'sources'                => '[]',
			'actions'                => '[]',
			'originating_page_url'   => '',
			'originating_page_title' => '',
			'rag_context'            => '',
			'trace'                  => '',
			'created_at'             => $time,
		);
		$wpdb->insert( Schema::table( 'transcripts' ), array( 'role' => 'user', 'message' => $message ) + $turn );
		$wpdb->insert( Schema::table( 'transcripts' ), $answer + array( 'role' => 'assistant', 'message' => 'No.', 'engine' => 'extractive', 'finish' => 'complete' ) + $turn );
	}
}
