<?php
declare( strict_types=1 );

use MxChat\Assistant\Site_Assistant;
use MxChat\Chat\Place;
use MxChat\Http\Event_Stream;
use MxChat\Provider\Connection;

require_once __DIR__ . '/Upstream.php';

/**
 * Every door behind which a model answers a program takes one of the places, and gives it back.
 */
final class Places_Test extends Site_Test_Case {

	private Upstream $upstream;

	private string $token = '';

	protected function setUp(): void {
		parent::setUp();
		$this->upstream = Upstream::start();
		add_filter( 'mxchat_connection', array( $this, 'connection' ) );
		$this->token = $this->mint_token( array( 'chat:write' ) );
		Site_Assistant::use_model( 'gpt-test' );
		Site_Assistant::enable( true );
		MxChat\Settings\Store::set( 'max_streams', 1 );
	}

	protected function tearDown(): void {
		remove_filter( 'mxchat_connection', array( $this, 'connection' ) );
		Place::give_back_all();
		parent::tearDown();
	}

	public function connection(): Connection {
		return new Connection( $this->upstream->url, 'responses' );
	}

	public static function doors(): array {
		$messages = array( array( 'role' => 'user', 'content' => 'Do you repair zips?' ) );
		return array(
			'query-chatbot'             => array( '/twxchat/v1/query-chatbot', array( 'query' => 'Do you repair zips?', 'chatbot_id' => 'default' ) ),
			'bot API'                   => array( '/mxchat/v1/bot/default', array( 'message' => 'Do you repair zips?' ) ),
			'chat completion'           => array( '/mxchat/v1/openai/chat/completions', array( 'model' => 'default', 'messages' => $messages ) ),
			'chat completion, streamed' => array( '/mxchat/v1/openai/chat/completions', array( 'model' => 'default', 'messages' => $messages, 'stream' => true ) ),
			'response'                  => array( '/mxchat/v1/openai/responses', array( 'model' => 'default', 'input' => 'Do you repair zips?' ) ),
			'run'                       => array( '/mxchat/v1/openai/threads/runs', array( 'thread' => array( 'messages' => $messages ) ) ),
		);
	}

	/**
	 * @dataProvider doors
	 */
	public function test_a_program_is_refused_while_all_places_are_taken( string $path, array $body ): void {
		$body += str_ends_with( $path, '/runs' ) ? array( 'assistant_id' => $this->assistant() ) : array();
		$held  = Place::take();
		$busy  = $this->post( $path, $body );
		$this->assertSame( array( 503, '2' ), array( $busy->get_status(), $busy->get_headers()['Retry-After'] ?? null ) );
		$this->assertSame( 0, $this->upstream->count_model_calls() );
		unset( $held );
		$this->upstream->script( array( 'text' => 'Yes, we do.' ) );
		$answer = $this->post( $path, $body );
		$this->assertSame( array( 200, 1 ), array( $answer->get_status(), $answer instanceof Event_Stream ? $this->count_rows( 'streams' ) : 1 ) );
		$answer instanceof Event_Stream && iterator_to_array( $answer->frames(), false );
		$this->assertSame( array( 1, 0 ), array( $this->upstream->count_model_calls(), $this->count_rows( 'streams' ) ) );
	}

	public function test_a_refusal_keeps_the_shape_of_its_door(): void {
		$held   = Place::take();
		$openai = $this->post( ...self::doors()['chat completion'] )->get_data();
		$this->assertSame( array( 'server_error', 'streams_busy' ), array( $openai['error']['type'], $openai['error']['code'] ) );
		$bot = $this->post( ...self::doors()['bot API'] )->get_data();
		$this->assertSame( array( false, 'RATE_LIMIT_EXCEEDED' ), array( $bot['success'], $bot['error']['code'] ) );
		unset( $held );
	}

	/**
	 * @dataProvider doors
	 */
	public function test_quotes_need_no_place( string $path, array $body ): void {
		$body += str_ends_with( $path, '/runs' ) ? array( 'assistant_id' => $this->assistant() ) : array();
		Site_Assistant::enable( false );
		$held   = Place::take();
		$answer = $this->post( $path, $body );
		$this->assertSame( 200, $answer->get_status() );
		$answer instanceof Event_Stream && iterator_to_array( $answer->frames(), false );
		$this->assertSame( 0, $this->upstream->count_model_calls() );
		unset( $held );
	}

	private function assistant(): string {
		return $this->post( '/mxchat/v1/openai/assistants', array( 'model' => 'default' ) )->get_data()['id'];
	}

	private function post( string $path, array $body ): WP_REST_Response {
		$request = new WP_REST_Request( 'POST', $path );
		$request->set_header( 'Content-Type', 'application/json' );
		$request->set_body( (string) wp_json_encode( $body ) );
		return $this->dispatch( $request, array( 'Authorization' => "Bearer $this->token" ) );
	}
}
