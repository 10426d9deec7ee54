<?php
declare( strict_types=1 );

use MxChat\Provider\Breaker;
use MxChat\Provider\Breaker_Store;
use MxChat\Provider\Client;
use MxChat\Provider\Connection;
use MxChat\Provider\Deadline;
use MxChat\Provider\Failure;
use MxChat\Provider\Reply;
use MxChat\Settings\Secret;

require_once __DIR__ . '/Provider_Test_Case.php';

/**
 * HTTP with a provider: what is sent, tries, the breaker, and what each error means.
 */
final class Provider_Client_Test extends Provider_Test_Case {

	private function post( float $seconds = 20.0, ?Connection $connection = null ): Reply|Failure {
		return Client::post( $connection ?? $this->connection(), '/responses', array( 'model' => 'm', 'input' => self::QUESTION ), Deadline::after( $seconds ) );
	}

	private function requests(): int {
		return count( $this->upstream->journal( '^/responses' ) );
	}

	public function test_the_key_and_the_owners_headers_are_sent_and_no_cookie(): void {
		$connection = $this->connection( headers: array( 'OpenAI-Project' => 'proj_1', 'X-Pass' => new Secret( 'hidden' ), 'Content-Type' => 'text/plain' ) );
		$this->assertInstanceOf( Reply::class, $this->post( connection: $connection ) );
		$headers = $this->upstream->journal()[0]['headers'];
		$this->assertSame( array( 'Bearer ' . self::KEY, 'proj_1', 'hidden', 'application/json' ), array( $headers['authorization'], $headers['openai-project'], $headers['x-pass'], $headers['content-type'] ) );
		$this->assertArrayNotHasKey( 'cookie', $headers );
		$this->assertStringNotContainsString( 'http', $headers['user-agent'] );
	}

	public function test_without_a_key_no_authorization_is_sent(): void {
		$this->upstream->set( array( 'key' => null ) );
		foreach ( array( null, new Secret( '' ) ) as $key ) {
			Client::get( new Connection( $this->upstream->url, 'chat', $key ), '/models', Deadline::after( 5 ) );
		}
		foreach ( $this->upstream->journal() as $entry ) {
			$this->assertArrayNotHasKey( 'authorization', $entry['headers'] );
		}
		$this->assertCount( 2, $this->upstream->journal() );
	}

	/**
	 * @dataProvider errors
	 */
	public function test_an_error_has_its_meaning( array $step, string $kind, string $owner, string $visitor ): void {
		$this->upstream->script( $step + array( 'headers' => array() ) );
		$this->upstream->script( array( 'status' => 418 ) );
		$failure = $this->post();
		$this->assertInstanceOf( Failure::class, $failure );
		$this->assertSame( $kind, $failure->kind );
		$this->assertStringContainsString( $owner, $failure->owner_text() );
		$this->assertStringContainsString( $visitor, $failure->visitor_text() );
		$this->assertStringContainsString( " $kind", $this->logged( $failure ) );
		$this->assertDiscreet( $failure );
		$this->assertSame( 1, $this->requests() );
	}

	public static function errors(): array {
		$later = 'not available at the moment';
		$busy  = 'busy at the moment';
		$once  = array( 'x-should-retry' => 'false' );
		$error = static fn( array $error ) => array( 'error' => $error + array( 'message' => 'a secret sentence: ' . self::KEY ) );
		return array(
			'401'                      => array( array( 'status' => 401 ), 'unauthorized', 'API key is invalid or expired', $later ),
			'402 of OpenRouter'        => array( array( 'status' => 402, 'body' => $error( array( 'code' => 402 ) ) ), 'quota', 'No credit left', $busy ),
			'403'                      => array( array( 'status' => 403 ), 'forbidden', 'may not use this model', $later ),
			'404'                      => array( array( 'status' => 404 ), 'not_found', 'does not know this assistant, model or address', $later ),
			'405'                      => array( array( 'status' => 405, 'body' => '<html>a secret sentence</html>' ), 'not_found', 'HTTP 404', $later ),
			'429 rate'                 => array( array( 'status' => 429, 'headers' => $once ), 'rate_limited', 'exceeded the provider', $busy ),
			'429 quota by type'        => array( array( 'status' => 429, 'body' => $error( array( 'type' => 'insufficient_quota', 'code' => 'credit_balance_exhausted' ) ) ), 'quota', 'No credit left', $busy ),
			'429 quota by code'        => array( array( 'status' => 429, 'body' => $error( array( 'code' => 'insufficient_quota' ) ) ), 'quota', 'No credit left', $busy ),
			'500'                      => array( array( 'status' => 500, 'headers' => $once ), 'server', 'servers have issues', $later ),
			'500 that hides a 401'     => array( array( 'status' => 500, 'headers' => $once, 'body' => $error( array( 'code' => 'invalid_api_key' ) ) ), 'unauthorized', 'API key is invalid', $later ),
			'502 with a page'          => array( array( 'status' => 502, 'headers' => $once, 'body' => '<html>a secret sentence</html>' ), 'server', 'servers have issues', $later ),
			'503'                      => array( array( 'status' => 503, 'headers' => $once, 'body' => $error( array( 'type' => 'service_unavailable_error', 'code' => 'slow_down' ) ) ), 'overloaded', 'overloaded', $busy ),
			'529'                      => array( array( 'status' => 529, 'headers' => $once, 'body' => $error( array( 'type' => 'overloaded_error' ) ) ), 'overloaded', 'overloaded', $busy ),
			'400'                      => array( array( 'status' => 400, 'body' => $error( array( 'param' => 'tools[0].name', 'code' => null, 'type' => null ) ) ), 'rejected', 'rejected the request', $later ),
			'400 too long by code'     => array( array( 'status' => 400, 'body' => $error( array( 'code' => 'context_length_exceeded' ) ) ), 'too_long', 'longer than the model can read', 'too long' ),
			'400 too long in words'    => array( array( 'status' => 400, 'body' => array( 'error' => 'This model\'s maximum context length is 4096' ) ), 'too_long', 'longer than the model can read', 'too long' ),
			'400 content filter'       => array( array( 'status' => 400, 'body' => $error( array( 'code' => 'content_filter', 'innererror' => array( 'a' => 1 ) ) ) ), 'filtered', 'content filter', 'in other words' ),
			'400 of a busy one'        => array( array( 'status' => 400, 'headers' => $once, 'body' => $error( array( 'code' => 'conversation_locked' ) ) ), 'busy', 'earlier request', $busy ),
			'422 of FastAPI'           => array( array( 'status' => 422, 'body' => array( 'detail' => array( array( 'loc' => array( 'body', 'input' ), 'msg' => 'a secret sentence', 'type' => 'missing' ) ) ) ), 'rejected', 'rejected the request', $later ),
			'400 of llama-stack'       => array( array( 'status' => 400, 'body' => array( 'detail' => 'a secret sentence' ) ), 'rejected', 'rejected the request', $later ),
			'a status as code'         => array( array( 'status' => 401, 'body' => $error( array( 'code' => '401' ) ) ), 'unauthorized', 'API key is invalid', $later ),
			'a redirect'               => array( array( 'status' => 307, 'headers' => array( 'Location' => 'http://127.0.0.1:9/' ), 'body' => '' ), 'garbled', 'could not be read', $later ),
			'200 that is no JSON'      => array( array( 'status' => 200, 'body' => '<html>a secret sentence</html>' ), 'garbled', 'could not be read', $later ),
		);
	}

	/**
	 * @dataProvider passing_faults
	 */
	public function test_a_fault_that_passes_is_tried_again( array $step ): void {
		$this->upstream->script( $step );
		$this->assertInstanceOf( Reply::class, $this->post() );
		$this->assertSame( 2, $this->requests() );
	}

	public static function passing_faults(): array {
		return array(
			'408'                => array( array( 'status' => 408 ) ),
			'409'                => array( array( 'status' => 409 ) ),
			'429'                => array( array( 'status' => 429 ) ),
			'500'                => array( array( 'status' => 500 ) ),
			'503'                => array( array( 'status' => 503 ) ),
			'locked'             => array( array( 'status' => 400, 'body' => array( 'error' => array( 'code' => 'conversation_locked', 'param' => 'conversation', 'message' => 'x' ) ) ) ),
			'a lost connection'  => array( array( 'status' => 200, 'is_cut' => true ) ),
			'told to try'        => array( array( 'status' => 403, 'headers' => array( 'x-should-retry' => 'true' ) ) ),
		);
	}

	public function test_there_are_three_tries_at_most(): void {
		$this->upstream->script( array( 'status' => 500, 'times' => 9 ) );
		$this->assertSame( 'server', $this->post()->kind );
		$this->assertSame( 3, $this->requests() );
		// 0.5 and 1 second, each shortened by a quarter at most.
		$this->assertGreaterThan( 1.1, Clock::passed() );
		$this->assertLessThan( 1.51, Clock::passed() );
	}

	public function test_the_host_says_how_long_to_wait(): void {
		$this->upstream->script( array( 'status' => 429, 'headers' => array( 'Retry-After' => '1' ) ) );
		$this->assertInstanceOf( Reply::class, $this->post() );
		$this->assertEqualsWithDelta( 1.0, Clock::passed(), 0.01 );
		$this->upstream->script( array( 'status' => 429, 'headers' => array( 'retry-after-ms' => '90000', 'Retry-After' => '1' ) ) );
		$failure = $this->post();
		$this->assertSame( array( 'rate_limited', 90 ), array( $failure->kind, $failure->retry_after_seconds ), 'A wait beyond the deadline is not begun.' );
		$this->upstream->script( array( 'status' => 503, 'headers' => array( 'Retry-After' => gmdate( 'D, d M Y H:i:s', time() + 500 ) . ' GMT' ) ) );
		$this->assertEqualsWithDelta( 500, $this->post()->retry_after_seconds, 30 );
	}

	public function test_an_answer_that_does_not_come_ends_at_the_deadline_and_is_not_asked_for_again(): void {
		$this->upstream->script( array( 'first_delay_ms' => 60_000 ) );
		$started = microtime( true );
		$failure = $this->post( 1.2 );
		$this->assertSame( 'timeout', $failure->kind );
		$this->assertStringContainsString( 'Timeout', $failure->owner_text() );
		$this->assertStringContainsString( 'took too long', $failure->visitor_text() );
		$this->assertDiscreet( $failure );
		$this->assertGreaterThan( 1.1, microtime( true ) - $started );
		$this->assertLessThan( 20.0, microtime( true ) - $started );
		$this->assertSame( 1, $this->requests() );
		$this->assertTrue( $this->upstream->wait_until( static fn( array $journal ) => $journal[0]['client_gone_at'] !== null ) );
	}

	public function test_after_five_failures_in_a_row_a_host_is_left_alone_then_tried_by_one(): void {
		$this->upstream->script( array( 'status' => 500, 'headers' => array( 'x-should-retry' => 'false' ), 'times' => 6 ) );
		for ( $failures = 0; $failures < Breaker::FAILURES; $failures++ ) {
			$this->assertSame( 'server', $this->post()->kind );
		}
		$refusal = $this->post();
		$this->assertSame( 'breaker_open', $refusal->kind );
		$this->assertEqualsWithDelta( Breaker::SECONDS, $refusal->retry_after_seconds, 15 );
		$this->assertStringContainsString( 'left alone', $refusal->owner_text() );
		$this->assertSame( Breaker::FAILURES, $this->requests() );

		$this->let_time_pass();
		$this->assertSame( 'server', $this->post()->kind, 'One tries whether the host is well again.' );
		$this->assertSame( 'breaker_open', $this->post()->kind );

		$this->let_time_pass();
		$this->assertNull( Breaker::refusal( $this->connection() ) );
		$this->assertSame( 'breaker_open', Breaker::refusal( $this->connection() )->kind, 'A second one does not try while the first does.' );

		$this->let_time_pass();
		$this->assertInstanceOf( Reply::class, $this->post() );
		$this->assertNull( Breaker::refusal( $this->connection() ) );
		$this->assertSame( 0, Breaker_Store::read( $this->connection()->host_key() )['failures'] );
	}

	public function test_a_wrong_key_or_a_refused_request_opens_no_breaker(): void {
		$this->upstream->script( array( 'status' => 401, 'times' => 4 ), array( 'status' => 400, 'times' => 4 ) );
		for ( $failures = 0; $failures < 8; $failures++ ) {
			$this->assertNotSame( 'breaker_open', $this->post()->kind );
		}
	}

	public function test_a_host_that_is_not_there_is_told_from_one_that_fails(): void {
		$failure = Client::get( new Connection( 'http://127.0.0.1:9/v1', 'chat', new Secret( self::KEY ) ), '/models', Deadline::after( 5 ) );
		$this->assertSame( 'network', $failure->kind );
		$this->assertStringContainsString( 'could not be reached', $failure->owner_text() );
		$this->assertDiscreet( $failure );
	}

	/**
	 * @dataProvider unsafe_addresses
	 */
	public function test_the_key_is_not_sent_to( string $base_url ): void {
		$failure = Client::get( new Connection( $base_url, 'chat', new Secret( self::KEY ) ), '/models', Deadline::after( 5 ) );
		$this->assertSame( 'not_configured', $failure->kind );
		$this->assertStringContainsString( 'not properly configured', $failure->owner_text() );
	}

	public static function unsafe_addresses(): array {
		return array( array( 'http://api.example.com/v1' ), array( 'http://93.184.216.34/v1' ), array( 'ftp://127.0.0.1' ), array( 'https://user:pass@example.com' ), array( '' ), array( 'https://example.com/v1?x=' ) );
	}

	public function test_what_the_site_blocks_is_not_called(): void {
		$block = static fn( $response ) => new WP_Error( 'http_request_not_executed', 'Blocked ' . self::KEY );
		add_filter( 'pre_http_request', $block );
		$failure = $this->post();
		remove_filter( 'pre_http_request', $block );
		$this->assertSame( array( 'network', false ), array( $failure->kind, $failure->is_retryable ) );
		$this->assertStringContainsString( 'WP_HTTP_BLOCK_EXTERNAL', $this->logged( $failure ) );
		$this->assertSame( 0, $this->requests() );
	}

	public function test_an_answer_from_a_filter_is_taken(): void {
		$answer = static fn() => array( 'headers' => array( 'X-Request-Id' => 'req_9' ), 'body' => '{"data":[1]}', 'response' => array( 'code' => 200, 'message' => 'OK' ), 'cookies' => array() );
		add_filter( 'pre_http_request', $answer );
		$reply = $this->post();
		remove_filter( 'pre_http_request', $answer );
		$this->assertSame( array( array( 'data' => array( 1 ) ), 'req_9' ), array( $reply->json, $reply->headers['x-request-id'] ) );
	}

	public function test_an_answer_that_is_too_large_is_let_go(): void {
		$this->upstream->script( array( 'garbage' => str_repeat( 'x', 9 * 1024 * 1024 ), 'content_type' => 'application/json' ) );
		$this->assertSame( 'garbled', $this->post()->kind );
	}

	public function test_the_log_line_names_what_helps(): void {
		$this->upstream->script( array( 'status' => 400, 'headers' => array( 'x-request-id' => 'req_123' ), 'body' => array( 'error' => array( 'message' => 'a secret sentence', 'code' => 'unknown_parameter', 'param' => 'tools[0].x' ) ) ) );
		$failure = $this->post();
		$this->assertMatchesRegularExpression( '/MxChat \[[^\]]+\] provider err_[0-9a-f]{12} rejected status=400 request_id=req_123 code=unknown_parameter param=tools\[0\]\.x$/m', $this->logged( $failure ) );
	}

	private function let_time_pass(): void {
		$name = Breaker_Store::PREFIX . $this->connection()->host_key();
		update_option( $name, Breaker::FAILURES . ' ' . ( time() - Breaker::SECONDS ) );
	}
}
