<?php
declare( strict_types=1 );

use MxChat\Provider\Chat_Completions;
use MxChat\Provider\Client;
use MxChat\Provider\Connection;
use MxChat\Provider\Deadline;
use MxChat\Provider\Item;
use MxChat\Provider\Provider;
use MxChat\Provider\Responses;
use MxChat\Provider\Tool_Spec;
use MxChat\Settings\Secret;

require_once __DIR__ . '/Provider_Test_Case.php';

/**
 * The plain shapes, against a stand-in of other hands: npm's aimock.
 */
final class Provider_Aimock_Test extends Provider_Test_Case {

	private const START_SECONDS = 60;

	/** @var resource|null */
	private static $process;
	private static string $url = '';

	public static function setUpBeforeClass(): void {
		$folder = dirname( __DIR__ ) . '/upstream';
		$script = $folder . '/node_modules/@copilotkit/aimock/dist/aimock-cli.js';
		if ( ! is_file( $script ) ) {
			self::markTestSkipped( 'aimock is not installed: npm ci --prefix tests/upstream' );
		}
		$socket    = stream_socket_server( 'tcp://127.0.0.1:0' );
		$port      = (int) substr( (string) strrchr( (string) stream_socket_get_name( $socket, false ), ':' ), 1 );
		fclose( $socket );
		$nowhere       = array( 'file', '/dev/null', 'w' );
		self::$process = proc_open( array( 'node', $script, '--config', 'aimock.json', '--port', (string) $port ), array( array( 'file', '/dev/null', 'r' ), $nowhere, $nowhere ), $pipes, $folder );
		self::$url     = "http://127.0.0.1:$port/v1";
		$deadline      = microtime( true ) + self::START_SECONDS;
		while ( ! @fsockopen( '127.0.0.1', $port ) ) { // phpcs:ignore
			if ( microtime( true ) > $deadline ) {
				throw new RuntimeException( 'aimock does not start.' );
			}
			usleep( 20_000 );
		}
	}

	public static function tearDownAfterClass(): void {
		if ( self::$process !== null ) {
			proc_terminate( self::$process );
			self::$process = null;
		}
	}

	/**
	 * @dataProvider modes
	 */
	public function test_a_text( string $mode ): void {
		$told = $this->told( $this->mocked( $mode ), $this->request( items: array( Item::message( 'user', 'What are your opening hours?' ) ) ) );
		$this->assertSame( array( 'We open at nine – déjà à 9 h.', 'stop', null ), array( $told['text'], $told['end'], $told['failure'] ) );
	}

	/**
	 * @dataProvider modes
	 */
	public function test_a_round_of_tools( string $mode ): void {
		$tools = array( new Tool_Spec( 'clock', 'The time.', array( 'type' => 'object', 'properties' => array( 'zone' => array( 'type' => 'string' ) ) ) ) );
		$items = array( Item::message( 'user', 'So what time is it?' ) );
		$told  = $this->told( $this->mocked( $mode ), $this->request( items: $items, tools: $tools ) );
		$this->assertSame( array( array( array( 'call_clock', 'clock', '{"zone":"UTC"}' ) ), 'calls' ), array( $told['calls'], $told['end'] ) );

		array_push( $items, Item::call( ...$told['calls'][0] ), Item::output( 'call_clock', '12:00' ) );
		$told = $this->told( $this->mocked( $mode ), $this->request( items: $items, tools: $tools ) );
		$this->assertSame( array( 'It is noon.', 'stop' ), array( $told['text'], $told['end'] ) );
	}

	/**
	 * @dataProvider modes
	 */
	public function test_a_stream_that_is_cut( string $mode ): void {
		$told = $this->told( $this->mocked( $mode ), $this->request( items: array( Item::message( 'user', 'Please cut me off.' ) ) ) );
		$this->assertSame( array( 'failed', 'cut' ), array( $told['end'], $told['failure']?->kind ) );
		$this->assertStringStartsWith( $told['text'], 'This sentence is never told to its end.' );
	}

	public function test_a_wrong_key(): void {
		$failure = Client::get( new Connection( self::$url, 'chat', new Secret( 'sk-wrong' ) ), '/models', Deadline::after( 5 ) );
		$this->assertSame( 'unauthorized', $failure->kind );
	}

	public static function modes(): array {
		return array( array( 'responses' ), array( 'chat' ) );
	}

	private function mocked( string $mode ): Provider {
		$connection = new Connection( self::$url, $mode, new Secret( 'sk-aimock' ) );
		return $mode === 'chat' ? new Chat_Completions( $connection ) : new Responses( $connection );
	}
}
