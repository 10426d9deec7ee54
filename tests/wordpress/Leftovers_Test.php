<?php
declare( strict_types=1 );

use MxChat\Actions;
use MxChat\Api_Access;
use MxChat\Bots;
use MxChat\Jobs;
use MxChat\OpenAI;
use MxChat\Provider\Host_State;
use MxChat\Schema;
use MxChat\Settings;
use MxChat\Transcripts\Retention_Job;
use MxChat\Webhooks;

/**
 * What would be left behind, or lost, where something ends while something else is on its way.
 */
final class Leftovers_Test extends Site_Test_Case {

	/** Longer ago than anything is kept here. */
	private const LONG_AGO = '2020-01-01 00:00:00';

	/** A PNG of one pixel. */
	private const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

	protected function tearDown(): void {
		wp_clear_scheduled_hook( Jobs\Queue::HOOK );
		parent::tearDown();
	}

	public function test_what_programs_have_begun_and_left_is_kept_no_longer_than_conversations(): void {
		Settings\Store::set( 'transcript_retention_days', 365 );
		$auth = array( 'Authorization' => 'Bearer ' . $this->mint_token( array( 'chat:write' ) ) );
		foreach ( array( 'old', 'revived', 'new' ) as $age ) {
			$threads[ $age ] = $this->request( 'POST', '/openai/threads', array( 'messages' => array( array( 'role' => 'user', 'content' => "The $age one" ) ) ), $auth )->get_data()['id'];
			$this->request( 'POST', '/conversations', array( 'sessionId' => $age ), $auth );
			$local[ $age ] = new OpenAI\Thread( "thread_$age", "session_$age", 1, time() );
			OpenAI\Thread_Store::insert( $local[ $age ] );
		}
		$this->make_old( 'openai_objects', 'created_at', (string) strtotime( self::LONG_AGO ), 'session_id', $this->sessions_of( $threads['old'], $threads['revived'] ) );
		$this->make_old( 'conversations', 'created_at', self::LONG_AGO, 'client_session_id', array( 'old' ) );
		$this->make_old( 'openai_threads', 'created_at', self::LONG_AGO, 'thread_id', array( 'thread_old' ) );
		$this->request( 'POST', "/openai/threads/$threads[revived]/messages", array( 'role' => 'user', 'content' => 'I am back.' ), $auth );

		Retention_Job::run_daily();
		Jobs\Runner::run( 60 );
		$statuses = array_map( fn( string $id ) => $this->request( 'GET', "/openai/threads/$id", array(), $auth )->get_status(), $threads );
		$this->assertSame( array( 'old' => 404, 'revived' => 200, 'new' => 200 ), $statuses );
		$this->assertSame( array( 2, 2 ), array( $this->count_rows( 'conversations' ), $this->count_rows( 'openai_threads' ) ) );
		$this->assertSame( 5, $this->count_rows( 'openai_objects' ), 'Two threads, of which one has two messages.' );
	}

	/**
	 * @dataProvider ends
	 */
	public function test_that_a_deleted_conversation_has_ended_is_told( callable $delete ): void {
		$webhook = $this->webhook( array( 'message.created', 'conversation.closed' ) );
		$session = $this->start_session();
		$this->ask( $session, 'A secret question' );
		$this->assertSame( array( 'message.created', 'message.created' ), $this->pending( $webhook ) );
		$this->assertSame( 200, $delete( $this, $session )->get_status() );
		$this->assertSame( array( 'conversation.closed' ), $this->pending( $webhook ) );
	}

	public function ends(): array {
		return array(
			'by the visitor' => array( static fn( self $test, array $session ) => $test->request( 'DELETE', "/sessions/$session[session_id]", array( 'erase' => true ), array( 'X-MxChat-Session' => $session['secret'] ) ) ),
			'by a program'   => array(
				static function ( self $test, array $session ): WP_REST_Response {
					wp_set_current_user( 1 );
					return $test->request( 'DELETE', '/conversations/' . MxChat\Bot_Api\Conversation::id_of( $session['session_id'] ) );
				},
			),
		);
	}

	public function test_pictures_go_with_the_session_that_they_were_made_in(): void {
		$page_id  = $this->publish( 'Boats', 'A boat.' );
		$pictures = array();
		foreach ( array( 'erased' => 'session_1', 'used' => 'session_1', 'other' => 'session_2', 'nobody' => '' ) as $name => $session_id ) {
			$pictures[ $name ] = Actions\Media::add_image( base64_decode( self::PIXEL, true ), 'a red boat', 0, $session_id );
		}
		wp_update_post( array( 'ID' => $pictures['used'], 'post_parent' => $page_id ) );
		$file = get_attached_file( $pictures['erased'] );
		$this->assertFileExists( $file );
		MxChat\Transcripts\Deletion::delete( array( 'session_1' ) );
		$this->assertSame( array( 'used', 'other', 'nobody' ), array_keys( array_filter( $pictures, 'get_post' ) ) );
		$this->assertFileDoesNotExist( $file );
		Actions\Media::forget_sessions();
		MxChat\Transcripts\Deletion::delete( array( 'session_2' ) );
		$this->assertNotNull( get_post( $pictures['other'] ) );
		array_map( static fn( int $id ) => wp_delete_attachment( $id, true ), $pictures );
	}

	public function test_the_tests_of_a_bot_go_with_it(): void {
		wp_set_current_user( 1 );
		foreach ( array( 'shop', 'other' ) as $bot_id ) {
			Bots\Store::save( new Bots\Bot( $bot_id, $bot_id ) );
			$this->assertSame( 201, $this->request( 'POST', '/debugger/tests', array( 'bot_id' => $bot_id, 'question' => 'Hm?', 'expects' => 'refusal' ) )->get_status() );
		}
		$this->request( 'DELETE', '/bots/shop' );
		$this->assertSame( 1, $this->count_rows( 'test_cases' ) );
	}

	public function test_of_two_rotations_of_a_token_at_once_one_is_refused(): void {
		$this->mint_token( array( 'chat:write' ) );
		$token = Api_Access\Store::all()[0];
		$this->assertTrue( Api_Access\Store::rotate( $token, str_repeat( 'a', 64 ), 'aaaa' ) );
		$this->assertFalse( Api_Access\Store::rotate( $token, str_repeat( 'b', 64 ), 'bbbb' ) );
		$this->assertNotNull( Api_Access\Store::find_live( str_repeat( 'a', 64 ) ) );
	}

	public function test_of_a_message_that_was_deleted_while_it_was_sent_nothing_is_noted(): void {
		$webhook  = $this->webhook( array( 'message.created' ) );
		$delivery = Webhooks\Delivery_Store::insert( $webhook, 'msg_1', 'message.created', '{}', 'the session' );
		Webhooks\Delivery_Store::delete_sessions( array( 'the session' ) );
		$this->assertFalse( Webhooks\Delivery_Store::note_attempt( $delivery, new Webhooks\Outcome( 500, '', null, 1 ), Webhooks\Delivery::PENDING, time() ) );
		$this->assertSame( 0, $this->count_rows( 'webhook_attempts' ) );
	}

	public function test_of_two_failures_at_once_the_owner_is_told_once(): void {
		$mails = 0;
		$count = static function () use ( &$mails ): bool {
			++$mails;
			return true;
		};
		add_filter( 'pre_wp_mail', $count, 20 );
		$webhook  = $this->webhook( array( 'message.created' ) );
		$delivery = Webhooks\Delivery_Store::insert( $webhook, 'msg_1', 'message.created', '{}', '' );
		Webhooks\Notice::tell_owner( $webhook, $delivery, new Webhooks\Outcome( 500, '', null, 1 ) );
		Webhooks\Notice::tell_owner( $webhook, $delivery, new Webhooks\Outcome( 500, '', null, 1 ) );
		remove_filter( 'pre_wp_mail', $count, 20 );
		$this->assertSame( 1, $mails );
	}

	public function test_a_receiver_that_is_gone_does_not_switch_off_the_one_that_takes_its_place(): void {
		$old = $this->webhook( array( 'message.created' ) );
		Webhooks\Store::change( $old, array( 'url' => 'https://example.com/new' ) );
		Webhooks\Store::note_gone( $old );
		$this->assertTrue( Webhooks\Store::find( $old->id )->is_enabled );
		Webhooks\Store::note_gone( Webhooks\Store::find( $old->id ) );
		$this->assertFalse( Webhooks\Store::find( $old->id )->is_enabled );
	}

	public function test_what_an_answer_leaves_at_its_host_while_the_thread_is_deleted_there_is_not_forgotten(): void {
		Host_State::save( 'thread', 'session', 'https://host.example/v1', '{"previous_response_id":"resp_1"}' );
		Host_State::forget_session( 'session' );
		$due = Host_State::next_due( array() );
		$this->assertCount( 1, $due['kept'] );
		Host_State::save( 'thread', 'session', 'https://host.example/v1', '{"previous_response_id":"resp_2"}' );
		Host_State::keep_only( 'thread', $due['seen'], array() );
		$this->assertSame( 1, $this->count_rows( 'thread_states' ) );
		Host_State::forget_session( 'session' );
		$due = Host_State::next_due( array() );
		$this->assertCount( 2, $due['kept'], 'One that is deleted already is deleted again.' );
		Host_State::keep_only( 'thread', $due['seen'], array() );
		$this->assertSame( 0, $this->count_rows( 'thread_states' ) );
	}

	public function test_jobs_whose_turn_another_process_has_lost_get_one_when_wp_cron_comes(): void {
		Jobs\Queue::add( 'index', array( 'index_id' => 'default' ) );
		wp_clear_scheduled_hook( Jobs\Queue::HOOK );
		Jobs\Queue::plan_again();
		$this->assertFalse( wp_next_scheduled( Jobs\Queue::HOOK ), 'A page asks the database for nothing.' );
		add_filter( 'wp_doing_cron', '__return_true' );
		Jobs\Queue::plan_again();
		remove_filter( 'wp_doing_cron', '__return_true' );
		$this->assertLessThanOrEqual( time(), wp_next_scheduled( Jobs\Queue::HOOK ) );
	}

	/**
	 * @param string[] $events
	 */
	private function webhook( array $events ): Webhooks\Webhook {
		return Webhooks\Store::insert( 'https://example.com/hook', '', $events, true, Webhooks\Signature::new_secret() );
	}

	/**
	 * @return string[] Types of the messages that wait.
	 */
	private function pending( Webhooks\Webhook $webhook ): array {
		$waiting = Webhooks\Delivery_Store::list( $webhook, Webhooks\Delivery::PENDING, 10, 0 )['deliveries'];
		return array_map( static fn( Webhooks\Delivery $delivery ) => $delivery->type, $waiting );
	}

	/**
	 * @return string[]
	 */
	private function sessions_of( string ...$thread_ids ): array {
		global $wpdb;
		$list = implode( ',', array_map( static fn( string $id ) => "'$id'", $thread_ids ) );
		return $wpdb->get_col( 'SELECT session_id FROM ' . Schema::table( 'openai_objects' ) . " WHERE api_id IN ($list)" );
	}

	/**
	 * @param string[] $values
	 */
	private function make_old( string $table, string $column, string $time, string $by, array $values ): void {
		global $wpdb;
		foreach ( $values as $value ) {
			$this->assertGreaterThan( 0, $wpdb->update( Schema::table( $table ), array( $column => $time ), array( $by => $value ) ) );
		}
	}
}
