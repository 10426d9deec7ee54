<?php
declare( strict_types=1 );

use MxChat\Provider\Deadline;
use MxChat\Provider\Event;

require_once __DIR__ . '/Provider_Test_Case.php';

/**
 * What hosts do to their streams, on both APIs.
 */
final class Provider_Faults_Test extends Provider_Test_Case {

	private const TEXT = 'Größe 42 kostet 30 € – 👍 sofort.';

	/**
	 * @dataProvider harmless_ways
	 */
	public function test_an_answer_comes_whole( string $mode, array $step ): void {
		$this->upstream->script( $step + array( 'text' => self::TEXT ) );
		$told = $this->told( $this->provider( $mode ) );
		$this->assertSame( array( self::TEXT, 'stop', null ), array( $told['text'], $told['end'], $told['failure'] ) );
		$this->assertSame( 1, $this->upstream->count_model_calls() );
	}

	public static function harmless_ways(): Generator {
		$ways = array(
			'as it should'           => array(),
			'CRLF'                   => array( 'sse' => array( 'line_end' => 'crlf' ) ),
			'CR'                     => array( 'sse' => array( 'line_end' => 'cr' ) ),
			'no event lines'         => array( 'sse' => array( 'has_event_lines' => false ) ),
			'[DONE] at the end'      => array( 'sse' => array( 'done' => true ) ),
			'comments'               => array( 'sse' => array( 'has_comments' => true ) ),
			'no blank line at last'  => array( 'sse' => array( 'has_final_blank_line' => false ) ),
			'no sequence numbers'    => array( 'sse' => array( 'has_sequence_numbers' => false ) ),
			'another content type'   => array( 'sse' => array( 'content_type' => 'text/plain' ) ),
			'pieces of seven bytes'  => array( 'split' => 7 ),
			'long ids'               => array( 'id_length' => 437 ),
			'no usage'               => array( 'usage' => null ),
			'a usage of -1'          => array( 'usage' => array( 'input_tokens' => -1, 'output_tokens' => -1, 'prompt_tokens' => -1, 'completion_tokens' => -1 ) ),
			'cut after the last one' => array( 'cut_after' => 'end' ),
			'reasoning before'       => array( 'reasoning' => true ),
		);
		foreach ( array( 'responses', 'chat' ) as $mode ) {
			foreach ( $ways as $name => $step ) {
				yield "$mode: $name" => array( $mode, $step );
			}
		}
	}

	public function test_pieces_of_one_byte_give_the_same_text(): void {
		$this->upstream->script( array( 'text' => 'é €', 'split' => 1 ) );
		$this->assertSame( 'é €', $this->told( $this->provider( 'chat' ) )['text'] );
	}

	/**
	 * @dataProvider broken_ways
	 */
	public function test_an_answer_that_breaks_off_is_told_so( string $mode, array $step, string $kind, string $text, string $owner, string $visitor ): void {
		$this->upstream->script( $step + array( 'text' => self::TEXT ) );
		$told = $this->told( $this->provider( $mode ) );
		$this->assertSame( array( 'failed', $kind ), array( $told['end'], $told['failure']?->kind ) );
		$this->assertSame( $text, $told['text'] );
		$this->assertStringContainsString( $owner, $told['failure']->owner_text() );
		$this->assertStringContainsString( $visitor, $told['failure']->visitor_text() );
		$this->assertStringContainsString( " $kind", $this->logged( $told['failure'] ) );
		$this->assertDiscreet( $told['failure'] );
		$this->assertSame( 1, $this->upstream->count_model_calls(), 'Nothing is tried again after the first byte.' );
	}

	public static function broken_ways(): Generator {
		$cut    = array( 'cut', 'broke off', 'was cut off' );
		$wrong  = array( 'garbled', 'could not be read', 'not available' );
		$error  = static fn( array $error ) => array( 'error_after' => 6, 'error' => $error );
		$secret = 'a secret sentence about ' . self::KEY . self::QUESTION;
		$texts  = array( 'responses' => 'Größe 42 ', 'chat' => 'Größe 42 kostet 30 € ' );
		foreach ( $texts as $mode => $begun ) {
			$ways = array(
				'cut'                          => array( array( 'cut_after' => 6 ), $begun, ...$cut ),
				'cut without the last event'   => array( array( 'end_after' => 6 ), $begun, ...$cut ),
				'cut within an event'          => array( array( 'garbage' => "event: x\ndata: {\"a\":" ), '', ...$cut ),
				'garbage'                      => array( array( 'garbage' => 'a secret sentence' ), '', ...$wrong ),
				'a page'                       => array( array( 'garbage' => '<html><body>a secret sentence</body></html>', 'content_type' => 'text/html' ), '', ...$wrong ),
				'bytes that are no text'       => array( array( 'garbage' => '//79AAEC', 'encoding' => 'base64' ), '', ...$wrong ),
				'nothing at all'               => array( array( 'garbage' => '' ), '', ...$cut ),
				'broken JSON'                  => array( array( 'events' => array( array( 'type' => 'x', 'data' => '{"a":' ), array( 'type' => 'x', 'data' => '{}' ) ) ), '', ...$wrong ),
				'a number'                     => array( array( 'events' => array( array( 'type' => 'x', 'data' => '42' ) ) ), '', ...$wrong ),
				'an error that is flat'        => array( $error( array( 'type' => 'error', 'code' => 'server_error', 'message' => $secret, 'param' => null ) ), $begun, 'server', 'servers have issues', 'not available' ),
				'an error that is nested'      => array( $error( array( 'type' => 'error', 'error' => array( 'type' => 'insufficient_quota', 'code' => 'credit_balance_exhausted', 'message' => $secret ) ) ), $begun, 'quota', 'No credit left', 'busy' ),
				'a rate limit on the way'      => array( $error( array( 'error' => array( 'message' => $secret, 'code' => 429 ) ) ), $begun, 'rate_limited', 'rate limits', 'busy' ),
				'an error with status 200'     => array( array( 'garbage' => 'data: {"error":{"message":"' . $secret . '","code":"500"}}' . "\n\ndata: [DONE]\n\n" ), '', 'server', 'servers have issues', 'not available' ),
				'a JSON error with status 200' => array( array( 'garbage' => '{"error":{"message":"' . $secret . '","type":"overloaded_error"}}', 'content_type' => 'application/json' ), '', 'overloaded', 'overloaded', 'busy' ),
				'JSON of another kind'         => array( array( 'garbage' => '{"hello":"world"}', 'content_type' => 'application/json' ), '', ...$wrong ),
			);
			foreach ( $ways as $name => $way ) {
				yield "$mode: $name" => array( $mode, ...array( $way[0], $way[2], $way[1], $way[3], $way[4] ) );
			}
		}
	}

	public function test_a_failed_response_is_a_failure_although_the_status_is_200(): void {
		foreach ( array( 'server_error' => 'server', 'rate_limit_exceeded' => 'rate_limited', 'invalid_prompt' => 'filtered', 'unheard_of' => 'server' ) as $code => $kind ) {
			$this->upstream->script( array( 'finish' => 'failed', 'text' => 'x', 'error' => array( 'code' => $code, 'message' => 'a secret sentence' ) ) );
			$told = $this->told( $this->provider( 'responses' ) );
			$this->assertSame( $kind, $told['failure']->kind );
			$this->assertDiscreet( $told['failure'] );
		}
	}

	public function test_what_the_response_says_of_itself_counts_and_not_the_events_name(): void {
		$this->upstream->script( array( 'text' => 'Half of', 'finish' => 'length', 'terminal' => 'completed' ) );
		$told = $this->told( $this->provider( 'responses' ) );
		$this->assertSame( array( 'Half of', 'length' ), array( $told['text'], $told['end'] ) );
	}

	/**
	 * @dataProvider modes
	 */
	public function test_why_an_answer_ends_is_told( string $mode ): void {
		$this->upstream->script( array( 'text' => 'Half', 'finish' => 'length' ), array( 'text' => 'Half', 'finish' => 'filter' ), array( 'refusal' => 'I will not.' ) );
		$provider = $this->provider( $mode );
		$this->assertSame( 'length', $this->told( $provider )['end'] );
		$this->assertSame( 'filter', $this->told( $provider )['end'] );
		$told = $this->told( $provider );
		$this->assertSame( array( 'I will not.', '', 'stop' ), array( $told['refusal'], $told['text'], $told['end'] ) );
	}

	/**
	 * @dataProvider modes
	 */
	public function test_an_answer_that_is_not_streamed_says_the_same( string $mode ): void {
		$this->upstream->script( array( 'text' => self::TEXT ), array( 'calls' => array( array( 'name' => 'clock', 'call_id' => 'call_1', 'arguments' => array( 'a' => 1 ) ) ) ), array( 'refusal' => 'No.' ) );
		$provider = $this->provider( $mode );
		$told     = $this->told( $provider, $this->request( is_streamed: false ) );
		$this->assertSame( array( self::TEXT, 'stop', true ), array( $told['text'], $told['end'], $told['usage']->is_known ) );
		$told = $this->told( $provider, $this->request( is_streamed: false ) );
		$this->assertSame( array( array( array( 'call_1', 'clock', '{"a":1}' ) ), 'calls' ), array( $told['calls'], $told['end'] ) );
		$this->assertSame( 'No.', $this->told( $provider, $this->request( is_streamed: false ) )['refusal'] );
	}

	/**
	 * @dataProvider modes
	 */
	public function test_calls_come_whole_in_order( string $mode ): void {
		$calls = array( array( 'name' => 'clock', 'call_id' => 'call_a', 'arguments' => array( 'zone' => 'Europe/Vienna' ) ), array( 'name' => 'stock', 'call_id' => 'call_b' ) );
		foreach ( array( array(), array( 'text' => 'I look.' ), array( 'has_whole_calls' => true ), array( 'has_object_arguments' => true ), array( 'split' => 5 ) ) as $step ) {
			$this->upstream->script( $step + array( 'calls' => $calls ) );
			$told = $this->told( $this->provider( $mode ) );
			$this->assertSame( array( array( 'call_a', 'clock', '{"zone":"Europe/Vienna"}' ), array( 'call_b', 'stock', '{}' ) ), array_map( static fn( array $call ) => array( $call[0], $call[1], str_replace( array( '\\', '[]' ), array( '', '{}' ), $call[2] ) ), $told['calls'] ) );
			$this->assertSame( array( 'calls', $step['text'] ?? '' ), array( $told['end'], $told['text'] ) );
		}
	}

	public static function modes(): array {
		return array( array( 'responses' ), array( 'chat' ) );
	}

	public function test_a_silent_host_is_left_at_the_deadline_with_what_it_said(): void {
		$this->upstream->script( array( 'text' => self::TEXT, 'stall_after' => 6 ) );
		$started = microtime( true );
		$told    = $this->told( $this->provider( 'responses' ), seconds: 1.5 );
		$this->assertSame( array( 'Größe 42 ', 'timeout' ), array( $told['text'], $told['failure']?->kind ) );
		$this->assertGreaterThan( 1.4, microtime( true ) - $started );
		$this->assertLessThan( 20.0, microtime( true ) - $started );
		$this->assertDiscreet( $told['failure'] );
		$this->assertTrue( $this->upstream->wait_until( static fn( array $journal ) => $journal[0]['client_gone_at'] !== null ) );
	}

	public function test_a_host_that_sends_byte_by_byte_is_left_at_the_deadline(): void {
		$this->upstream->script( array( 'text' => self::TEXT, 'slow_loris' => 30 ) );
		$told = $this->told( $this->provider( 'chat' ), seconds: 1.2 );
		$this->assertSame( array( '', 'timeout' ), array( $told['text'], $told['failure']?->kind ) );
		$this->assertTrue( $this->upstream->wait_until( static fn( array $journal ) => $journal[0]['client_gone_at'] !== null ) );
	}

	public function test_an_endless_stream_is_left(): void {
		$this->upstream->script( array( 'garbage' => 'data: {"type":"x","a":"' . str_repeat( 'x', 1024 * 1024 ) ) );
		$this->assertSame( 'garbled', $this->told( $this->provider( 'responses' ) )['failure']->kind );
	}

	/**
	 * @dataProvider modes
	 */
	public function test_whoever_stops_listening_cancels_the_call( string $mode ): void {
		foreach ( array( array( 'delay_ms' => 50, 'text' => str_repeat( 'word ', 200 ) ), array( 'stall_after' => 2 ) ) as $step ) {
			$this->upstream->clear_journal();
			$this->upstream->script( $step );
			$events = $this->provider( $mode )->stream( $this->request(), Deadline::after( 30 ) );
			$count = 0;
			foreach ( $events as $event ) {
				if ( ++$count === 4 ) {
					break;
				}
			}
			unset( $event );
			$left_at = microtime( true );
			unset( $events );
			$this->assertLessThan( 5.0, microtime( true ) - $left_at, 'The model would go on for ten seconds.' );
			$this->assertTrue( $this->upstream->wait_until( static fn( array $journal ) => $journal[0]['client_gone_at'] !== null ) );
		}
	}

	public function test_a_slow_host_gives_signs_of_life(): void {
		$this->upstream->script( array( 'first_delay_ms' => 1300, 'text' => 'Late.' ) );
		$ticks = 0;
		foreach ( $this->provider( 'responses' )->stream( $this->request(), Deadline::after( 10 ) ) as $event ) {
			$ticks += $event->type === Event::TICK ? 1 : 0;
		}
		$this->assertGreaterThanOrEqual( 2, $ticks );
		$this->assertLessThan( 20, $ticks );
	}

	/**
	 * An unknown event, however odd, is not a failure.
	 */
	public function test_unknown_events_are_passed_over(): void {
		$event = static fn( array $data ) => array( 'type' => $data['type'] ?? 'keepalive', 'data' => $data );
		$this->upstream->script(
			array(
				'events' => array(
					$event( array( 'type' => 'keepalive' ) ),
					$event( array( 'type' => 'response.created', 'response' => null ) ),
					$event( array( 'type' => 'response.rate_limits.updated', 'limits' => array() ) ),
					$event( array( 'type' => 'response.output_item.added', 'item' => array( 'id' => 'm1', 'type' => 'message', 'phase' => 'commentary' ) ) ),
					$event( array( 'type' => 'response.output_text.delta', 'item_id' => 'm1', 'delta' => 'Let me think.' ) ),
					$event( array( 'type' => 'response.output_item.added', 'item' => array( 'id' => 'm2', 'type' => 'message', 'phase' => 'final_answer' ) ) ),
					$event( array( 'type' => 'response.output_text.delta', 'item_id' => 'm2', 'output_index' => 7, 'delta' => 'At nine.' ) ),
					$event( array( 'type' => 'response.output_text.delta', 'item_id' => 'm2', 'delta' => null ) ),
					$event( array( 'type' => 'response.completed', 'response' => array( 'usage' => array( 'input_tokens' => 3, 'output_tokens' => 2, 'input_tokens_details' => null ) ) ) ),
				),
			)
		);
		$told = $this->told( $this->provider( 'responses' ) );
		$this->assertSame( array( 'At nine.', 'stop', 5 ), array( $told['text'], $told['end'], $told['usage']->input_tokens + $told['usage']->output_tokens ) );
	}

	public function test_a_response_without_deltas_is_read_from_its_end(): void {
		$item = array( 'type' => 'message', 'id' => 'm', 'content' => array( array( 'type' => 'output_text', 'text' => 'All at once.' ) ) );
		$this->upstream->script( array( 'events' => array( array( 'type' => 'response.completed', 'data' => array( 'type' => 'response.completed', 'response' => array( 'status' => 'completed', 'output' => array( $item ) ) ) ) ) ) );
		$this->assertSame( 'All at once.', $this->told( $this->provider( 'responses' ) )['text'] );
	}
}
