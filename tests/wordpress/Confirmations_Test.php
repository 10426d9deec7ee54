<?php
declare( strict_types=1 );

use MxChat\Confirmations\Confirmation;
use MxChat\Confirmations\Store;
use MxChat\Schema;
use MxChat\Tools\Tool_Context;

require_once __DIR__ . '/Modelled_Test_Case.php';
require_once __DIR__ . '/Echo_Tool.php';

/**
 * What changes something happens once, after a click of the person who was asked.
 */
final class Confirmations_Test extends Modelled_Test_Case {

	private Echo_Tool $tool;

	private array $session;

	protected function setUp(): void {
		parent::setUp();
		$this->tool    = new Echo_Tool( 'buy_item', changes_something: true );
		$this->session = $this->start_session();
		$this->assistant( array( 'tools' => array( 'buy_item' ) ) );
		$this->offer( $this->tool );
	}

	private function pending( array $arguments = array( 'id' => 7 ), int $user_id = 0 ): Confirmation {
		$context = new Tool_Context( $this->session['session_id'], self::THREAD, 'turn_1', 'default', $user_id, 'call_1', 'ip:test' );
		return Store::add( 'buy_item', 'Buy item', 'Buy item 7?', $arguments, $context );
	}

	private function decide( string $id, string $decision = 'confirm', ?array $session = null ): WP_REST_Response {
		return $this->request( 'POST', "/actions/$id/confirm", array( 'decision' => $decision ), array( 'X-MxChat-Session' => ( $session ?? $this->session )['secret'] ) );
	}

	public function test_a_click_runs_it_once_and_a_second_click_is_told_what_came_of_it(): void {
		$id = $this->pending()->id();
		foreach ( array( 1, 2 ) as $click ) {
			$response = $this->decide( $id );
			$this->assertSame( 200, $response->get_status(), "Click $click" );
			$action = $response->get_data()['action'];
			$this->assertSame( array( 'done', array( 'found' => 'a red scarf' ) ), array( $action['status'], $action['result'] ) );
		}
		$this->assertSame( array( array( 'id' => 7 ) ), array_column( $this->tool->runs, 'arguments' ) );
		$this->assertRefused( 409, 'mxchat_confirmation_over', $this->decide( $id, 'cancel' ) );
	}

	/**
	 * Five who click at once: it happens once, and each is told that it is done, or that it was decided before.
	 */
	public function test_of_clicks_at_the_same_time_one_runs_it(): void {
		$id        = $this->pending()->id();
		$file      = (string) tempnam( sys_get_temp_dir(), 'mxchat-effect' );
		$processes = array();
		$outputs   = array();
		for ( $i = 0; $i < 5; $i++ ) {
			$command       = array( PHP_BINARY, __DIR__ . '/decider.php', (string) getenv( 'MXCHAT_SITE' ), $id, $this->session['session_id'], $file );
			$processes[]   = proc_open( $command, array( 1 => array( 'pipe', 'w' ), 2 => array( 'file', '/dev/null', 'w' ) ), $pipes );
			$outputs[ $i ] = $pipes[1];
		}
		$told = array_map( 'stream_get_contents', $outputs );
		array_map( 'proc_close', $processes );
		$this->assertSame( 'x', file_get_contents( $file ) );
		$this->assertContains( 'done', $told );
		$this->assertSame( array(), array_diff( $told, array( 'done', 'mxchat_confirmation_over' ) ) );
		unlink( $file );
	}

	public function test_a_click_waits_for_a_place_and_a_no_does_not(): void {
		MxChat\Settings\Store::set( 'max_streams', 1 );
		$pending = array( $this->pending()->id(), $this->pending( array( 'id' => 8 ) )->id() );
		$held    = MxChat\Chat\Place::take();
		$this->assertRefused( 503, 'mxchat_streams_busy', $this->decide( $pending[0] ) );
		$this->assertSame( array( 200, array() ), array( $this->decide( $pending[1], 'cancel' )->get_status(), $this->tool->runs ) );
		unset( $held );
		$this->assertSame( 'done', $this->decide( $pending[0] )->get_data()['action']['status'] );
		$this->assertSame( 0, $this->count_rows( 'streams' ) );
	}

	public function test_what_was_cancelled_never_runs(): void {
		$id = $this->pending()->id();
		$this->assertSame( 'cancelled', $this->decide( $id, 'cancel' )->get_data()['action']['status'] );
		$this->assertRefused( 409, 'mxchat_confirmation_over', $this->decide( $id ) );
		$this->assertSame( array(), $this->tool->runs );
	}

	public function test_after_five_minutes_it_is_over(): void {
		global $wpdb;
		$pending = $this->pending();
		$this->assertLessThanOrEqual( time() + 300, $pending->expires_at );
		$wpdb->query( 'UPDATE ' . Schema::table( 'confirmations' ) . ' SET expires_at = ' . ( time() - 1 ) );
		// The time is signed as well: whoever moves it has another confirmation, which nobody signed.
		$this->assertRefused( 404, 'mxchat_confirmation_not_found', $this->decide( $pending->id() ) );
		$this->assertSame( array(), $this->tool->runs );
	}

	public function test_an_expired_one_that_is_signed_so_is_over(): void {
		global $wpdb;
		$pending = $this->pending();
		$expired = new Confirmation( ...array( 'expires_at' => time() - 1 ) + get_object_vars( $pending ) );
		$wpdb->query( 'UPDATE ' . Schema::table( 'confirmations' ) . ' SET expires_at = ' . $expired->expires_at );
		$this->assertRefused( 409, 'mxchat_confirmation_over', $this->decide( $expired->id() ) );
		$this->assertSame( array(), $this->tool->runs );
	}

	public function test_another_session_another_user_and_nobody_look_alike(): void {
		$id     = $this->pending()->id();
		$others = array(
			$this->decide( $id, session: $this->start_session() ),
			$this->decide( 'cnf_' . str_repeat( '0', 24 ) . '_' . str_repeat( '0', 32 ) ),
			$this->decide( $this->pending( user_id: 1 )->id() ),
			$this->decide( substr( $id, 0, -1 ) . ( substr( $id, -1 ) === '0' ? '1' : '0' ) ),
		);
		foreach ( $others as $response ) {
			$this->assertRefused( 404, 'mxchat_confirmation_not_found', $response );
		}
		$this->assertSame( array(), $this->tool->runs );
	}

	public function test_arguments_that_were_changed_in_the_table_do_not_run(): void {
		global $wpdb;
		$id = $this->pending()->id();
		$wpdb->query( 'UPDATE ' . Schema::table( 'confirmations' ) . " SET arguments = '{\"id\":8}'" );
		$this->assertRefused( 404, 'mxchat_confirmation_not_found', $this->decide( $id ) );
		$this->assertSame( array(), $this->tool->runs );
	}

	public function test_arguments_that_no_longer_fit_are_refused_when_it_runs(): void {
		$action = $this->decide( $this->pending( array( 'id' => 'seven' ) )->id() )->get_data()['action'];
		$this->assertSame( array( 'failed', 'invalid_arguments' ), array( $action['status'], $action['result']['error']['code'] ) );
		$this->assertSame( array(), $this->tool->runs );
	}

	public function test_a_tool_that_was_taken_away_cannot_be_confirmed(): void {
		$id = $this->pending()->id();
		remove_all_filters( 'mxchat_confirmed_tool' );
		$this->filter( 'mxchat_tools', static fn() => array(), 1 );
		$action = $this->decide( $id )->get_data()['action'];
		$this->assertSame( 'unknown_tool', $action['result']['error']['code'] );
	}

	public function test_it_is_reported_as_an_event_without_its_arguments(): void {
		$events = array();
		$this->filter( 'mxchat_event', static function ( string $type, array $data ) use ( &$events ): void {
			$events[] = array( $type, $data );
		}, 2 );
		$this->decide( $this->pending()->id() );
		$executed = array_values( array_filter( $events, static fn( array $event ) => $event[0] === 'action.executed' ) );
		$this->assertSame( array( 'buy_item', 'done' ), array( $executed[0][1]['action'], $executed[0][1]['status'] ) );
		$this->assertArrayNotHasKey( 'arguments', $executed[0][1] );
	}

	public function test_it_goes_with_its_session(): void {
		$this->pending();
		MxChat\Transcripts\Deletion::delete( array( $this->session['session_id'] ) );
		$this->assertSame( 0, $this->count_rows( 'confirmations' ) );
	}

	public function test_a_person_gets_and_loses_what_they_were_asked(): void {
		$this->pending( user_id: 1 );
		$this->pending();
		$email = get_userdata( 1 )->user_email;
		$this->assertStringContainsString( 'Buy item 7?', json_encode( MxChat\Confirmations\Personal_Data::export( $email ) ) );
		$this->assertCount( 1, MxChat\Confirmations\Personal_Data::export( $email )['data'] );
		$this->assertTrue( MxChat\Confirmations\Personal_Data::erase( $email )['items_removed'] );
		$this->assertSame( 1, $this->count_rows( 'confirmations' ) );
	}

	public function test_old_ones_are_forgotten(): void {
		global $wpdb;
		$this->pending();
		$wpdb->query( 'UPDATE ' . Schema::table( 'confirmations' ) . " SET created_at = '2020-01-01 00:00:00'" );
		do_action( 'mxchat_daily' );
		$this->assertSame( 0, $this->count_rows( 'confirmations' ) );
	}

	/**
	 * From the visitor's question to the click, through the same routes that the widget uses.
	 */
	public function test_a_visitor_asks_confirms_and_is_told(): void {
		$this->connect();
		$this->upstream->script( array( 'calls' => array( array( 'name' => 'buy_item', 'arguments' => '{"id":7}' ) ) ), array( 'text' => 'Please confirm.' ), array( 'text' => 'It is yours.' ) );
		$asked = $this->ask( $this->session, 'Buy item 7' )->get_data();
		$this->assertSame( array( 'Please confirm.', 'confirmation_required' ), array( $asked['message']['content'], $asked['action']['status'] ) );
		$this->assertSame( array(), $this->tool->runs );
		$this->assertSame( 'confirmation_required', $this->stored_action()['status'] );
		$this->assertSame( 'done', $this->decide( $asked['action']['id'] )->get_data()['action']['status'] );
		$this->assertSame( 'done', $this->stored_action()['status'] );
		$this->assertCount( 1, $this->tool->runs );
		$this->assertSame( $asked['turn_id'], $this->tool->runs[0]['context']->turn_id );
		$this->ask( $this->session, 'Did it work?' );
		$bodies = $this->asked();
		$this->assertStringContainsString( 'It is done. {"found":"a red scarf"}', end( end( $bodies )['input'] )['content'] );
	}

	private function stored_action(): array {
		$path     = '/sessions/' . $this->session['session_id'] . '/messages';
		$messages = $this->request( 'GET', $path, headers: array( 'X-MxChat-Session' => $this->session['secret'] ) )->get_data()['items'];
		return end( $messages )['actions'][0];
	}
}
