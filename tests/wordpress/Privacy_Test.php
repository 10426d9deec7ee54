<?php
declare( strict_types=1 );

use MxChat\Actions\Proof_Store;
use MxChat\Bot_Api;
use MxChat\Contacts\Saving;
use MxChat\OpenAI\Client;
use MxChat\OpenAI\Thread_New_Message;
use MxChat\Tools\Call_Store;
use MxChat\Tools\Tool_Context;

/**
 * What a person is told that the site keeps of them, and that it goes when they ask for it.
 */
final class Privacy_Test extends Site_Test_Case {

	private string $email = '';

	protected function setUp(): void {
		parent::setUp();
		$this->email = get_userdata( 1 )->user_email;
	}

	public function test_what_tools_gave_is_exported_and_erased(): void {
		$session = $this->asked_as( 1, 'Where is my order?' );
		$context = new Tool_Context( $session['session_id'], 'thread', 'turn', 'default', 1, 'call' );
		Call_Store::begin( $context, 'order_history' );
		Call_Store::finish( $context, 'done', '{"number":"4711"}' );
		$this->assertStringContainsString( '{"number":"4711"}', $this->exported() );
		$this->erase();
		$this->assertSame( 0, $this->count_rows( 'tool_calls' ) );
		$this->assertSame( '', $this->exported() );
	}

	public function test_what_was_shown_beside_an_answer_is_exported(): void {
		global $wpdb;
		$this->asked_as( 1, 'Where is my order?' );
		$wpdb->update( MxChat\Schema::table( 'transcripts' ), array( 'actions' => '[{"id":"order_history","text":"Order 4711"}]' ), array( 'role' => 'assistant' ) );
		$this->assertStringContainsString( 'Order 4711', $this->exported() );
	}

	public function test_the_conversations_of_a_contact_are_exported_as_they_are_erased(): void {
		$session = $this->asked_as( 0, 'I am a guest.' );
		$this->assertSame( '', $this->exported( 'ada@example.com' ) );
		Bot_Api\Store::insert( $session['session_id'], 'default', '', '', '', false );
		Saving::note( 'ada@example.com', array(), $session['session_id'], false, 'chat' );
		$this->assertStringContainsString( 'I am a guest.', $this->exported( 'ada@example.com' ) );
		$this->erase( 'ada@example.com' );
		$this->assertSame( 0, $this->count_rows( 'transcripts' ) );
	}

	public function test_threads_that_a_program_made_for_a_person_are_theirs(): void {
		$client = Client::get_instance();
		$thread = $client->create_thread( 1 );
		$client->create_thread_message( new Thread_New_Message( role: 'user', thread_id: $thread->id, content: 'Asked by a program.' ) );
		$this->assertStringContainsString( 'Asked by a program.', $this->exported() );
		$this->erase();
		$this->assertSame( array( 0, 0 ), array( $this->count_rows( 'transcripts' ), $this->count_rows( 'openai_threads' ) ) );
	}

	public function test_what_was_said_under_an_earlier_address_is_theirs(): void {
		add_filter( 'send_email_change_email', '__return_false' );
		$this->asked_as( 1, 'Asked before I moved.' );
		wp_update_user( array( 'ID' => 1, 'user_email' => 'moved@example.com' ) );
		try {
			$this->assertStringContainsString( 'Asked before I moved.', $this->exported( 'moved@example.com' ) );
			$this->erase( 'moved@example.com' );
			$this->assertSame( 0, $this->count_rows( 'transcripts' ) );
		} finally {
			wp_update_user( array( 'ID' => 1, 'user_email' => $this->email ) );
			remove_filter( 'send_email_change_email', '__return_false' );
		}
	}

	public function test_a_browser_of_two_people_tells_neither_of_the_other(): void {
		global $wpdb;
		$session = $this->asked_as( 1, 'My own question.' );
		wp_set_current_user( 0 );
		$this->ask( $session, 'Before anybody signed in.' );
		$wpdb->insert( MxChat\Schema::table( 'transcripts' ), array( 'session_id' => $session['session_id'], 'turn_id' => 'turn_other', 'role' => 'user', 'user_email' => 'bob@example.com', 'message' => 'Of Bob alone.', 'created_at' => gmdate( 'Y-m-d H:i:s' ) ) + array_fill_keys( array( 'sources', 'actions', 'originating_page_url', 'originating_page_title', 'rag_context', 'trace' ), '' ) );
		$exported = $this->exported();
		$this->assertStringContainsString( 'My own question.', $exported );
		$this->assertStringContainsString( 'Before anybody signed in.', $exported );
		$this->assertStringNotContainsString( 'Of Bob alone.', $exported );
	}

	public function test_the_export_comes_in_pages_of_sessions(): void {
		wp_set_current_user( 1 );
		for ( $number = 1; $number <= 21; $number++ ) {
			$context = new MxChat\Chat\Turn( "turn_$number", sprintf( 'mxchat_chat_%032d', $number ), '', 'default', "Question $number.", '', '' );
			MxChat\Transcripts\Store::insert_question( $context );
		}
		$pages = array( $this->export( 1 ), $this->export( 2 ) );
		$this->assertSame( array( array( 20, false ), array( 1, true ) ), array_map( static fn( array $page ) => array( count( $page['data'] ), $page['done'] ), $pages ) );
	}

	public function test_the_address_that_a_guest_has_proved_goes_with_the_session(): void {
		$session = $this->asked_as( 0, 'Where is my order?' );
		Proof_Store::set_email( $session['session_id'], 'ada@example.com' );
		MxChat\Transcripts\Deletion::delete( array( $session['session_id'] ) );
		$this->assertNull( Proof_Store::email_of( $session['session_id'] ) );
	}

	/**
	 * @return array{session_id:string,secret:string,expires_at:string}
	 */
	private function asked_as( int $user_id, string $question ): array {
		wp_set_current_user( $user_id );
		$session = $this->start_session();
		$this->assertSame( 200, $this->ask( $session, $question )->get_status() );
		return $session;
	}

	private function exported( ?string $email = null ): string {
		$values = array_merge( array(), ...array_column( $this->export( 1, $email )['data'], 'data' ) );
		return implode( "\n", array_column( $values, 'value' ) );
	}

	private function export( int $page, ?string $email = null ): array {
		return apply_filters( 'wp_privacy_personal_data_exporters', array() )['mxchat-engine']['callback']( $email ?? $this->email, $page );
	}

	private function erase( ?string $email = null ): void {
		$erased = apply_filters( 'wp_privacy_personal_data_erasers', array() )['mxchat-engine']['callback']( $email ?? $this->email, 1 );
		$this->assertSame( array( true, true ), array( $erased['items_removed'], $erased['done'] ) );
	}
}
