<?php
declare( strict_types=1 );

use MxChat\Assistant\Site_Assistant;
use MxChat\Jobs\Runner;
use MxChat\Provider\Connection;
use MxChat\Provider\Host_State;
use MxChat\Schema;

require_once __DIR__ . '/Upstream.php';

/**
 * What a host keeps of a conversation, from the first question to the last trace.
 */
final class Host_State_Test extends Site_Test_Case {

	private Upstream $upstream;

	protected function setUp(): void {
		parent::setUp();
		$this->upstream = Upstream::start();
		add_filter( 'mxchat_connection', array( $this, 'connection' ) );
		Site_Assistant::use_model( 'scripted-large' );
		Site_Assistant::enable( true );
	}

	protected function tearDown(): void {
		remove_filter( 'mxchat_connection', array( $this, 'connection' ) );
		parent::tearDown();
	}

	public function connection(): Connection {
		return new Connection( $this->upstream->url, 'responses_stateful' );
	}

	public function test_a_conversation_goes_on_where_the_host_left_it(): void {
		$this->talk();
		$bodies = array_column( $this->upstream->journal( '^/responses$' ), 'body' );
		$this->assertCount( 2, $bodies );
		$this->assertNotSame( '', (string) ( $bodies[1]['previous_response_id'] ?? '' ) );
	}

	public function test_an_erased_conversation_is_erased_at_the_host(): void {
		$session = $this->talk();
		$this->assertSame( 200, $this->request( 'DELETE', "/sessions/{$session['session_id']}", array( 'erase' => true ), array( 'X-MxChat-Session' => $session['secret'] ) )->get_status() );
		Runner::run( 10 );
		$this->assertSame( 2, $this->count_deleted() );
		$this->assertSame( 0, $this->count_rows( 'thread_states' ) );
	}

	public function test_transcripts_that_the_owner_deletes_are_deleted_at_the_host(): void {
		$session = $this->talk();
		$token   = $this->mint_token( array( 'transcripts:delete' ) );
		$this->assertSame( 200, $this->request( 'DELETE', '/transcripts', array( 'session_ids' => array( $session['session_id'] ) ), array( 'Authorization' => "Bearer $token" ) )->get_status() );
		Runner::run( 10 );
		$this->assertSame( 2, $this->count_deleted() );
	}

	public function test_a_thread_that_has_expired_is_deleted_at_the_host(): void {
		global $wpdb;
		$this->talk();
		Host_State::forget_expired();
		Runner::run( 10 );
		$this->assertSame( 0, $this->count_deleted() );
		$wpdb->query( $wpdb->prepare( 'UPDATE ' . Schema::table( 'thread_states' ) . ' SET forget_at = %d', time() - 1 ) );
		Host_State::forget_expired();
		Runner::run( 10 );
		$this->assertSame( 2, $this->count_deleted() );
	}

	/**
	 * @return array{session_id:string,secret:string}
	 */
	private function talk(): array {
		$session = $this->start_session();
		$this->assertSame( 'responses', $this->ask( $session, 'When do you open?' )->get_data()['engine'] );
		$this->assertSame( 200, $this->ask( $session, 'And when do you close?' )->get_status() );
		return $session;
	}

	private function count_deleted(): int {
		return count( array_filter( $this->upstream->journal( '^/responses/' ), static fn( array $entry ) => $entry['method'] === 'DELETE' && $entry['status'] === 200 ) );
	}
}
