<?php
declare( strict_types=1 );

use MxChat\Provider\Connection_Store;
use MxChat\Provider\Deadline;
use MxChat\Provider\Event;
use MxChat\Provider\Item;
use MxChat\Provider\Model_Request;
use MxChat\Provider\Providers;
use MxChat\Provider\Tool_Spec;
use MxChat\Provider\Wordpress_Client;
use WordPress\AiClient\AiClient;
use WordPress\AiClient\Messages\DTO\MessagePart;
use WordPress\AiClient\Providers\Http\Exception\ClientException;
use WordPress\AiClient\Providers\Http\Exception\NetworkException;
use WordPress\AiClient\Providers\Http\Exception\ServerException;
use WordPress\AiClient\Tools\DTO\FunctionCall;

/**
 * WordPress's own AI client as a provider.
 */
final class Wordpress_Client_Test extends Site_Test_Case {

	protected function setUp(): void {
		parent::setUp();
		if ( ! Wordpress_Client::is_there() ) {
			$this->markTestSkipped( 'This WordPress has no AI client.' );
		}
		require_once __DIR__ . '/Connector.php';
		if ( ! AiClient::defaultRegistry()->hasProvider( Connector::class ) ) {
			AiClient::defaultRegistry()->registerProvider( Connector::class );
		}
		Connector::$is_configured = true;
		Connector::$says          = array( new MessagePart( 'We open at nine.' ) );
		Connector::$finish        = 'stop';
	}

	protected function tearDown(): void {
		if ( class_exists( Connector::class, false ) ) {
			Connector::$is_configured = false;
		}
		delete_option( 'mxchat_connection' );
		parent::tearDown();
	}

	public function test_an_answer_comes_in_one_piece_with_its_usage(): void {
		$events = $this->stream( array( Item::message( 'user', 'When do you open?' ) ) );
		$this->assertSame( array( Event::TICK, Event::TEXT, Event::USAGE, Event::DONE ), array_column( $events, 'type' ) );
		$this->assertSame( array( 'We open at nine.', 12, 5, 'stop' ), array( $events[1]->text, $events[2]->usage->input_tokens, $events[2]->usage->output_tokens, $events[3]->finish ) );
	}

	public function test_both_sides_speak_in_turn_and_the_visitor_first(): void {
		$this->stream(
			array(
				Item::message( 'assistant', 'Hello!' ),
				Item::message( 'user', 'When do you open?' ),
				Item::message( 'assistant', 'At nine.' ),
				Item::message( 'user', 'And close?' ),
				Item::message( 'developer', 'Source 1: We close at five.' ),
			)
		);
		$this->assertSame( array( 'user', 'model', 'user' ), array_map( static fn( $message ) => $message->getRole()->value, Connector::$heard ) );
		$this->assertSame( array( 'And close?', 'Source 1: We close at five.' ), array_map( static fn( $part ) => $part->getText(), Connector::$heard[2]->getParts() ) );
		$this->assertSame( 'Be kind.', Connector::$config->getSystemInstruction() );
	}

	public function test_a_call_and_its_output_go_round(): void {
		Connector::$says   = array( new MessagePart( new FunctionCall( 'call_1', 'opening_hours', array( 'day' => 'Monday' ) ) ) );
		Connector::$finish = 'tool_calls';
		$tools             = array( new Tool_Spec( 'opening_hours', 'When we open.', array( 'type' => 'object', 'properties' => array( 'day' => array( 'type' => 'string' ) ) ) ) );
		$events            = $this->stream( array( Item::message( 'user', 'When on Monday?' ) ), $tools );
		$call              = array_values( array_filter( $events, static fn( Event $event ) => $event->type === Event::CALL ) )[0];
		$this->assertSame( array( 'call_1', 'opening_hours', '{"day":"Monday"}', 'calls' ), array( $call->call_id, $call->name, $call->arguments, end( $events )->finish ) );

		Connector::$says   = array( new MessagePart( 'At nine.' ) );
		Connector::$finish = 'stop';
		$this->stream( array( Item::message( 'user', 'When on Monday?' ), Item::call( 'call_1', 'opening_hours', $call->arguments ), Item::output( 'call_1', '"nine"' ) ), $tools );
		$response = end( Connector::$heard )->getParts()[0]->getFunctionResponse();
		$this->assertSame( array( 'call_1', 'opening_hours', array( 'result' => 'nine' ) ), array( $response->getId(), $response->getName(), $response->getResponse() ) );
	}

	public function test_a_call_without_arguments_is_an_object(): void {
		Connector::$says = array( new MessagePart( new FunctionCall( 'call_1', 'now', array() ) ) );
		$events          = $this->stream( array( Item::message( 'user', 'What time is it?' ) ), array( new Tool_Spec( 'now', 'The time.', array() ) ) );
		$this->assertSame( '{}', array_values( array_filter( $events, static fn( Event $event ) => $event->type === Event::CALL ) )[0]->arguments );
	}

	/**
	 * @dataProvider failures
	 */
	public function test_failures_are_told_by_their_kind( Throwable $error, string $kind ): void {
		Connector::$says = $error;
		$failure         = $this->failure();
		$this->assertSame( $kind, $failure->kind );
		$this->assertStringNotContainsString( 'sk-secret', $failure->detail . $failure->owner_text() . $failure->visitor_text() );
	}

	public static function failures(): array {
		return array(
			'wrong key'   => array( new ClientException( 'sk-secret is wrong', 401 ), 'unauthorized' ),
			'rate limit'  => array( new ClientException( 'sk-secret is too fast', 429 ), 'rate_limited' ),
			'bad request' => array( new ClientException( 'sk-secret', 400 ), 'rejected' ),
			'broken'      => array( new ServerException( 'sk-secret', 500 ), 'server' ),
			'overloaded'  => array( new ServerException( 'sk-secret', 503 ), 'overloaded' ),
			'away'        => array( new NetworkException( 'sk-secret' ), 'network' ),
			'a bug of it' => array( new TypeError( 'sk-secret' ), 'garbled' ),
			'strange'     => array( new RuntimeException( 'sk-secret' ), 'garbled' ),
		);
	}

	public function test_without_a_connector_it_is_not_configured(): void {
		Connector::$is_configured = false;
		$this->assertSame( 'not_configured', $this->failure()->kind );
	}

	public function test_a_wordpress_that_prevents_the_prompt_disables_it(): void {
		add_filter( 'wp_ai_client_prevent_prompt', '__return_true' );
		$kind = $this->failure()->kind;
		remove_filter( 'wp_ai_client_prevent_prompt', '__return_true' );
		$this->assertSame( 'disabled', $kind );
	}

	public function test_the_owner_tests_it_and_lets_it_answer(): void {
		wp_set_current_user( 1 );
		$this->assertSame( 'wordpress', $this->request( 'POST', '/connection', array( 'mode' => 'wordpress' ) )->get_data()['resolved_mode'] );
		$models = $this->request( 'GET', '/connection/models', array( 'is_fresh' => true ) )->get_data();
		$this->assertContains( 'scripted/large', array_column( $models['items'], 'id' ) );
		$report = $this->request( 'POST', '/connection/test', array( 'model' => 'scripted/large' ) )->get_data();
		$this->assertSame( array( true, 'wordpress', false ), array( $report['is_ok'], $report['api'], $report['is_streamed'] ) );
		$this->request( 'POST', '/assistants/site', array( 'model' => 'scripted/large', 'is_enabled' => true ) );
		$this->assertInstanceOf( Wordpress_Client::class, Providers::current() );
		delete_option( 'mxchat_provider_models' );
	}

	public function test_a_visitor_is_answered_by_the_connector(): void {
		update_option( 'mxchat_connection', array( 'mode' => 'wordpress' ) );
		MxChat\Assistant\Site_Assistant::choose( MxChat\Assistant\Store::save( new MxChat\Assistant\Record( name: 'Shop', model: 'scripted/large' ) ) );
		MxChat\Assistant\Site_Assistant::enable( true );
		$answer = $this->ask( $this->start_session(), 'When do you open?' )->get_data();
		$this->assertSame( array( 'wordpress', 'We open at nine.' ), array( $answer['engine'], $answer['message']['content'] ) );
	}

	private function failure(): MxChat\Provider\Failure {
		$events = $this->stream( array( Item::message( 'user', 'Hello' ) ) );
		return end( $events )->failure;
	}

	/**
	 * @return Event[]
	 */
	private function stream( array $items, array $tools = array() ): array {
		$request = new Model_Request( model: 'scripted/large', instructions: 'Be kind.', items: $items, tools: $tools );
		return iterator_to_array( ( new Wordpress_Client() )->stream( $request, Deadline::after( 10 ) ), false );
	}
}
