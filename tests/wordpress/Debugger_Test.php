<?php
declare( strict_types=1 );

use MxChat\Actions\Registry;
use MxChat\Actions\Setting;
use MxChat\Actions\Store;
use MxChat\Debugger\Test_Case;
use MxChat\Debugger\Test_Run;
use MxChat\Debugger\Test_Store;
use MxChat\Transcripts;

/**
 * The Debugger: how a message comes to its answer, and the questions whose outcome must stay.
 */
final class Debugger_Test extends Site_Test_Case {

	protected function setUp(): void {
		parent::setUp();
		Registry::forget();
		$this->publish( 'Repairs', 'We repair zips within a week.' );
		Store::save( new Setting( 'search_site', true, 0, array( 'search this site', 'look it up on your website', 'find a page' ) ) );
		Registry::forget();
	}

	protected function tearDown(): void {
		parent::tearDown();
		Registry::forget();
	}

	public function test_a_test_passes_while_its_outcome_stays_and_says_what_came_instead(): void {
		Test_Store::insert( 'default', 'please look it up on your website', Test_Case::ACTION, 'search_site' );
		Test_Store::insert( 'default', 'Do you repair zips?', Test_Case::SOURCE, home_url( '/repairs/' ) );
		Test_Store::insert( 'default', 'What is the capital of Peru?', Test_Case::REFUSAL, '' );
		$this->assertSame( array( 3, 0 ), $this->outcome( Test_Run::all() ) );

		Test_Store::insert( 'default', 'Do you repair zips?', Test_Case::ACTION, 'search_site' );
		$run = Test_Run::all();
		$this->assertSame( array( 3, 1 ), $this->outcome( $run ) );
		$this->assertSame( array( false, home_url( '/repairs/' ) ), array( $run['items'][3]['passed'], $run['items'][3]['got'] ) );
		$this->assertSame( $run, Test_Run::all(), 'The same numbers every time.' );
	}

	public function test_a_run_shows_what_a_change_of_phrases_would_break_before_it_is_saved(): void {
		wp_set_current_user( 1 );
		$this->request( 'POST', '/debugger/tests', array( 'question' => 'please look it up on your website', 'expects' => 'action', 'expected' => 'search_site' ) );
		$this->request( 'POST', '/debugger/tests', array( 'question' => 'Do you repair zips?', 'expects' => 'source', 'expected' => home_url( '/repairs/' ) ) );
		$drafts = array( array( 'action_id' => 'search_site', 'phrases' => array( 'Do you repair zips?' ), 'counter_examples' => array() ) );
		$now    = $this->request( 'POST', '/debugger/tests/run', array() )->get_data();
		$then   = $this->request( 'POST', '/debugger/tests/run', array( 'drafts' => $drafts ) )->get_data();
		$this->assertSame( array( 2, 0 ), $this->outcome( $now ) );
		$this->assertSame( array( 0, 2 ), $this->outcome( $then ) );
		$this->assertSame( 'search_site', $then['items'][1]['got'], 'The draft steals the question.' );
		$this->assertSame( $now, $this->request( 'POST', '/debugger/tests/run', array() )->get_data(), 'Nothing was saved.' );
	}

	public function test_tests_are_added_and_removed_by_the_owner_alone(): void {
		$test = array( 'question' => 'Do you repair zips?', 'expects' => 'source', 'expected' => 'x' );
		$this->assertRefused( 401, 'mxchat_sign_in_required', $this->request( 'POST', '/debugger/tests', $test ) );
		$this->assertRefused( 401, 'mxchat_sign_in_required', $this->request( 'POST', '/debugger/tests/run', array() ) );
		wp_set_current_user( 1 );
		$this->assertRefused( 400, 'rest_invalid_param', $this->request( 'POST', '/debugger/tests', array( 'expected' => '' ) + $test ) );
		$this->assertRefused( 404, 'mxchat_bot_not_found', $this->request( 'POST', '/debugger/tests', array( 'bot_id' => 'nobody' ) + $test ) );
		$id = $this->request( 'POST', '/debugger/tests', $test )->get_data()['id'];
		$this->assertSame( array( $id ), array_column( $this->request( 'GET', '/debugger/tests' )->get_data()['items'], 'id' ) );
		$this->assertSame( 200, $this->request( 'DELETE', "/debugger/tests/$id" )->get_status() );
		$this->assertRefused( 404, 'mxchat_test_not_found', $this->request( 'DELETE', "/debugger/tests/$id" ) );
	}

	public function test_a_trace_names_each_step_and_leaves_nothing_behind(): void {
		wp_set_current_user( 1 );
		$trace = $this->request( 'POST', '/debugger/trace', array( 'message' => 'Do you repair zips?' ) )->get_data();
		$this->assertSame( array( 'actions', 'retrieval', 'answer' ), array_column( $trace['steps'], 'name' ) );
		$this->assertSame( array( null, 'Repairs', true ), array( $trace['steps'][0]['action'], $trace['steps'][1]['items'][0]['title'], $trace['steps'][2]['is_answered'] ) );
		foreach ( $trace['steps'] as $step ) {
			$this->assertGreaterThan( 0.0, $step['milliseconds'] );
		}
		$this->assertStringContainsString( 'No action', $trace['why'][0] );
		$this->assertSame( array(), Transcripts\Store::sample_questions( 10 ) );

		$trace = $this->request( 'POST', '/debugger/trace', array( 'message' => 'search this site for zips' ) )->get_data();
		$this->assertSame( 'search_site', $trace['steps'][0]['action'] );
		$this->assertStringContainsString( 'is triggered', $trace['why'][0] );
	}

	public function test_a_turn_that_is_not_there_cannot_be_looked_into(): void {
		wp_set_current_user( 1 );
		$this->assertRefused( 404, 'mxchat_turn_not_found', $this->request( 'GET', '/debugger/turns/turn_nobody' ) );
	}

	/**
	 * @return int[] Passed and failed.
	 */
	private function outcome( array $run ): array {
		return array( $run['passed'], $run['failed'] );
	}
}
