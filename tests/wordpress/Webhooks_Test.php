<?php
declare( strict_types=1 );

use MxChat\Jobs;
use MxChat\Schema;
use MxChat\Webhooks\Outbox;
use MxChat\Webhooks\Schedule;

require_once __DIR__ . '/Web.php';

final class Webhooks_Test extends Site_Test_Case {

	private static ?Web $web = null;

	private string $token = '';

	/** @var array<int,array<string,mixed>> */
	private array $mails = array();

	public static function setUpBeforeClass(): void {
		self::$web = new Web();
	}

	public static function tearDownAfterClass(): void {
		self::$web = null;
		parent::tearDownAfterClass();
	}

	protected function setUp(): void {
		parent::setUp();
		$this->token = $this->mint_token( array( 'webhooks:manage' ) );
		add_filter( 'mxchat_fetch_exemptions', array( $this, 'exempt' ) );
		add_filter( 'pre_wp_mail', array( $this, 'take_mail' ), 20, 2 );
		self::$web->script( array( '/' => array( 'status' => 204 ) ) );
	}

	protected function tearDown(): void {
		remove_filter( 'mxchat_fetch_exemptions', array( $this, 'exempt' ) );
		remove_filter( 'pre_wp_mail', array( $this, 'take_mail' ), 20 );
		wp_clear_scheduled_hook( Jobs\Queue::HOOK );
		parent::tearDown();
	}

	public function exempt(): array {
		return array( '127.0.0.1:' . self::$web->port );
	}

	public function take_mail( mixed $none, array $mail ): bool {
		$this->mails[] = $mail;
		return true;
	}

	public function test_a_webhook_is_made_changed_and_deleted(): void {
		$made = $this->call( 'POST', '/webhooks', array( 'url' => 'https://example.com/hook', 'events' => array( 'message.created' ), 'description' => 'CRM' ) );
		$this->assertSame( 201, $made->get_status() );
		$webhook = $made->get_data()['data'];
		$this->assertMatchesRegularExpression( '/^wh_[0-9a-f]{24}$/', $webhook['id'] );
		$this->assertMatchesRegularExpression( '#^whsec_[A-Za-z0-9+/]{43}=$#', $webhook['secret'] );
		$this->assertSame( array( 'https://example.com/hook', 'CRM', array( 'message.created' ), true, false ), array( $webhook['url'], $webhook['description'], $webhook['events'], $webhook['is_enabled'], $webhook['is_gone'] ) );

		$path = '/webhooks/' . $webhook['id'];
		$this->assertArrayNotHasKey( 'secret', $this->call( 'GET', $path )->get_data()['data'] );
		$changed = $this->call( 'PATCH', $path, array( 'events' => array( 'contact.created', 'contact.updated' ), 'is_enabled' => false ) )->get_data()['data'];
		$this->assertSame( array( array( 'contact.created', 'contact.updated' ), false, 'CRM' ), array( $changed['events'], $changed['is_enabled'], $changed['description'] ) );
		$list = $this->call( 'GET', '/webhooks' )->get_data()['data'];
		$this->assertSame( array( 1, $webhook['id'] ), array( $list['total'], $list['items'][0]['id'] ) );
		$this->assertSame( array( 'id' => $webhook['id'], 'deleted' => true ), $this->call( 'DELETE', $path )->get_data()['data'] );
		$this->assertEnvelope( 404, 'INVALID_REQUEST', $this->call( 'GET', $path ) );
	}

	public function test_an_id_that_is_none_is_answered_in_the_envelope(): void {
		foreach ( array( 'x', "wh_'", 'wh_' . str_repeat( '0', 24 ), 'WH_', '%00' ) as $id ) {
			$response = $this->call( 'GET', "/webhooks/$id" );
			$this->assertSame( array( false, 'INVALID_REQUEST' ), array( $response->get_data()['success'], $response->get_data()['error']['code'] ) );
			$this->assertContains( $response->get_status(), array( 400, 404 ) );
		}
		$this->assertEnvelope( 404, 'INVALID_REQUEST', $this->call( 'PUT', '/webhooks/x' ) );
	}

	public function test_no_slice_of_a_secret_is_kept(): void {
		global $wpdb;
		$secret = $this->webhook()['secret'];
		$dump   = serialize( $wpdb->get_results( 'SELECT * FROM ' . Schema::table( 'webhooks' ), ARRAY_A ) );
		foreach ( range( 0, strlen( $secret ) - 8 ) as $start ) {
			$this->assertStringNotContainsString( substr( $secret, $start, 8 ), $dump );
		}
	}

	public function test_who_has_no_scope_manages_nothing(): void {
		$other = $this->mint_token( array( 'transcripts:read' ) );
		$this->assertEnvelope( 401, 'INVALID_API_KEY', $this->request( 'GET', '/webhooks' ) );
		$this->assertEnvelope( 403, 'INVALID_API_KEY', $this->request( 'GET', '/webhooks', array(), array( 'Authorization' => "Bearer $other" ) ) );
	}

	/**
	 * @dataProvider refused_addresses
	 */
	public function test_an_address_that_is_not_for_webhooks_is_refused( string $url ): void {
		$this->assertEnvelope( 400, 'INVALID_REQUEST', $this->call( 'POST', '/webhooks', array( 'url' => $url, 'events' => array( 'message.created' ) ) ) );
		$webhook = $this->webhook();
		$this->assertEnvelope( 400, 'INVALID_REQUEST', $this->call( 'PATCH', '/webhooks/' . $webhook['id'], array( 'url' => $url ) ) );
	}

	public function refused_addresses(): array {
		$urls = array( 'http://example.com/hook', 'https://127.0.0.1/', 'https://10.0.0.1/', 'https://[::1]/', 'https://2130706433/', 'https://user@example.com/', 'https://example.com:8443/', 'ftp://example.com/', 'example.com', '' );
		return array_combine( $urls, array_map( static fn( string $url ) => array( $url ), $urls ) );
	}

	public function test_unknown_events_are_refused(): void {
		foreach ( array( array(), array( 'message.deleted' ), array( '*' ), 'message.created', array( 'message.created', 'message.created' ) ) as $events ) {
			$this->assertEnvelope( 400, 'INVALID_REQUEST', $this->call( 'POST', '/webhooks', array( 'url' => 'https://example.com/', 'events' => $events ) ) );
		}
	}

	public function test_a_webhook_that_is_deleted_while_it_is_tested_is_not_found(): void {
		global $wpdb;
		$webhook = $this->webhook();
		$delete  = static function ( string $sql ) use ( &$delete, $wpdb ): string {
			if ( str_starts_with( $sql, 'INSERT INTO ' . Schema::table( 'webhook_attempts' ) ) ) {
				remove_filter( 'query', $delete );
				$wpdb->query( 'DELETE FROM ' . Schema::table( 'webhook_deliveries' ) );
			}
			return $sql;
		};
		add_filter( 'query', $delete );
		$this->assertEnvelope( 404, 'INVALID_REQUEST', $this->call( 'POST', "/webhooks/{$webhook['id']}/test" ) );
	}

	public function test_a_name_that_leads_inside_gets_nothing(): void {
		$webhook = $this->webhook( array( 'url' => 'https://hooks.example.test/' ) );
		$inside  = static fn() => array( '127.0.0.1' );
		add_filter( 'mxchat_host_addresses', $inside );
		$tested = $this->call( 'POST', "/webhooks/{$webhook['id']}/test" )->get_data()['data'];
		remove_filter( 'mxchat_host_addresses', $inside );
		$this->assertSame( array( 'failed', 'mxchat_fetch_refused' ), array( $tested['status'], $tested['error']['code'] ) );
		$this->assertSame( array(), self::$web->connections() );
	}

	public function test_an_event_reaches_who_asked_for_it(): void {
		$webhook = $this->webhook();
		$this->webhook( array( 'events' => array( 'contact.created' ) ) );
		$this->webhook( array( 'is_enabled' => false ) );
		do_action( 'mxchat_event', 'message.created', array( 'message_id' => 'msg_1', 'content' => 'Grüße – „hallo“ / 🛩', 'score' => 1.0 ) );
		$this->assertSame( array(), self::$web->requests(), 'Not while a visitor waits.' );
		$this->work();
		$requests = self::$web->requests();
		$this->assertCount( 1, $requests );
		$this->assertSame( 'application/json', $requests[0]['headers']['content-type'] );
		$this->assertMatchesRegularExpression( '/^\{"type":"message\.created","timestamp":"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ","data":\{"message_id":"msg_1","content":"Grüße – „hallo“ \/ 🛩","score":1\.0\}\}$/u', $requests[0]['body'] );
		$delivery = $this->deliveries( $webhook )[0];
		$this->assertSame( array( 'delivered', 204, 1, $requests[0]['headers']['webhook-id'] ), array( $delivery['status'], $delivery['status_code'], $delivery['tries'], $delivery['message_id'] ) );
		$this->assertSame( array( 0, 1 ), array( $this->count_open_jobs(), count( $delivery['attempts'] ) ) );
	}

	public function test_what_the_receiver_says_beside_its_status_does_not_matter(): void {
		$webhook = $this->webhook();
		self::$web->script( array( '/' => array( 'status' => 200, 'bytes' => 500_000 ) ) );
		do_action( 'mxchat_event', 'message.created', array() );
		$this->work();
		$this->assertSame( 'delivered', $this->deliveries( $webhook )[0]['status'] );
	}

	public function test_events_are_sent_in_their_order(): void {
		$this->webhook();
		foreach ( range( 1, 12 ) as $number ) {
			do_action( 'mxchat_event', 'message.created', array( 'number' => $number ) );
		}
		$this->work();
		$this->assertSame( range( 1, 12 ), array_map( static fn( array $request ) => json_decode( $request['body'] )->data->number, self::$web->requests() ) );
	}

	public function test_what_is_tried_again_holds_nothing_up_and_keeps_its_id(): void {
		$webhook = $this->webhook();
		self::$web->script( array( '/' => array( array( 'status' => 500 ), array( 'status' => 200 ) ) ) );
		do_action( 'mxchat_event', 'message.created', array( 'number' => 1 ) );
		do_action( 'mxchat_event', 'message.created', array( 'number' => 2 ) );
		$this->work();
		$this->assertSame( array( 1, 2 ), array_map( static fn( array $request ) => json_decode( $request['body'] )->data->number, self::$web->requests() ) );
		$this->let_time_pass();
		$this->work();
		$requests = self::$web->requests();
		$this->assertSame( $requests[0]['headers']['webhook-id'], $requests[2]['headers']['webhook-id'] );
		$this->assertSame( $requests[0]['body'], $requests[2]['body'] );
		$this->assertSame( array( 'delivered', 'delivered' ), array_column( $this->deliveries( $webhook ), 'status' ) );
	}

	/**
	 * @dataProvider failures
	 */
	public function test_the_schedule_is_gone_through_and_the_owner_told( array $answer, ?int $status_code ): void {
		$webhook = $this->webhook();
		self::$web->script( array( '/' => $answer ) );
		do_action( 'mxchat_event', 'message.created', array( 'number' => 1 ) );
		foreach ( array( 5, 300, 1800, 7200, 18000, 36000, 50400, 72000, 86400 ) as $tries => $delay ) {
			$now = time();
			$this->work();
			$delivery = $this->deliveries( $webhook )[0];
			$this->assertSame( array( 'pending', $tries + 1, $status_code ), array( $delivery['status'], $delivery['tries'], $delivery['status_code'] ) );
			$waits = strtotime( $delivery['next_try_at'] ) - $now;
			$this->assertGreaterThanOrEqual( $delay, $waits );
			$this->assertLessThanOrEqual( 1.1 * $delay + 3, $waits );
			$this->assertSame( strtotime( $delivery['next_try_at'] ), Jobs\Store::next_due_at() );
			$this->assertSame( array(), $this->mails );
			$this->let_time_pass();
		}
		$this->work();
		$this->work();
		$delivery = $this->deliveries( $webhook )[0];
		$this->assertSame( array( 'failed', 10, null ), array( $delivery['status'], $delivery['tries'], $delivery['next_try_at'] ) );
		$this->assertCount( 10, $delivery['attempts'] );
		$this->assertCount( 10, self::$web->requests() );
		$this->assertCount( 1, array_unique( array_map( static fn( array $request ) => $request['headers']['webhook-id'], self::$web->requests() ) ) );
		$this->assertSame( 0, $this->count_open_jobs() );
		$this->assertCount( 1, $this->mails );
		$this->assertStringContainsString( '127.0.0.1', $this->mails[0]['subject'] );
		$this->assertStringContainsString( $delivery['message_id'], $this->mails[0]['message'] );
	}

	public function failures(): array {
		return array(
			'500' => array( array( 'status' => 500 ), 500 ),
			'301' => array( array( 'status' => 301, 'headers' => array( 'Location' => '/elsewhere' ) ), 301 ),
			'404' => array( array( 'status' => 404 ), 404 ),
			'cut' => array( array( 'cut' => true, 'body' => 'x' ), null ),
		);
	}

	public function test_the_owner_is_told_once_a_day(): void {
		$this->webhook();
		self::$web->script( array( '/' => array( 'status' => 500 ) ) );
		do_action( 'mxchat_event', 'message.created', array( 'number' => 1 ) );
		do_action( 'mxchat_event', 'message.created', array( 'number' => 2 ) );
		for ( $round = 0; $round < 30 && $this->count_open_jobs() > 0; $round++ ) {
			$this->work();
			$this->let_time_pass();
		}
		$this->assertCount( 20, self::$web->requests() );
		$this->assertCount( 1, $this->mails );
	}

	public function test_a_receiver_that_is_gone_gets_nothing_more(): void {
		$webhook = $this->webhook();
		self::$web->script( array( '/' => array( 'status' => 410 ) ) );
		do_action( 'mxchat_event', 'message.created', array( 'number' => 1 ) );
		do_action( 'mxchat_event', 'message.created', array( 'number' => 2 ) );
		$this->work();
		do_action( 'mxchat_event', 'message.created', array( 'number' => 3 ) );
		$this->work();
		$this->assertCount( 1, self::$web->requests() );
		$shown = $this->call( 'GET', '/webhooks/' . $webhook['id'] )->get_data()['data'];
		$this->assertSame( array( false, true ), array( $shown['is_enabled'], $shown['is_gone'] ) );
		$this->assertSame( array( 'cancelled', 'failed' ), array_column( $this->deliveries( $webhook ), 'status' ) );
		$this->assertStringContainsString( '410', $this->mails[0]['message'] );
		$enabled = $this->call( 'PATCH', '/webhooks/' . $webhook['id'], array( 'is_enabled' => true ) )->get_data()['data'];
		$this->assertSame( array( true, false ), array( $enabled['is_enabled'], $enabled['is_gone'] ) );
	}

	/**
	 * @dataProvider overwhelmed
	 */
	public function test_a_receiver_that_is_overwhelmed_is_left_alone( int $status, array $headers, int $seconds ): void {
		$webhook = $this->webhook();
		$headers = str_replace( 'DATE', gmdate( 'D, d M Y H:i:s', time() + $seconds ) . ' GMT', $headers );
		self::$web->script( array( '/' => array( array( 'status' => $status, 'headers' => $headers ), array( 'status' => 200 ) ) ) );
		$now = time();
		do_action( 'mxchat_event', 'message.created', array( 'number' => 1 ) );
		do_action( 'mxchat_event', 'message.created', array( 'number' => 2 ) );
		$this->work();
		$this->assertCount( 1, self::$web->requests(), 'The second waits, too.' );
		$shown = $this->call( 'GET', '/webhooks/' . $webhook['id'] )->get_data()['data'];
		$this->assertEqualsWithDelta( $now + $seconds, strtotime( $shown['held_until'] ), 30 );
		$this->let_time_pass( $seconds + 5 );
		$this->work();
		$this->assertCount( 3, self::$web->requests() );
		$this->assertSame( array( 'delivered', 'delivered' ), array_column( $this->deliveries( $webhook ), 'status' ) );
	}

	public function overwhelmed(): array {
		return array(
			'429 with a wish'  => array( 429, array( 'Retry-After' => '120' ), 120 ),
			'502 without'      => array( 502, array(), 60 ),
			'504 with a date'  => array( 504, array( 'Retry-After' => 'DATE' ), 300 ),
			'429 for a decade' => array( 429, array( 'Retry-After' => '315360000' ), DAY_IN_SECONDS ),
		);
	}

	public function test_a_wish_to_wait_is_kept_with_other_failures_too(): void {
		$webhook = $this->webhook();
		self::$web->script( array( '/' => array( 'status' => 503, 'headers' => array( 'Retry-After' => '900' ) ) ) );
		$now = time();
		do_action( 'mxchat_event', 'message.created', array() );
		$this->work();
		$this->assertEqualsWithDelta( $now + 900, strtotime( $this->deliveries( $webhook )[0]['next_try_at'] ), 30 );
	}

	public function test_jitter_only_adds(): void {
		$this->assertSame( array( 5, 6, 300, 330, 86400, 95040, null ), array( Schedule::delay_seconds( 1, null, 0.0 ), Schedule::delay_seconds( 1, null, 1.0 ), Schedule::delay_seconds( 2, null, 0.0 ), Schedule::delay_seconds( 2, null, 1.0 ), Schedule::delay_seconds( 9, null, 0.0 ), Schedule::delay_seconds( 9, null, 1.0 ), Schedule::delay_seconds( 10, null, 0.0 ) ) );
	}

	public function test_a_receiver_that_never_answers_costs_fifteen_seconds(): void {
		$webhook = $this->webhook();
		self::$web->script( array( '/' => array( 'hang' => true ) ) );
		$limit    = static fn( array $arguments ) => array( 'timeout' => min( 1.0, $arguments['timeout'] ) ) + $arguments;
		$timeouts = array();
		$note     = static function ( array $arguments ) use ( &$timeouts ): array {
			$timeouts[] = $arguments['timeout'];
			return $arguments;
		};
		add_filter( 'http_request_args', $note );
		add_filter( 'http_request_args', $limit );
		$tested = $this->call( 'POST', "/webhooks/{$webhook['id']}/test" )->get_data()['data'];
		remove_filter( 'http_request_args', $note );
		remove_filter( 'http_request_args', $limit );
		$this->assertSame( 'mxchat_fetch_timeout', $tested['error']['code'] );
		$this->assertLessThanOrEqual( 15.0, $timeouts[0] );
		$this->assertGreaterThan( 10.0, $timeouts[0] );
	}

	public function test_while_a_secret_is_rotated_both_sign(): void {
		$webhook = $this->webhook();
		$rotated = $this->call( 'POST', "/webhooks/{$webhook['id']}/rotate" )->get_data()['data'];
		$this->assertNotSame( $webhook['secret'], $rotated['secret'] );
		$this->assertEqualsWithDelta( time() + DAY_IN_SECONDS, strtotime( $rotated['old_secret_ends_at'] ), 30 );
		do_action( 'mxchat_event', 'message.created', array( 'number' => 1 ) );
		$this->work();
		$this->assertSame( array( $this->signature( $rotated['secret'] ), $this->signature( $webhook['secret'] ) ), explode( ' ', $this->last_request()['headers']['webhook-signature'] ) );

		global $wpdb;
		$wpdb->query( 'UPDATE ' . Schema::table( 'webhooks' ) . ' SET old_secret_ends_at = ' . time() );
		do_action( 'mxchat_event', 'message.created', array( 'number' => 2 ) );
		$this->work();
		$this->assertSame( $this->signature( $rotated['secret'] ), $this->last_request()['headers']['webhook-signature'] );
	}

	public function test_a_secret_that_cannot_be_opened_sends_nothing_unsigned(): void {
		global $wpdb;
		$webhook = $this->webhook();
		$wpdb->query( 'UPDATE ' . Schema::table( 'webhooks' ) . " SET sealed_secret = 'AAAA'" );
		$tested = $this->call( 'POST', "/webhooks/{$webhook['id']}/test" )->get_data()['data'];
		$this->assertSame( array( 'failed', 'mxchat_webhook_secret_lost' ), array( $tested['status'], $tested['error']['code'] ) );
		$this->assertSame( array(), self::$web->connections() );
	}

	/**
	 * @dataProvider verifiers
	 */
	public function test_the_published_libraries_agree( string $command ): void {
		$webhook = $this->webhook();
		do_action( 'mxchat_event', 'message.created', array( 'content' => 'Grüße – „hallo“ / 🛩' ) );
		$this->work();
		$request = $this->last_request();
		$stale   = MxChat\Webhooks\Signature::headers( 'msg_1', time() - 301, $request['body'], array( new MxChat\Settings\Secret( $webhook['secret'] ) ) );
		$cases   = array(
			array( 'headers' => $request['headers'], 'body' => $request['body'] ),
			array( 'headers' => $request['headers'], 'body' => $request['body'] . ' ' ),
			array( 'headers' => array( 'webhook-id' => 'msg_other' ) + $request['headers'], 'body' => $request['body'] ),
			array( 'headers' => array( 'webhook-timestamp' => (string) ( (int) $request['headers']['webhook-timestamp'] - 1 ) ) + $request['headers'], 'body' => $request['body'] ),
			array( 'headers' => $stale, 'body' => $request['body'] ),
		);
		$process = proc_open( $command, array( array( 'pipe', 'r' ), array( 'pipe', 'w' ), STDERR ), $pipes );
		fwrite( $pipes[0], (string) json_encode( array( 'secret' => $webhook['secret'], 'cases' => $cases ) ) );
		fclose( $pipes[0] );
		$verdicts = json_decode( (string) stream_get_contents( $pipes[1] ) );
		proc_close( $process );
		$this->assertSame( array( true, false, false, false, false ), $verdicts );
	}

	public function verifiers(): array {
		$folder = dirname( __DIR__ ) . '/webhooks';
		return array(
			'JavaScript' => array( "$folder/verify js" ),
			'Python'     => array( "$folder/verify py" ),
		);
	}

	public function test_a_worker_that_is_killed_loses_nothing(): void {
		$webhook = $this->webhook();
		foreach ( range( 1, 3 ) as $number ) {
			do_action( 'mxchat_event', 'message.created', array( 'number' => $number ) );
		}
		foreach ( array( 'before', 'after' ) as $moment ) {
			$this->kill_a_worker( $moment );
			$this->let_time_pass( Jobs\Store::LEASE_SECONDS );
		}
		$this->work();
		$numbers = array_map( static fn( array $request ) => json_decode( $request['body'] )->data->number, self::$web->requests() );
		// The one that was sent before the worker died is sent again, under the same id.
		$this->assertSame( array( 1, 1, 2, 3 ), $numbers );
		$this->assertSame( self::$web->requests()[0]['headers']['webhook-id'], self::$web->requests()[1]['headers']['webhook-id'] );
		$this->assertSame( array( 'delivered', 'delivered', 'delivered' ), array_column( $this->deliveries( $webhook ), 'status' ) );
	}

	public function test_a_message_whose_job_was_given_up_is_taken_up_again(): void {
		global $wpdb;
		$webhook = $this->webhook();
		do_action( 'mxchat_event', 'message.created', array( 'number' => 1 ) );
		Outbox::recover();
		$this->assertSame( 1, $this->count_open_jobs(), 'It has a job.' );
		$wpdb->query( 'DELETE FROM ' . Schema::table( 'jobs' ) );
		Outbox::recover();
		$this->assertSame( 0, $this->count_open_jobs(), 'It is not late yet.' );
		$this->let_time_pass( 700 );
		do_action( 'mxchat_daily' );
		$this->work();
		$this->assertSame( array( 'delivered' ), array_column( $this->deliveries( $webhook ), 'status' ) );
	}

	public function test_an_event_and_its_job_are_stored_together_or_not_at_all(): void {
		$this->webhook();
		$fail = static fn( string $sql ) => str_contains( $sql, 'INSERT INTO `' . Schema::table( 'jobs' ) ) ? 'SELECT nonsense FROM nowhere' : $sql;
		add_filter( 'query', $fail );
		$log = ini_set( 'error_log', '/dev/null' );
		do_action( 'mxchat_event', 'message.created', array( 'number' => 1 ) );
		ini_set( 'error_log', (string) $log );
		remove_filter( 'query', $fail );
		$this->assertSame( array( 0, 0 ), array( $this->count_rows( 'webhook_deliveries' ), $this->count_rows( 'jobs' ) ) );
	}

	public function test_a_delivery_is_sent_again_on_request(): void {
		$webhook = $this->webhook();
		self::$web->script( array( '/' => array( array( 'status' => 410 ), array( 'status' => 200 ) ) ) );
		do_action( 'mxchat_event', 'message.created', array( 'number' => 1 ) );
		$this->work();
		$delivery = $this->deliveries( $webhook )[0];
		$this->assertSame( 'failed', $delivery['status'] );
		$this->call( 'PATCH', '/webhooks/' . $webhook['id'], array( 'is_enabled' => true ) );
		$replayed = $this->call( 'POST', "/webhooks/{$webhook['id']}/deliveries/{$delivery['id']}/replay" );
		$this->assertSame( array( 202, 'pending', 0 ), array( $replayed->get_status(), $replayed->get_data()['data']['status'], $replayed->get_data()['data']['tries'] ) );
		$this->work();
		$delivery = $this->deliveries( $webhook )[0];
		$this->assertSame( array( 'delivered', 2 ), array( $delivery['status'], count( $delivery['attempts'] ) ) );
		$this->assertCount( 1, array_unique( array_map( static fn( array $request ) => $request['headers']['webhook-id'], self::$web->requests() ) ) );
		$other = $this->webhook();
		$this->assertEnvelope( 404, 'INVALID_REQUEST', $this->call( 'POST', "/webhooks/{$other['id']}/deliveries/{$delivery['id']}/replay" ) );
	}

	public function test_a_replay_ends_the_schedule_before_it(): void {
		$webhook = $this->webhook();
		self::$web->script( array( '/' => array( 'status' => 500 ) ) );
		do_action( 'mxchat_event', 'message.created', array( 'number' => 1 ) );
		$this->work();
		$delivery = $this->deliveries( $webhook )[0];
		$this->call( 'POST', "/webhooks/{$webhook['id']}/deliveries/{$delivery['id']}/replay" );
		$this->work();
		$this->let_time_pass( 10 );
		$this->work();
		$this->assertCount( 3, self::$web->requests(), 'Once by the first schedule, twice by the second.' );
	}

	public function test_a_ping_says_at_once_whether_it_arrived(): void {
		$webhook = $this->webhook();
		$tested  = $this->call( 'POST', "/webhooks/{$webhook['id']}/test" )->get_data()['data'];
		$this->assertSame( array( 'webhook.ping', 'delivered', 204, $webhook['id'] ), array( $tested['type'], $tested['status'], $tested['status_code'], $tested['payload']->data->webhook_id ) );
		self::$web->script( array( '/' => array( 'status' => 500 ) ) );
		$tested = $this->call( 'POST', "/webhooks/{$webhook['id']}/test" )->get_data()['data'];
		$this->assertSame( array( 'failed', 500, 0 ), array( $tested['status'], $tested['status_code'], $this->count_open_jobs() ) );
	}

	public function test_deliveries_are_listed_by_status_and_page(): void {
		$webhook = $this->webhook();
		self::$web->script( array( '/' => array( array( 'status' => 200 ), array( 'status' => 500 ) ) ) );
		foreach ( range( 1, 3 ) as $number ) {
			do_action( 'mxchat_event', 'message.created', array( 'number' => $number ) );
		}
		$this->work();
		$this->assertSame( array( 3, 2, 1 ), array_map( static fn( array $delivery ) => $delivery['payload']->data->number, $this->deliveries( $webhook ) ) );
		$pending = $this->call( 'GET', "/webhooks/{$webhook['id']}/deliveries", array( 'status' => 'pending', 'limit' => '1' ) );
		$this->assertSame( array( 2, 1 ), array( $pending->get_data()['data']['total'], $pending->get_data()['data']['count'] ) );
		$this->assertSame( '2', $pending->get_headers()['X-WP-Total'] );
		$this->assertEnvelope( 400, 'INVALID_REQUEST', $this->call( 'GET', "/webhooks/{$webhook['id']}/deliveries", array( 'status' => 'lost' ) ) );
		$counts = $this->call( 'GET', '/webhooks' )->get_data()['data']['items'][0]['deliveries'];
		$this->assertSame( array( 'pending' => 2, 'delivered' => 1, 'failed' => 0, 'cancelled' => 0 ), $counts );
	}

	/**
	 * @dataProvider large_events
	 */
	public function test_a_body_stays_below_twenty_kilobytes( array $data ): void {
		$body = MxChat\Webhooks\Payload::encode( 'message.created', array( 'message_id' => 'msg_1', 'session_id' => 'mxchat_chat_1' ) + $data, 0 );
		$this->assertLessThan( 20000, strlen( $body ) );
		$decoded = json_decode( $body, true );
		$this->assertSame( array( '1970-01-01T00:00:00Z', 'msg_1', 'mxchat_chat_1', true ), array( $decoded['timestamp'], $decoded['data']['message_id'], $decoded['data']['session_id'], $decoded['data']['truncated'] ) );
	}

	public function large_events(): array {
		return array(
			'a long text'    => array( array( 'content' => str_repeat( 'ä', 30000 ) ) ),
			'many texts'     => array( array( 'sources' => array_fill( 0, 60, array( 'text' => str_repeat( '"', 1000 ) ) ) ) ),
			'many numbers'   => array( array( 'numbers' => range( 1, 9000 ) ) ),
			'control bytes'  => array( array( 'content' => str_repeat( "\x01", 19000 ) ) ),
		);
	}

	public function test_an_unknown_type_is_a_mistake_that_harms_nobody(): void {
		$this->webhook();
		$mistakes = array();
		$note     = static function ( string $function_name ) use ( &$mistakes ): void {
			$mistakes[] = $function_name;
		};
		add_action( 'doing_it_wrong_run', $note );
		add_filter( 'doing_it_wrong_trigger_error', '__return_false' );
		do_action( 'mxchat_event', 'message.imagined', array() );
		remove_action( 'doing_it_wrong_run', $note );
		remove_filter( 'doing_it_wrong_trigger_error', '__return_false' );
		$this->assertSame( array( array( 'mxchat_event' ), 0 ), array( $mistakes, $this->count_rows( 'webhook_deliveries' ) ) );
	}

	public function test_the_log_goes_after_thirty_days(): void {
		global $wpdb;
		$this->webhook();
		do_action( 'mxchat_event', 'message.created', array( 'number' => 1 ) );
		$this->work();
		$wpdb->query( 'UPDATE ' . Schema::table( 'webhook_deliveries' ) . " SET created_at = '" . gmdate( 'Y-m-d H:i:s', time() - 31 * DAY_IN_SECONDS ) . "'" );
		do_action( 'mxchat_event', 'message.created', array( 'number' => 2 ) );
		$this->work();
		do_action( 'mxchat_daily' );
		$this->assertSame( array( 1, 1 ), array( $this->count_rows( 'webhook_deliveries' ), $this->count_rows( 'webhook_attempts' ) ) );
	}

	public function test_what_a_session_told_goes_with_it(): void {
		$this->webhook();
		do_action( 'mxchat_event', 'message.created', array( 'session_id' => 'mxchat_chat_1', 'content' => 'Hello' ) );
		do_action( 'mxchat_event', 'message.created', array( 'session_id' => 'mxchat_chat_2', 'content' => 'Hello' ) );
		MxChat\Transcripts\Deletion::delete( array( 'mxchat_chat_1' ) );
		$this->assertSame( 1, $this->count_rows( 'webhook_deliveries' ) );
	}

	public function test_a_person_is_found_in_the_log_and_erased_from_it(): void {
		$this->webhook( array( 'events' => array( 'contact.created' ) ) );
		do_action( 'mxchat_event', 'contact.created', array( 'email' => 'a_b@example.com' ) );
		do_action( 'mxchat_event', 'contact.created', array( 'email' => 'axb@example.com' ) );
		$export = apply_filters( 'wp_privacy_personal_data_exporters', array() )['mxchat-engine-webhooks']['callback'];
		$erase  = apply_filters( 'wp_privacy_personal_data_erasers', array() )['mxchat-engine-webhooks']['callback'];
		$this->assertCount( 1, $export( 'a_b@example.com' )['data'] );
		$this->assertTrue( $erase( 'a_b@example.com' )['items_removed'] );
		$this->assertSame( array(), $export( 'a_b@example.com' )['data'] );
		$this->assertCount( 1, $export( 'axb@example.com' )['data'] );
	}

	private function webhook( array $more = array() ): array {
		$made = $this->call( 'POST', '/webhooks', $more + array( 'url' => self::$web->url( '/' ), 'events' => array( 'message.created' ) ) );
		$this->assertSame( 201, $made->get_status(), (string) wp_json_encode( $made->get_data() ) );
		return $made->get_data()['data'];
	}

	private function call( string $method, string $path, array $params = array() ): WP_REST_Response {
		return $this->request( $method, $path, $params, array( 'Authorization' => 'Bearer ' . $this->token ) );
	}

	private function deliveries( array $webhook ): array {
		return $this->call( 'GET', "/webhooks/{$webhook['id']}/deliveries" )->get_data()['data']['items'];
	}

	private function last_request(): array {
		$requests = self::$web->requests();
		return end( $requests );
	}

	/** As the specification writes it. */
	private function signature( string $secret ): string {
		$request = $this->last_request();
		$content = $request['headers']['webhook-id'] . '.' . $request['headers']['webhook-timestamp'] . '.' . $request['body'];
		return 'v1,' . base64_encode( hash_hmac( 'sha256', $content, base64_decode( substr( $secret, 6 ) ), true ) );
	}

	/** Everything that is due, without waiting for what is not. */
	private function work(): void {
		Jobs\Runner::run( 20 );
	}

	/** The clock is that of the tables: all that is planned comes so much nearer, as far as it waits if nothing is said. */
	private function let_time_pass( int $seconds = 0 ): void {
		global $wpdb;
		$seconds = $seconds ?: max( 0, (int) Jobs\Store::next_due_at() - time() );
		$wpdb->query( 'UPDATE ' . Schema::table( 'jobs' ) . " SET due_at = CASE WHEN due_at < $seconds THEN 0 ELSE due_at - $seconds END" );
		$wpdb->query( 'UPDATE ' . Schema::table( 'webhook_deliveries' ) . " SET next_try_at = CASE WHEN next_try_at < $seconds THEN 0 ELSE next_try_at - $seconds END" );
		$wpdb->query( 'UPDATE ' . Schema::table( 'webhooks' ) . " SET held_until = CASE WHEN held_until < $seconds THEN 0 ELSE held_until - $seconds END" );
	}

	private function count_open_jobs(): int {
		global $wpdb;
		return (int) $wpdb->get_var( 'SELECT COUNT(*) FROM ' . Schema::table( 'jobs' ) . " WHERE status IN ('queued','running')" );
	}

	private function kill_a_worker( string $moment ): void {
		$library = getenv( 'MXCHAT_SITE' ) . '/mxchat.so';
		$command = array( PHP_BINARY, ...( is_file( $library ) ? array( '-d', "extension=$library" ) : array() ), __DIR__ . '/dying_sender.php', getenv( 'MXCHAT_SITE' ), $moment, (string) self::$web->port );
		exec( implode( ' ', array_map( 'escapeshellarg', $command ) ) . ' 2>&1', $output, $status );
		$this->assertSame( 128 + SIGKILL, $status, implode( "\n", $output ) );
	}

	private function assertEnvelope( int $status, string $code, WP_REST_Response $response ): void {
		$data = $response->get_data();
		$this->assertSame( array( $status, false, null, $code ), array( $response->get_status(), $data['success'] ?? null, $data['data'] ?? null, $data['error']['code'] ?? null ) );
	}
}
