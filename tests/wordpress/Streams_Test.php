<?php
declare( strict_types=1 );

use MxChat\Assistant\Event;
use MxChat\Chat\Place;
use MxChat\Http\Continued_Response;
use MxChat\Http\Event_Stream;
use MxChat\Provider\Failure;

require_once __DIR__ . '/Scripted_Assistant.php';

/**
 * The conversation routes where an answer comes in pieces.
 */
final class Streams_Test extends Site_Test_Case {

	/** @var callable */
	private $filter;

	private Scripted_Assistant $assistant;

	protected function setUp(): void {
		parent::setUp();
		$this->assistant = Scripted_Assistant::saying( array( 'Yes, ', 'we ', 'do.' ) );
		$this->filter    = fn() => $this->assistant;
		add_filter( 'mxchat_assistant', $this->filter );
	}

	protected function tearDown(): void {
		remove_filter( 'mxchat_assistant', $this->filter );
		Place::give_back_all();
		parent::tearDown();
	}

	private function open( array $session, array $headers, string $id = 'm-1' ): WP_REST_Response {
		return $this->request( 'POST', '/chat', array( 'session_id' => $session['session_id'], 'message' => 'Do you repair zips?', 'client_message_id' => $id ), $headers + array( 'X-MxChat-Session' => $session['secret'] ) );
	}

	private function stream( array $session, string $id = 'm-1' ): WP_REST_Response {
		return $this->open( $session, array( 'Accept' => 'text/event-stream, application/json' ), $id );
	}

	private function resume( array $session, string $turn_id, array $params = array(), array $headers = array() ): WP_REST_Response {
		return $this->request( 'GET', "/chat/$turn_id/events", $params, $headers + array( 'X-MxChat-Session' => $session['secret'] ) );
	}

	private function running_turn(): string {
		global $wpdb;
		return (string) $wpdb->get_var( 'SELECT turn_id FROM ' . MxChat\Schema::table( 'turns' ) . ' WHERE running_thread IS NOT NULL' );
	}

	private static function read( WP_REST_Response $response ): string {
		return implode( '', iterator_to_array( $response->frames(), false ) );
	}

	private static function text( string $frames ): string {
		preg_match_all( '/event: delta\ndata: (.*)\n/', $frames, $found );
		return implode( '', array_map( static fn( string $json ) => json_decode( $json, true )['text'], $found[1] ) );
	}

	public function test_a_stream_holds_the_answer_in_numbered_events(): void {
		$response = $this->stream( $this->start_session() );
		$this->assertInstanceOf( Event_Stream::class, $response );
		$this->assertStringContainsString( 'no-transform', $response->get_headers()['Cache-Control'] );
		$frames = self::read( $response );
		$this->assertSame( 'Yes, we do.', self::text( $frames ) );
		preg_match_all( '/^id: (\d+)\nevent: (\w+)$/m', $frames, $found );
		$this->assertSame( array( array( '1', '2', '3', '4', '5', '6' ), array( 'turn', 'delta', 'delta', 'delta', 'message', 'done' ) ), array( $found[1], $found[2] ) );
	}

	public function test_the_message_of_a_stream_is_the_json_answer(): void {
		$session = $this->start_session();
		preg_match( '/event: message\ndata: (.*)\n/', self::read( $this->stream( $session ) ), $found );
		$json = $this->open( $session, array() )->get_data();
		$this->assertEquals( json_decode( $found[1], true ), json_decode( (string) wp_json_encode( $json ), true ) );
		$this->assertSame( 1, $this->assistant->calls );
	}

	public function test_an_envelope_gets_json(): void {
		$session = $this->start_session();
		$request = new WP_REST_Request( 'POST', '/mxchat/v1/chat' );
		$request->set_query_params( array( '_envelope' => '1' ) );
		$request->set_header( 'Content-Type', 'application/json' );
		$request->set_body( (string) wp_json_encode( array( 'session_id' => $session['session_id'], 'message' => 'Hello?' ) ) );
		$response = $this->dispatch( $request, array( 'X-MxChat-Session' => $session['secret'], 'Accept' => 'text/event-stream' ) );
		$this->assertSame( 'Yes, we do.', $response->get_data()['message']['content'] );
	}

	public function test_what_was_seen_is_not_sent_again(): void {
		$session = $this->start_session();
		$this->assertSame( 'Yes, we do.', self::text( self::read( $this->stream( $session ) ) ) );
		$turn_id = $this->open( $session, array() )->get_data()['turn_id'];
		$rest    = self::read( $this->resume( $session, $turn_id, array(), array( 'Accept' => 'text/event-stream', 'Last-Event-ID' => '2' ) ) );
		$this->assertStringStartsWith( 'id: 3', $rest );
		$this->assertSame( 'we do.', self::text( $rest ) );
		$page = $this->resume( $session, $turn_id, array( 'after' => 3 ) )->get_data();
		$this->assertSame( array( 'done', 6, array( 4, 5, 6 ) ), array( $page['status'], $page['next'], array_column( $page['events'], 'id' ) ) );
	}

	public function test_events_that_are_not_kept_are_made_from_the_transcript(): void {
		global $wpdb;
		$session = $this->start_session();
		$turn_id = $this->open( $session, array() )->get_data()['turn_id'];
		$page    = $this->resume( $session, $turn_id )->get_data();
		$this->assertSame( array( 'message', 'done' ), array_column( $page['events'], 'event' ) );
		$this->assertSame( 'Yes, we do.', $page['events'][0]['data']->message['content'] );
		$this->assertSame( 'mxchat_turns', substr( MxChat\Schema::table( 'turns' ), strlen( $wpdb->prefix ) ) );
	}

	public function test_unknown_and_foreign_turns_look_the_same(): void {
		$session = $this->start_session();
		$turn_id = $this->open( $session, array() )->get_data()['turn_id'];
		$other   = $this->start_session();
		$foreign = $this->resume( $other, $turn_id );
		$unknown = $this->resume( $other, 'turn_' . str_repeat( '0', 32 ) );
		$this->assertRefused( 404, 'mxchat_turn_not_found', $foreign );
		$this->assertSame( $unknown->get_data(), $foreign->get_data() );
		$this->assertRefused( 404, 'mxchat_turn_not_found', $this->request( 'POST', "/chat/$turn_id/stop", array(), array( 'X-MxChat-Session' => $other['secret'] ) ) );
		$this->assertRefused( 404, 'mxchat_session_not_found', $this->request( 'GET', "/chat/$turn_id/events" ) );
	}

	public function test_a_stop_after_the_end_changes_nothing(): void {
		$session = $this->start_session();
		$turn_id = $this->open( $session, array() )->get_data()['turn_id'];
		$stopped = $this->request( 'POST', "/chat/$turn_id/stop", array(), array( 'X-MxChat-Session' => $session['secret'] ) );
		$this->assertSame( array( 'turn_id' => $turn_id, 'status' => 'done' ), $stopped->get_data() );
	}

	public function test_an_answer_can_be_left_for_later(): void {
		$session  = $this->start_session();
		$response = $this->open( $session, array( 'Prefer' => 'respond-async' ) );
		$this->assertInstanceOf( Continued_Response::class, $response );
		$this->assertSame( array( 202, 'running' ), array( $response->get_status(), $response->get_data()['status'] ) );
		$this->assertSame( 'running', $this->resume( $session, $response->get_data()['turn_id'] )->get_data()['status'] );
		$response->work();
		$page = $this->resume( $session, $response->get_data()['turn_id'] )->get_data();
		$this->assertSame( array( 'turn', 'delta', 'delta', 'delta', 'message', 'done' ), array_column( $page['events'], 'event' ) );
		$this->assertSame( 0, $this->count_rows( 'streams' ) );
	}

	public function test_streams_are_bounded(): void {
		update_option( 'mxchat_settings', array( 'max_streams' => 2 ) );
		$sessions = array( $this->start_session(), $this->start_session(), $this->start_session() );
		$first    = $this->stream( $sessions[0] );
		$second   = $this->stream( $sessions[1] );
		$refused  = $this->stream( $sessions[2] );
		$this->assertRefused( 503, 'mxchat_streams_busy', $refused );
		$this->assertSame( '2', $refused->get_headers()['Retry-After'] );
		$this->assertSame( 2, $this->count_rows( 'transcripts' ), 'a refused question is not stored' );
		self::read( $first );
		$this->assertInstanceOf( Event_Stream::class, $this->stream( $sessions[2] ) );
		unset( $second );
	}

	/**
	 * @dataProvider deliveries
	 */
	public function test_whole_and_later_answers_hold_a_worker_as_streams_do( array $headers ): void {
		update_option( 'mxchat_settings', array( 'max_streams' => 1 ) );
		$session = $this->start_session();
		$held    = Place::take();
		$this->assertRefused( 503, 'mxchat_streams_busy', $this->open( $session, $headers ) );
		$this->assertSame( array( 0, 0 ), array( $this->assistant->calls, $this->count_rows( 'turns' ) ) );
		unset( $held );
		$response = $this->open( $session, $headers );
		$this->assertLessThan( 300, $response->get_status() );
		$response instanceof Continued_Response && $response->work();
		$this->assertSame( array( 1, 0 ), array( $this->assistant->calls, $this->count_rows( 'streams' ) ) );
	}

	public static function deliveries(): array {
		return array(
			'whole' => array( array() ),
			'later' => array( array( 'Prefer' => 'respond-async' ) ),
		);
	}

	public function test_quotes_of_the_site_need_no_place(): void {
		remove_filter( 'mxchat_assistant', $this->filter );
		update_option( 'mxchat_settings', array( 'max_streams' => 1 ) );
		$held = Place::take();
		$this->assertSame( 'extractive', $this->open( $this->start_session(), array() )->get_data()['engine'] );
		$this->assertInstanceOf( Event_Stream::class, $this->stream( $this->start_session() ) );
		unset( $held );
	}

	public function test_waiting_for_a_turn_that_runs_elsewhere_takes_a_place_and_reading_it_does_not(): void {
		update_option( 'mxchat_settings', array( 'max_streams' => 1 ) );
		$session = $this->start_session();
		$running = $this->stream( $session );
		$turn_id = $this->running_turn();
		$this->assertRefused( 503, 'mxchat_streams_busy', $this->resume( $session, $turn_id, array(), array( 'Accept' => 'text/event-stream' ) ) );
		$this->assertSame( 'running', $this->resume( $session, $turn_id )->get_data()['status'] );
		self::read( $running );
		$held = Place::take();
		$this->assertStringStartsWith( 'id: 1', self::read( $this->resume( $session, $turn_id, array(), array( 'Accept' => 'text/event-stream' ) ) ), 'and what has ended is only read' );
		unset( $held );
	}

	public function test_a_place_whose_worker_died_is_free_again(): void {
		global $wpdb;
		update_option( 'mxchat_settings', array( 'max_streams' => 1 ) );
		$died = Place::take();
		$this->assertInstanceOf( Place::class, $died );
		$this->assertInstanceOf( WP_Error::class, Place::take() );
		$wpdb->query( 'UPDATE ' . MxChat\Schema::table( 'streams' ) . ' SET expires_at = ' . ( time() - 1 ) );
		$next = Place::take();
		$this->assertInstanceOf( Place::class, $next );
		unset( $died );
		$this->assertSame( 1, $this->count_rows( 'streams' ), 'and it stays the next one\'s' );
		unset( $next );
		$this->assertSame( 0, $this->count_rows( 'streams' ) );
	}

	public function test_a_refused_stream_gives_its_place_back(): void {
		$session = $this->start_session();
		$held    = $this->stream( $session, 'm-1' );
		$this->assertRefused( 409, 'mxchat_thread_busy', $this->stream( $session, 'm-2' ) );
		$this->assertSame( 1, $this->count_rows( 'streams' ) );
		self::read( $held );
	}

	public function test_ticks_are_heartbeats_and_no_events(): void {
		$this->assistant = new Scripted_Assistant( array( Event::delta( 'Yes.' ), Event::tick(), Event::done( true, null, 'scripted' ) ) );
		$frames          = iterator_to_array( $this->stream( $this->start_session() )->frames(), false );
		$this->assertContains( '', $frames );
	}

	public function test_site_health_measures_whether_pieces_arrive_one_by_one(): void {
		foreach ( array( array( 600_000, 'good' ), array( 0, 'recommended' ) ) as [ $pause, $status ] ) {
			$serve = static function () use ( $pause ): array {
				do_action( 'requests-request.progress', 'a', 1, 0 );
				usleep( $pause );
				do_action( 'requests-request.progress', 'b', 2, 0 );
				return array( 'response' => array( 'code' => 200 ), 'body' => 'ab', 'headers' => array() );
			};
			add_filter( 'pre_http_request', $serve );
			$this->assertSame( $status, MxChat\Chat\Stream_Health::result()['status'] );
			remove_filter( 'pre_http_request', $serve );
		}
	}

	public function test_site_health_names_the_line_of_this_server(): void {
		$serve = static function (): array {
			do_action( 'requests-request.progress', 'a', 1, 0 );
			return array( 'response' => array( 'code' => 200 ), 'body' => 'a', 'headers' => array() );
		};
		add_filter( 'pre_http_request', $serve );
		$before = $_SERVER['SERVER_SOFTWARE'] ?? null;
		foreach ( array( 'nginx/1.22' => 'fastcgi_buffering off', 'Apache/2.4' => 'flushpackets=on', 'LiteSpeed' => 'respBuffer 0' ) as $server => $line ) {
			$_SERVER['SERVER_SOFTWARE'] = $server;
			$this->assertStringContainsString( $line, MxChat\Chat\Stream_Health::result()['description'] );
		}
		$_SERVER['SERVER_SOFTWARE'] = $before;
		remove_filter( 'pre_http_request', $serve );
	}

	public function test_only_the_site_itself_is_served_the_probe(): void {
		$this->assertRefused( 403, 'mxchat_rest_forbidden', $this->request( 'GET', '/streaming', array( 'proof' => str_repeat( '0', 64 ) ) ) );
		parse_str( (string) wp_parse_url( MxChat\Chat\Probe_Request::url(), PHP_URL_QUERY ), $query );
		$this->assertInstanceOf( Event_Stream::class, $this->request( 'GET', '/streaming', array( 'proof' => $query['proof'] ) ) );
	}

	public function test_an_answer_that_a_failure_cut_off_carries_its_id_wherever_it_is_read(): void {
		$failure         = Failure::of( 'cut' );
		$this->assistant = new Scripted_Assistant( array( Event::delta( 'Some' ), Event::done( true, null, 'scripted', finish: 'cut', failure: $failure ) ) );
		$session         = $this->start_session();
		$whole           = $this->open( $session, array() )->get_data();
		$again           = $this->open( $session, array() )->get_data();
		$event           = $this->resume( $session, $whole['turn_id'] )->get_data()['events'][0];
		$items           = $this->request( 'GET', "/sessions/{$session['session_id']}/messages", array(), array( 'X-MxChat-Session' => $session['secret'] ) )->get_data()['items'];
		$this->assertMatchesRegularExpression( '/^err_[0-9a-f]{12}$/', $failure->error_id );
		$this->assertSame( array_fill( 0, 4, $failure->error_id ), array( $whole['error_id'], $again['error_id'], $event['data']->error_id, $items[1]['error_id'] ) );
		$this->assertNull( $items[0]['error_id'] );
	}

	public function test_an_answer_of_the_site_in_a_models_place_names_no_failure(): void {
		$failed          = new Scripted_Assistant( array( Event::done( false, null, 'scripted', finish: 'cut', failure: Failure::of( 'not_configured' ) ) ) );
		$this->assistant = Scripted_Assistant::saying( array( 'Yes.' ) );
		remove_filter( 'mxchat_assistant', $this->filter );
		add_filter( 'mxchat_assistant', $this->filter = fn() => new MxChat\Assistant\Fallback( $failed, $this->assistant ) );
		$answer = $this->open( $this->start_session(), array() )->get_data();
		$this->assertSame( array( 'Yes.', 'complete', null ), array( $answer['message']['content'], $answer['finish'], $answer['error_id'] ) );
	}

	public function test_partial_answers_say_so_in_transcripts_and_messages(): void {
		$this->assistant = new Scripted_Assistant( array( Event::delta( 'Some' ) ) );
		$session         = $this->start_session();
		$this->assertSame( 'cut', $this->open( $session, array() )->get_data()['finish'] );
		$items = $this->request( 'GET', "/sessions/{$session['session_id']}/messages", array(), array( 'X-MxChat-Session' => $session['secret'] ) )->get_data()['items'];
		$this->assertSame( 'cut', $items[1]['finish'] );
		$token = $this->mint_token( array( 'transcripts:read' ) );
		$items = $this->request( 'GET', '/transcripts', array(), array( 'Authorization' => "Bearer $token" ) )->get_data()['items'];
		$this->assertSame( array( 'assistant' => 'cut' ), array_column( $items, 'finish', 'role' ) );
	}
}
