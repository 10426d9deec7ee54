<?php
declare( strict_types=1 );

use MxChat\Jobs\Job;
use MxChat\Jobs\Queue;
use MxChat\Jobs\Runner;
use MxChat\Jobs\Store;
use MxChat\Knowledge\Retriever;
use MxChat\Schema;

final class Jobs_Test extends Site_Test_Case {

	private string $token = '';

	protected function setUp(): void {
		parent::setUp();
		$this->token = $this->mint_token( array( 'knowledge:read', 'knowledge:write' ) );
	}

	protected function tearDown(): void {
		wp_clear_scheduled_hook( Queue::HOOK );
		parent::tearDown();
	}

	public function test_a_push_can_be_left_to_a_job(): void {
		$response = $this->push_later( 'Zeppelin tickets – „für alle“ 🛩 – are sold at the kiosk.' );
		$data     = $response->get_data();
		$this->assertSame( 202, $response->get_status() );
		$this->assertSame( array( true, 'queued', null ), array( $data['success'], $data['status'], $data['chunks'] ) );
		$this->assertSame( rest_url( 'mxchat/v1/knowledge/jobs/' . $data['job_id'] ), $response->get_headers()['Location'] );
		$this->assertSame( 'respond-async', $response->get_headers()['Preference-Applied'] );
		$this->assertSame( 0, $this->count_rows( 'sources' ) );
		$this->assertSame( array( 'queued', null ), $this->status_and_result( $data['job_id'] ) );

		Runner::run( 60 );
		[ $status, $result ] = $this->status_and_result( $data['job_id'] );
		$this->assertSame( array( 'done', 'stored', 1 ), array( $status, $result['status'], $result['chunks'] ) );
		$this->assertCount( 1, Retriever::find( 'zeppelin tickets', 'default' )->passages );
	}

	public function test_a_job_that_comes_while_the_last_one_ends_keeps_its_turn(): void {
		$late = static function ( mixed $cleared, string $hook ) use ( &$late ): mixed {
			if ( $hook === Queue::HOOK && Store::next_due_at() === null ) {
				remove_filter( 'pre_clear_scheduled_hook', $late );
				Queue::add( 'index', array( 'bot_id' => 'default' ) );
			}
			return $cleared;
		};
		wp_schedule_single_event( time(), Queue::HOOK );
		add_filter( 'pre_clear_scheduled_hook', $late, 10, 2 );
		Runner::run( 0 );
		remove_filter( 'pre_clear_scheduled_hook', $late );
		$this->assertSame( 1, $this->count_rows( 'jobs' ) );
		$this->assertIsInt( wp_next_scheduled( Queue::HOOK ) );
	}

	public function test_what_is_new_is_read_although_a_reading_is_past_it(): void {
		$first = MxChat\Knowledge\Reindex_Job::add();
		$this->assertSame( $first, MxChat\Knowledge\Reindex_Job::add(), 'One that has not begun will come by.' );
		Store::save_step( Store::claim()->after( MxChat\Jobs\Step::more( array( 'after_post_id' => 1000, 'done' => 20 ), 20, 40 ) ) );
		$second = MxChat\Knowledge\Reindex_Job::add();
		$this->assertNotSame( $first, $second );
		$this->assertSame( $second, MxChat\Knowledge\Reindex_Job::add() );
	}

	public function test_a_task_of_the_day_that_fails_keeps_no_other_from_its_turn(): void {
		$done  = array();
		$tasks = clone $GLOBALS['wp_filter'][ MxChat\Jobs\Daily::HOOK ];
		MxChat\Jobs\Daily::add( static fn() => throw new RuntimeException( 'broken' ) );
		MxChat\Jobs\Daily::add( static function () use ( &$done ): void {
			$done[] = 'the next';
		} );
		ini_set( 'error_log', '/dev/null' );
		do_action( MxChat\Jobs\Daily::HOOK );
		ini_restore( 'error_log' );
		$GLOBALS['wp_filter'][ MxChat\Jobs\Daily::HOOK ] = $tasks;
		$this->assertSame( array( 'the next' ), $done );
		$this->assertNotNull( Store::find_open( 'index:default' ), 'What takes long is a job.' );
	}

	public function test_site_health_tells_when_nobody_comes_for_the_jobs(): void {
		$test = apply_filters( 'site_status_tests', array( 'direct' => array(), 'async' => array() ) )['direct']['mxchat_jobs']['test'];
		$this->assertSame( 'good', $test()['status'] );
		Store::insert( 'index', array( 'index_id' => 'default' ), '', time() + HOUR_IN_SECONDS );
		Store::insert( 'webhook', array(), 'webhook:1', time() + HOUR_IN_SECONDS );
		Store::insert( 'webhook', array(), 'webhook:1', time() - 2 * HOUR_IN_SECONDS );
		$this->assertSame( 'good', $test()['status'], 'Their time has not come, or another of their lane is before them.' );
		Store::insert( 'index', array( 'index_id' => 'default' ), '', time() - 2 * HOUR_IN_SECONDS );
		$this->assertSame( 'recommended', $test()['status'] );
		$this->assertStringContainsString( '2 hours', $test()['description'] );
	}

	/**
	 * @dataProvider preferences
	 */
	public function test_a_job_is_made_only_on_request( string $prefer, int $status ): void {
		$this->assertSame( $status, $this->push_later( 'Zeppelin tickets.', $prefer )->get_status() );
	}

	public function preferences(): array {
		return array(
			'alone'        => array( 'respond-async', 202 ),
			'with a wait'  => array( 'wait=10, Respond-Async', 202 ),
			'another word' => array( 'no-respond-async', 200 ),
			'minimal'      => array( 'return=minimal', 200 ),
		);
	}

	public function test_the_content_of_a_job_goes_with_its_end(): void {
		global $wpdb;
		$job_id = $this->push_later( 'Zeppelin tickets are sold at the kiosk.' )->get_data()['job_id'];
		Runner::run( 60 );
		$this->assertSame( '', $wpdb->get_row( $wpdb->prepare( 'SELECT state FROM ' . Schema::table( 'jobs' ) . ' WHERE job_id = %s', $job_id ) )->state );
	}

	public function test_pushes_of_one_address_take_effect_in_their_order(): void {
		foreach ( array( 'first', 'second', 'third' ) as $word ) {
			$this->push_later( "Zeppelin tickets, the $word price list." );
		}
		$claimed = Store::claim();
		$this->assertNull( Store::claim(), 'The second waits for the first.' );
		Store::give_back( $claimed );
		Runner::run( 60 );
		$this->assertSame( array( 'Zeppelin tickets, the third price list.' ), array_column( Retriever::find( 'zeppelin tickets', 'default' )->passages, 'text' ) );
	}

	public function test_a_push_that_waits_does_not_undo_a_later_one(): void {
		$job_id = $this->push_later( 'Zeppelin tickets, the old price list.' )->get_data()['job_id'];
		$this->assertSame( 200, $this->push_later( 'Zeppelin tickets, the new price list.', 'wait=10' )->get_status() );
		Runner::run( 60 );
		$this->assertSame( array( 'done', array( 'status' => 'superseded' ) ), $this->status_and_result( $job_id ) );
		$this->assertSame( array( 'Zeppelin tickets, the new price list.' ), array_column( Retriever::find( 'zeppelin tickets', 'default' )->passages, 'text' ) );
	}

	public function test_what_is_deleted_does_not_come_back_from_the_queue(): void {
		$this->push_later( 'Zeppelin tickets, the old price list.' );
		$this->request( 'DELETE', '/knowledge', array( 'source_urls' => array( 'https://example.com/zeppelin' ) ), $this->headers() );
		Runner::run( 60 );
		$this->assertSame( array( 0, 0 ), array( $this->count_rows( 'sources' ), $this->count_rows( 'chunks' ) ) );
	}

	public function test_a_worker_that_is_killed_leaves_its_job_to_another(): void {
		for ( $number = 1; $number <= 3; $number++ ) {
			$this->publish( "Shelf $number", "<p>Shelf $number holds quartz{$number}stone lamps.</p>" );
		}
		$job_id  = MxChat\Knowledge\Reindex_Job::add();
		$library = getenv( 'MXCHAT_SITE' ) . '/mxchat.so';
		$command = array( PHP_BINARY, ...( is_file( $library ) ? array( '-d', "extension=$library" ) : array() ), __DIR__ . '/dying_worker.php', getenv( 'MXCHAT_SITE' ) );
		exec( implode( ' ', array_map( 'escapeshellarg', $command ) ) . ' 2>&1', $output, $status );
		$this->assertSame( 128 + SIGKILL, $status, implode( "\n", $output ) );

		$job = Store::find( $job_id );
		$this->assertSame( Job::RUNNING, $job->status );
		$this->assertNull( Store::claim(), 'Not before its lease has ended.' );
		$this->end_lease( $job );
		$this->assertSame( 1, Runner::run( 60 ) );
		$this->assertSame( array( 'done', '' ), array( Store::find( $job_id )->status, Store::find( $job_id )->error_code ) );
		$this->assertContains( 'Shelf 2 holds quartz2stone lamps.', array_column( Retriever::find( 'quartz2stone', 'default' )->passages, 'text' ) );
	}

	public function test_a_job_has_one_worker(): void {
		Store::insert( 'index', array( 'index_id' => 'default' ), '' );
		$this->assertNotNull( Store::claim() );
		$this->assertNull( Store::claim() );
	}

	public function test_of_two_workers_that_see_the_same_job_one_gets_it(): void {
		Store::insert( 'index', array( 'index_id' => 'default' ), '' );
		$quicker  = null;
		$is_in    = false;
		$overtake = static function ( string $sql ) use ( &$quicker, &$is_in ): string {
			if ( ! $is_in && str_starts_with( $sql, 'UPDATE' ) ) {
				$is_in   = true;
				$quicker = Store::claim();
			}
			return $sql;
		};
		add_filter( 'query', $overtake );
		$slower = Store::claim();
		remove_filter( 'query', $overtake );
		$this->assertNotNull( $quicker );
		$this->assertNull( $slower );
		$this->assertTrue( Store::save_step( $quicker->after( MxChat\Jobs\Step::more( array(), 1, 2 ) ) ) );
	}

	public function test_a_job_whose_worker_died_is_taken_up_where_it_was(): void {
		Store::insert( 'reindex', array( 'after_post_id' => 0 ), 'reindex' );
		$lost = Store::claim();
		Store::save_step( $lost->after( MxChat\Jobs\Step::more( array( 'after_post_id' => 7 ), 3, 9 ) ) );
		$this->end_lease( $lost );
		$again = Store::claim();
		$this->assertSame( array( $lost->job_id, array( 'after_post_id' => 7 ), 3, 9, 1 ), array( $again->job_id, $again->state, $again->done, $again->total, $again->failures ) );
		$this->assertFalse( Store::save_step( $lost ), 'Who has lost the job may not write to it any more.' );
		Store::finish( $lost );
		$this->assertSame( Job::RUNNING, Store::find( $lost->job_id )->status );
	}

	public function test_a_job_that_loses_its_workers_again_and_again_is_given_up(): void {
		$job_id = Store::insert( 'index', array( 'index_id' => 'default' ), '' );
		for ( $attempt = 1; $attempt <= Store::MAX_FAILURES; $attempt++ ) {
			$job = Store::claim();
			$this->assertNotNull( $job );
			$this->end_lease( $job );
		}
		$this->assertNull( Store::claim() );
		$job = $this->job( $job_id );
		$this->assertSame( array( 'failed', 'mxchat_job_lost' ), array( $job['status'], $job['error']['code'] ) );
		$this->assertNotNull( $job['finished_at'] );
	}

	public function test_an_error_is_tried_again_later_and_then_given_up(): void {
		global $wpdb;
		$job_id = Store::insert( 'unknown', array(), '' );
		$log    = ini_set( 'error_log', '/dev/null' );
		for ( $attempt = 1; $attempt <= Store::MAX_FAILURES; $attempt++ ) {
			$this->assertSame( 1, Runner::run( 1 ) );
			$this->assertSame( 0, Runner::run( 1 ), 'Not again at once.' );
			$wpdb->query( 'UPDATE ' . Schema::table( 'jobs' ) . ' SET due_at = 0' );
		}
		ini_set( 'error_log', (string) $log );
		$job = $this->job( $job_id );
		$this->assertSame( array( 'failed', 'mxchat_internal_error', 3 ), array( $job['status'], $job['error']['code'], $job['failures'] ) );
		$this->assertSame( 'Something went wrong on the server.', $job['error']['message'] );
	}

	public function test_a_waiting_job_wakes_wp_cron(): void {
		Queue::add( 'index', array( 'index_id' => 'default' ) );
		$this->assertLessThanOrEqual( time(), wp_next_scheduled( Queue::HOOK ) );
		do_action( Queue::HOOK );
		$this->assertFalse( wp_next_scheduled( Queue::HOOK ) );
	}

	public function test_while_a_job_runs_somebody_is_due_to_look_after_it(): void {
		Store::insert( 'index', array( 'index_id' => 'default' ), '' );
		$job = Store::claim();
		Runner::run( 1 );
		$this->assertEqualsWithDelta( $job->due_at, wp_next_scheduled( Queue::HOOK ), 30 );
	}

	public function test_the_site_is_read_by_a_job_with_progress(): void {
		for ( $number = 1; $number <= 3; $number++ ) {
			$this->publish( "Shelf $number", "<p>Shelf $number holds quartz{$number}stone lamps.</p>" );
		}
		global $wpdb;
		$wpdb->query( 'DELETE FROM ' . Schema::table( 'sources' ) );
		$wpdb->query( 'DELETE FROM ' . Schema::table( 'chunks' ) );
		$response = $this->request( 'POST', '/knowledge/reindex', array(), $this->headers() );
		$this->assertSame( array( 202, 'reindex', 'queued' ), array( $response->get_status(), $response->get_data()['kind'], $response->get_data()['status'] ) );
		$again = $this->request( 'POST', '/knowledge/reindex', array(), $this->headers() )->get_data();
		$this->assertSame( $response->get_data()['id'], $again['id'], 'One reading at a time.' );

		$list = $this->request( 'POST', '/knowledge/jobs/run', array(), $this->headers() )->get_data();
		$this->assertSame( array( 1, 'done' ), array( $list['total'], $list['items'][0]['status'] ) );
		$this->assertSame( $list['items'][0]['total'], $list['items'][0]['done'] );
		$this->assertGreaterThanOrEqual( 3, $list['items'][0]['result']['sources'] );
		$this->assertContains( 'Shelf 2 holds quartz2stone lamps.', array_column( Retriever::find( 'quartz2stone', 'default' )->passages, 'text' ) );
	}

	public function test_activation_asks_for_the_site_to_be_read(): void {
		MxChat\Plugin::activate();
		$this->assertSame( 'reindex', Store::find_open( 'reindex' )?->kind );
	}

	public function test_old_jobs_go_after_a_week(): void {
		global $wpdb;
		$old = Store::insert( 'index', array( 'index_id' => 'default' ), '' );
		$new = Store::insert( 'index', array( 'index_id' => 'default' ), '' );
		Runner::run( 60 );
		$wpdb->update( Schema::table( 'jobs' ), array( 'finished_at' => gmdate( 'Y-m-d H:i:s', time() - 8 * DAY_IN_SECONDS ) ), array( 'job_id' => $old ) );
		do_action( 'mxchat_daily' );
		$this->assertNull( Store::find( $old ) );
		$this->assertNotNull( Store::find( $new ) );
	}

	public function test_an_unknown_job_is_404(): void {
		$this->assertRefused( 404, 'mxchat_job_not_found', $this->request( 'GET', '/knowledge/jobs/job_' . str_repeat( '0', 32 ), array(), $this->headers() ) );
	}

	private function push_later( string $content, string $prefer = 'respond-async' ): WP_REST_Response {
		$body = array(
			'content'    => $content,
			'source_url' => 'https://example.com/zeppelin',
		);
		return $this->request( 'POST', '/knowledge', $body, array( 'Prefer' => $prefer ) + $this->headers() );
	}

	private function job( string $job_id ): array {
		return $this->request( 'GET', "/knowledge/jobs/$job_id", array(), $this->headers() )->get_data();
	}

	private function status_and_result( string $job_id ): array {
		$job = $this->job( $job_id );
		return array( $job['status'], $job['result'] );
	}

	private function end_lease( Job $job ): void {
		global $wpdb;
		$wpdb->update( Schema::table( 'jobs' ), array( 'due_at' => time() - 1 ), array( 'id' => $job->id ) );
	}

	private function headers(): array {
		return array( 'Authorization' => 'Bearer ' . $this->token );
	}
}
