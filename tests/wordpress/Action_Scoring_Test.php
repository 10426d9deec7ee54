<?php
declare( strict_types=1 );

use MxChat\Actions\Acting;
use MxChat\Actions\Action;
use MxChat\Actions\Background;
use MxChat\Actions\Background_Job;
use MxChat\Actions\Registry;
use MxChat\Actions\Result;
use MxChat\Actions\Scorer;
use MxChat\Actions\Setting;
use MxChat\Actions\Store;
use MxChat\Tools\Tool_Context;

/**
 * Which action a message triggers, and what the visitor gets.
 */
final class Action_Scoring_Test extends Site_Test_Case {

	/** @var array<int,array> Arguments of the runs of the test's own action. */
	public static array $runs = array();

	protected function setUp(): void {
		parent::setUp();
		self::$runs = array();
		add_filter( 'mxchat_actions', $this->with_booking( ... ) );
		Registry::forget();
	}

	protected function tearDown(): void {
		remove_all_filters( 'mxchat_actions' );
		parent::tearDown();
		Registry::forget();
	}

	public function test_nothing_is_scored_where_nothing_is_on(): void {
		$this->assertSame( array(), Scorer::decide( 'search the site for boots', 'default' )->scores );
	}

	public function test_a_message_like_a_phrase_triggers_its_action_and_an_ordinary_one_none(): void {
		$this->switch_on( 'search_site', 'download_transcript' );
		$this->assertSame( 'download_transcript', Scorer::decide( 'can you give me a copy of this conversation', 'default' )->sure() );
		$this->assertSame( 'search_site', Scorer::decide( 'look it up on your website please', 'default' )->sure() );
		$this->assertNull( Scorer::decide( 'Do you ship to Norway?', 'default' )->sure() );
		$this->assertSame( 'lexical', Scorer::decide( 'Do you ship to Norway?', 'default' )->scoring );
	}

	public function test_a_stricter_action_needs_a_higher_score(): void {
		$this->switch_on( 'download_transcript' );
		$before = Scorer::decide( 'save our talk', 'default' )->scores[0];
		Store::save( new Setting( 'download_transcript', true, 0, Registry::find( 'download_transcript' )->phrases(), strictness: 1.0 ) );
		Registry::forget();
		$after = Scorer::decide( 'save our talk', 'default' )->scores[0];
		$this->assertSame( $before['score'], $after['score'] );
		$this->assertGreaterThan( $before['threshold'], $after['threshold'] );
	}

	public function test_a_draft_counts_before_it_is_saved_and_changes_nothing(): void {
		$this->switch_on( 'download_transcript' );
		$draft  = array( 'download_transcript' => array( 'phrases' => array( 'frobnicate the widget' ), 'counter_examples' => array() ) );
		$before = Scorer::decide( 'please frobnicate the widget', 'default' );
		$with   = Scorer::decide( 'please frobnicate the widget', 'default', $draft );
		$this->assertNull( $before->sure() );
		$this->assertSame( array( 'download_transcript', 'frobnicate the widget' ), array( $with->sure(), $with->scores[0]['phrase'] ) );
		$this->assertEquals( $before, Scorer::decide( 'please frobnicate the widget', 'default' ) );
	}

	public function test_a_triggered_action_answers_in_the_chat(): void {
		$this->switch_on( 'search_site' );
		$this->publish( 'Repairs', 'We repair zips within a week.' );
		$answer = $this->ask( $this->start_session(), 'search the site for zips' )->get_data();
		$this->assertSame( array( 'search_site', 'done', 'These pages may help:' ), array( $answer['action']['id'], $answer['action']['status'], $answer['message']['content'] ) );
		$this->assertSame( Acting::ENGINE, $answer['engine'] );
		$this->assertContains( 'Repairs', array_column( $answer['action']['cards'], 'title' ) );
	}

	public function test_what_changes_something_waits_for_a_click_and_runs_once(): void {
		$this->switch_on( 'book_table' );
		$session = $this->start_session();
		$action  = $this->ask( $session, 'book a table for two' )->get_data()['action'];
		$this->assertSame( array( 'confirmation_required', 'A table is booked.' ), array( $action['status'], $action['summary'] ) );
		$this->assertSame( array(), self::$runs );

		$confirm = fn( array $who, string $id ) => $this->request( 'POST', "/actions/$id/confirm", array( 'decision' => 'confirm' ), array( 'X-MxChat-Session' => $who['secret'] ) );
		$this->assertSame( 404, $confirm( $this->start_session(), $action['id'] )->get_status(), 'Another session confirms nothing.' );
		$this->assertSame( 404, $confirm( $session, substr( $action['id'], 0, -1 ) . ( $action['id'][-1] === '0' ? '1' : '0' ) )->get_status() );
		$this->assertSame( array(), self::$runs );
		$done = $confirm( $session, $action['id'] );
		$this->assertSame( array( 200, 'done', 'Booked.' ), array( $done->get_status(), $done->get_data()['action']['status'], $done->get_data()['action']['text'] ) );
		$confirm( $session, $action['id'] );
		$this->assertSame( array( array( 'wish' => 'book a table for two' ) ), self::$runs, 'A second click has no second effect.' );
	}

	public function test_a_turn_keeps_how_it_was_decided(): void {
		$this->switch_on( 'search_site' );
		$triggered = $this->ask( $this->start_session(), 'look it up on your website please' )->get_data()['turn_id'];
		$ordinary  = $this->ask( $this->start_session(), 'Do you ship to Norway?' )->get_data()['turn_id'];
		$this->assertRefused( 401, 'mxchat_sign_in_required', $this->request( 'GET', "/debugger/turns/$triggered" ) );
		wp_set_current_user( 1 );
		$replay = $this->request( 'GET', "/debugger/turns/$triggered" )->get_data();
		$this->assertSame( array( 'search_site', 'search_site' ), array( $replay['then']['action'], $replay['now']['action'] ) );
		$this->assertSame( $replay['now']['items'][0]['score'], $replay['then']['actions'][0]['score'] );

		Store::save( new Setting( 'search_site', true, 0, array( 'frobnicate' ) ) );
		Registry::forget();
		$replay = $this->request( 'GET', "/debugger/turns/$triggered" )->get_data();
		$this->assertSame( array( 'search_site', null ), array( $replay['then']['action'], $replay['now']['action'] ), 'What was decided then stays.' );
		$this->assertNull( $this->request( 'GET', "/debugger/turns/$ordinary" )->get_data()['then']['action'] );
		$items = $this->request( 'GET', '/transcripts', array( 'order' => 'asc' ) )->get_data()['items'];
		$this->assertSame( array( $triggered, $triggered, $ordinary, $ordinary ), array_column( $items, 'turn_id' ) );
	}

	public function test_who_may_use_the_debugger_may_not_yet_read_what_visitors_said(): void {
		$this->switch_on( 'search_site' );
		$turn_id = $this->ask( $this->start_session(), 'look it up on your website please' )->get_data()['turn_id'];
		$editors = static fn( string $behind, string $capability ) => $capability === 'mxchat_use_debugger' ? 'edit_pages' : $behind;
		$user_id = wp_insert_user( array( 'user_login' => 'an_editor', 'user_pass' => 'secret', 'role' => 'editor' ) );
		add_filter( 'mxchat_capability', $editors, 10, 2 );
		wp_set_current_user( $user_id );
		$this->assertSame( 200, $this->request( 'POST', '/debugger/trace', array( 'message' => 'zips' ) )->get_status() );
		$this->assertRefused( 403, 'mxchat_rest_forbidden', $this->request( 'GET', "/debugger/turns/$turn_id" ) );
		remove_filter( 'mxchat_capability', $editors );
		require_once ABSPATH . 'wp-admin/includes/user.php';
		wp_delete_user( $user_id );
	}

	public function test_a_browser_scores_a_draft_as_the_site_scores_the_message(): void {
		$this->switch_on( 'search_site', 'download_transcript' );
		$body = $this->request( 'GET', '/actions/model' )->get_data();
		$this->assertSame( array( 'search_site', 'download_transcript' ), array_column( $body['actions'], 'id' ) );
		foreach ( array( 'look it up on your website please', 'Do you ship to Norway?', 'download the trans' ) as $draft ) {
			$there = MxChat\Core\score_actions( base64_decode( $body['model'] ), base64_decode( $body['background'] ), $draft, '', $body['strictness'] );
			$this->assertSame( array_column( Scorer::decide( $draft, 'default' )->scores, 'score', 'id' ), array_column( $there, 'score', 'id' ), $draft );
		}
	}

	public function test_no_browser_gets_what_not_everybody_may_trigger_nor_what_visitors_wrote(): void {
		$this->switch_on( 'search_site', 'book_table' );
		Store::save( new Setting( 'book_table', true, 1, array( 'frobnicate the widget' ), who: Setting::SIGNED_IN ) );
		Registry::forget();
		$this->ask( $this->start_session(), 'my secret question about quokkas' );
		$this->learn();
		$this->assertTrue( Background::of( null )->is_own );
		$body  = $this->request( 'GET', '/actions/model' )->get_data();
		$bytes = base64_decode( $body['model'] ) . base64_decode( $body['background'] );
		$this->assertSame( array( 'search_site' ), array_column( $body['actions'], 'id' ) );
		MxChat\Settings\Store::set( 'learns_from_messages', false );
		$this->assertSame( $body['background'], $this->request( 'GET', '/actions/model' )->get_data()['background'], 'What visitors wrote changes nothing in it.' );
		$this->assertStringNotContainsString( 'frobnicate', $bytes );
		$this->assertStringNotContainsString( 'quokka', $bytes );
	}

	public function test_what_was_learned_from_messages_is_forgotten_with_them(): void {
		$this->switch_on( 'search_site' );
		$session = $this->start_session();
		$this->ask( $session, 'my secret question about quokkas' );
		$background = static fn() => sha1_file( Background::of( null )->packed );
		$without    = $background();
		$this->learn();
		$this->assertNotSame( $without, $background() );
		$this->assertSame( 'search_site', Scorer::decide( 'search this site for zips', 'default' )->sure() );
		$this->erase( $session );
		$this->assertSame( array(), glob( MxChat\Knowledge\Vectors\Index_Folder::path() . '/own-*' ) );
		$this->assertSame( 0, $this->count_models( 'own:%' ) );
		$this->assertSame( $without, $background() );
		$this->assertSame( 'search_site', Scorer::decide( 'search this site for zips', 'default' )->sure() );
	}

	public function test_actions_stay_awake_while_what_was_learned_is_forgotten_and_learned_anew(): void {
		$this->switch_on( 'search_site' );
		$gone = $this->start_session();
		$this->ask( $gone, 'my secret question about quokkas' );
		$this->ask( $this->start_session(), 'are the zebras back in stock' );
		$this->learn();
		$this->assertSame( 'search_site', Scorer::decide( 'search this site for zips', 'default' )->sure() );
		$with_both = sha1_file( Background::of( null )->packed );
		$this->erase( $gone );
		$this->assertSame( 'search_site', Scorer::decide( 'search this site for zips', 'default' )->sure(), 'Before it is learned anew.' );
		$this->assertFalse( Background::of( null )->is_own );
		$this->learn();
		$this->assertTrue( Background::of( null )->is_own );
		$this->assertSame( 'search_site', Scorer::decide( 'search this site for zips', 'default' )->sure(), 'And after.' );
		$this->assertNotSame( $with_both, sha1_file( Background::of( null )->packed ) );
	}

	public function test_a_model_that_was_trained_on_something_else_is_trained_anew(): void {
		$this->switch_on( 'search_site' );
		$this->assertSame( 'search_site', Scorer::decide( 'search this site for zips', 'default' )->sure() );
		Background::build( null, false, array( 'Do you ship to Norway?', 'Is it waterproof?' ), '' );
		ini_set( 'error_log', '/dev/null' );
		$decision = Scorer::decide( 'search this site for zips', 'default' );
		ini_restore( 'error_log' );
		$this->assertSame( 'search_site', $decision->sure() );
		Background::build( null, false, MxChat\Actions\Ordinary_Messages::brought(), '' );
	}

	public function test_deletions_in_a_row_have_it_learned_anew_once(): void {
		$this->switch_on( 'search_site' );
		$sessions = array( $this->start_session(), $this->start_session() );
		array_map( fn( array $session ) => $this->ask( $session, 'are the zebras back in stock' ), $sessions );
		$this->learn();
		array_map( $this->erase( ... ), $sessions );
		$open = MxChat\Jobs\Store::list( 10, 0 )['jobs'];
		$open = array_filter( $open, static fn( MxChat\Jobs\Job $job ) => $job->kind === Background_Job::KIND && $job->status === MxChat\Jobs\Job::QUEUED );
		$this->assertCount( 1, $open );
		$this->assertGreaterThan( time() + 60, current( $open )->due_at, 'Not after each.' );
	}

	public function test_where_nothing_is_suggested_no_model_leaves_the_site(): void {
		$this->switch_on( 'search_site' );
		MxChat\Settings\Store::set( 'suggests_actions', false );
		$body = $this->request( 'GET', '/actions/model' )->get_data();
		$this->assertSame( array( '', '', array() ), array( $body['model'], $body['background'], $body['actions'] ) );
		$this->assertRefused( 404, 'mxchat_bot_not_found', $this->request( 'GET', '/actions/model', array( 'bot_id' => 'nobody' ) ) );
	}

	public function test_whom_the_owner_did_not_choose_gets_an_answer_instead(): void {
		Store::save( new Setting( 'book_table', true, 0, Registry::find( 'book_table' )->phrases(), who: Setting::SIGNED_IN ) );
		Registry::forget();
		$answer = $this->ask( $this->start_session(), 'book a table for two' )->get_data();
		$this->assertSame( array( null, 'extractive' ), array( $answer['action'], $answer['engine'] ) );
	}

	/** The owner lets the site learn from what visitors wrote, and the job has come to it. */
	private function learn(): void {
		MxChat\Settings\Store::set( 'learns_from_messages', true );
		( new Background_Job() )->step( array() );
	}

	private function erase( array $session ): void {
		$this->request( 'DELETE', '/sessions/' . $session['session_id'], array( 'erase' => true ), array( 'X-MxChat-Session' => $session['secret'] ) );
	}

	private function count_models( string $names ): int {
		global $wpdb;
		return (int) $wpdb->get_var( $wpdb->prepare( 'SELECT COUNT(*) FROM ' . MxChat\Schema::table( 'action_models' ) . ' WHERE scorer LIKE %s', $names ) );
	}

	private function switch_on( string ...$action_ids ): void {
		foreach ( $action_ids as $position => $action_id ) {
			Store::save( new Setting( $action_id, true, $position, Registry::find( $action_id )->phrases() ) );
		}
		Registry::forget();
	}

	/**
	 * @param Action[] $actions
	 * @return Action[]
	 */
	private function with_booking( array $actions ): array {
		$actions[] = new class() extends Action {

			public function id(): string {
				return 'book_table';
			}

			public function label(): string {
				return 'Book a table';
			}

			public function description(): string {
				return 'A table is booked.';
			}

			public function phrases(): array {
				return array( 'book a table for two', 'I would like to reserve a table', 'can we get a table tonight', 'reserve seats for dinner' );
			}

			public function is_readonly(): bool {
				return false;
			}

			public function input_schema(): array {
				return array( 'type' => 'object', 'properties' => array( 'wish' => array( 'type' => 'string' ) ), 'required' => array( 'wish' ), 'additionalProperties' => false );
			}

			public function arguments_from( string $message ): ?array {
				return array( 'wish' => $message );
			}

			public function run( array $arguments, Tool_Context $context ): Result|WP_Error {
				Action_Scoring_Test::$runs[] = $arguments;
				return new Result( 'Booked.' );
			}
		};
		return $actions;
	}
}
