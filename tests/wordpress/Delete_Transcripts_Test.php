<?php
declare( strict_types=1 );

use MxChat\Schema;
use MxChat\Transcripts\Deletion;

final class Delete_Transcripts_Test extends Site_Test_Case {

	/** @var array<string,string> */
	private array $bearer;

	protected function setUp(): void {
		parent::setUp();
		$this->bearer = array( 'Authorization' => 'Bearer ' . $this->mint_token( array( 'transcripts:delete' ) ) );
	}

	public function test_the_documented_fields_are_counted(): void {
		$one = $this->conversation( 'Do you repair zips?' );
		$two = $this->conversation( 'Do you repair shoes?' );
		$this->assertSame(
			array(
				'session_ids_requested' => 3,
				'transcripts_deleted'   => 4,
				'translations_deleted'  => 2,
				'url_clicks_deleted'    => 2,
				'cascade'               => true,
			),
			$this->delete( array( 'session_ids' => array( $one['session_id'], $two['session_id'], 'mxchat_chat_unknown' ) ) )->get_data()
		);
		$this->assertSame( array( 0, 0, 0, 0, 0 ), $this->counts() );
	}

	public function test_without_cascade_translations_and_clicks_stay(): void {
		$session  = $this->conversation( 'Do you repair zips?' );
		$response = $this->delete( array( 'session_ids' => array( $session['session_id'] ), 'cascade' => false ) );
		$this->assertSame( array( 1, 2, 0, 0, false ), array_values( $response->get_data() ) );
		$this->assertSame( array( 0, 1, 1, 0, 0 ), $this->counts() );
	}

	public function test_false_as_text_is_false(): void {
		$session = $this->conversation( 'Do you repair zips?' );
		$data    = $this->delete( array( 'session_ids' => array( $session['session_id'] ), 'cascade' => 'false' ) )->get_data();
		$this->assertSame( array( 0, false ), array( $data['url_clicks_deleted'], $data['cascade'] ) );
	}

	public function test_the_session_opens_nothing_afterwards(): void {
		$session = $this->conversation( 'Do you repair zips?' );
		$this->delete( array( 'session_ids' => array( $session['session_id'] ) ) );
		$this->assertRefused( 404, 'mxchat_session_not_found', $this->ask( $session, 'Hello?' ) );
		$this->assertFalse( get_transient( MxChat\Core\transient_key( MxChat\Settings\Install_Secret::get(), get_current_blog_id(), 'thread', $session['session_id'] ) ) );
	}

	public function test_a_kept_answer_of_the_session_goes_too(): void {
		$session = $this->start_session();
		$headers = array( 'X-MxChat-Session' => $session['secret'], 'Idempotency-Key' => 'a' );
		$this->request( 'POST', '/chat', array( 'session_id' => $session['session_id'], 'message' => 'Hello?' ), $headers );
		$this->assertSame( 1, $this->count_rows( 'idempotency' ) );
		$this->delete( array( 'session_ids' => array( $session['session_id'] ) ) );
		$this->assertSame( 0, $this->count_rows( 'idempotency' ) );
	}

	public function test_an_answer_that_comes_after_the_deletion_goes_too(): void {
		$session = $this->start_session();
		$turn    = new MxChat\Chat\Turn( 'turn_late', $session['session_id'], 'twxchat_thread_a', 'default', 'Hello?', '', '' );
		MxChat\Transcripts\Store::insert_question( $turn );
		$this->delete( array( 'session_ids' => array( $session['session_id'] ) ) );
		MxChat\Transcripts\Store::insert_answer( $turn, MxChat\Assistant\Answer::of( array( MxChat\Assistant\Event::delta( 'Late.' ) ) ) );
		$this->assertSame( array( 0, 0 ), array( $this->count_rows( 'transcripts' ), $this->count_rows( 'transcript_terms' ) ) );
	}

	public function test_ids_are_matched_byte_for_byte(): void {
		$this->insert( 'mxchat_chat_ABC' );
		$ids = array( 'mxchat_chat_abc', 'mxchat_chat_ABC ', 'mxchat_chat_%', 'mxchat_chat_ÀBC', "' OR 1=1 -- " );
		$this->assertSame( 0, $this->delete( array( 'session_ids' => $ids ) )->get_data()['transcripts_deleted'] );
		$this->assertSame( 1, $this->delete( array( 'session_ids' => array( 'mxchat_chat_ABC' ) ) )->get_data()['transcripts_deleted'] );
	}

	public function test_1000_ids_pass_and_1001_do_not(): void {
		$ids = array_map( static fn( int $number ) => "mxchat_chat_$number", range( 1, 1001 ) );
		$this->assertSame( 1000, $this->delete( array( 'session_ids' => array_slice( $ids, 1 ) ) )->get_data()['session_ids_requested'] );
		$this->assertNames( 'session_ids', $this->delete( array( 'session_ids' => $ids ) ) );
	}

	public function test_a_long_session_is_deleted_in_batches(): void {
		foreach ( range( 1, 1001 ) as $number ) {
			$this->insert( 'mxchat_chat_long' );
		}
		$this->assertSame( 1001, Deletion::delete( array( 'mxchat_chat_long' ) )['transcripts'] );
	}

	/**
	 * @dataProvider bad_bodies
	 */
	public function test_a_bad_value_is_refused_by_name( string $name, array $body ): void {
		$this->insert( 'mxchat_chat_abc' );
		$this->assertNames( $name, $this->delete( $body ) );
		$this->assertSame( 1, $this->count_rows( 'transcripts' ) );
	}

	public function bad_bodies(): array {
		$ids = array( 'mxchat_chat_abc' );
		return array(
			'no ids'          => array( 'session_ids', array( 'session_ids' => array() ) ),
			'ids as text'     => array( 'session_ids', array( 'session_ids' => 'mxchat_chat_abc' ) ),
			'ids as object'   => array( 'session_ids', array( 'session_ids' => array( 'a' => 'mxchat_chat_abc' ) ) ),
			'a number as id'  => array( 'session_ids', array( 'session_ids' => array( 5 ) ) ),
			'an empty id'     => array( 'session_ids', array( 'session_ids' => array( '' ) ) ),
			'a list as id'    => array( 'session_ids', array( 'session_ids' => array( $ids ) ) ),
			'NUL in an id'    => array( 'session_ids', array( 'session_ids' => array( "mxchat_chat_abc\0" ) ) ),
			'cascade as word' => array( 'cascade', array( 'session_ids' => $ids, 'cascade' => 'maybe' ) ),
			'cascade as list' => array( 'cascade', array( 'session_ids' => $ids, 'cascade' => array() ) ),
		);
	}

	public function test_without_ids_nothing_is_deleted(): void {
		$response = $this->delete( array( 'all' => true ) );
		$this->assertRefused( 400, 'rest_missing_callback_param', $response );
		$this->assertSame( array( 'session_ids' ), $response->get_data()['data']['params'] );
	}

	public function test_reading_does_not_allow_to_delete(): void {
		$token = $this->mint_token( array( 'transcripts:read' ) );
		$this->assertRefused( 403, 'mxchat_rest_forbidden', $this->request( 'DELETE', '/transcripts', array( 'session_ids' => array( 'x' ) ), array( 'Authorization' => "Bearer $token" ) ) );
	}

	public function test_conversations_are_kept_for_as_long_as_the_owner_says(): void {
		global $wpdb;
		$table = MxChat\Schema::table( 'transcripts' );
		foreach ( array( 'old' => 'f', 'revived' => 'e', 'new' => 'd' ) as $name => $letter ) {
			$turn = new MxChat\Chat\Turn( "turn_$name", 'mxchat_chat_' . str_repeat( $letter, 32 ), '', 'default', "A question of the $name one.", '', '' );
			MxChat\Transcripts\Store::insert_question( $turn );
		}
		$wpdb->query( "UPDATE $table SET created_at = '2020-01-01 00:00:00' WHERE turn_id IN ( 'turn_old', 'turn_revived' )" );
		MxChat\Transcripts\Store::insert_question( new MxChat\Chat\Turn( 'turn_later', 'mxchat_chat_' . str_repeat( 'e', 32 ), '', 'default', 'I am back.', '', '' ) );
		$left = static fn() => $wpdb->get_col( "SELECT turn_id FROM $table ORDER BY id" );

		MxChat\Transcripts\Retention_Job::run_daily();
		MxChat\Jobs\Runner::run( 60 );
		$this->assertCount( 4, $left(), 'For ever, if the owner does not say.' );
		MxChat\Settings\Store::set( 'transcript_retention_days', 365 );
		MxChat\Transcripts\Retention_Job::run_daily();
		MxChat\Jobs\Runner::run( 60 );
		$this->assertSame( array( 'turn_revived', 'turn_new', 'turn_later' ), $left() );
		wp_clear_scheduled_hook( MxChat\Jobs\Queue::HOOK );
	}

	private function delete( array $body ): WP_REST_Response {
		return $this->request( 'DELETE', '/transcripts', $body, $this->bearer );
	}

	private function assertNames( string $name, WP_REST_Response $response ): void {
		$this->assertRefused( 400, 'rest_invalid_param', $response );
		$this->assertSame( array( $name ), array_keys( $response->get_data()['data']['params'] ) );
	}

	/**
	 * A question and its answer, with a translation and a click.
	 */
	private function conversation( string $question ): array {
		global $wpdb;
		$session = $this->start_session();
		$this->ask( $session, $question );
		$row = array( 'session_id' => $session['session_id'], 'created_at' => '2026-05-12 12:00:00' );
		$wpdb->insert( Schema::table( 'transcript_translations' ), $row + array( 'translated_message' => 'x' ) );
		$wpdb->insert( Schema::table( 'url_clicks' ), $row + array( 'clicked_url' => 'https://example.com/' ) );
		return $session;
	}

	private function insert( string $session_id ): void {
		global $wpdb;
		$texts = array_fill_keys( array( 'message', 'sources', 'originating_page_url', 'originating_page_title', 'rag_context' ), '' );
		$wpdb->insert(
			Schema::table( 'transcripts' ),
			$texts + array( 'session_id' => $session_id, 'turn_id' => bin2hex( random_bytes( 8 ) ), 'role' => 'user', 'created_at' => '2026-05-12 12:00:00' )
		);
	}

	/**
	 * @return int[] Rows that are left of transcripts, translations, clicks, words and sessions.
	 */
	private function counts(): array {
		return array_map( array( $this, 'count_rows' ), array( 'transcripts', 'transcript_translations', 'url_clicks', 'transcript_terms', 'sessions' ) );
	}
}
