<?php
declare( strict_types=1 );

use MxChat\Assistant\Answer;
use MxChat\Assistant\Choice;
use MxChat\Assistant\Record;
use MxChat\Assistant\Store;
use MxChat\Chat\Turn;
use MxChat\Provider\Connection;
use MxChat\Settings;
use MxChat\Transcripts;

require_once __DIR__ . '/Upstream.php';

/**
 * A test of an assistant with a model, which the scripted upstream plays.
 */
abstract class Modelled_Test_Case extends Site_Test_Case {

	protected const SESSION = 'mxchat_chat_00000000000000000000000000000001';
	protected const THREAD  = 'twxchat_thread_00000000000000000000000000000001';

	protected Upstream $upstream;

	/** @var array<int,array{0:string,1:callable}> */
	private array $filters = array();

	protected function tearDown(): void {
		foreach ( $this->filters as [ $name, $callback ] ) {
			remove_filter( $name, $callback );
		}
		$this->filters = array();
		delete_option( 'mxchat_last_failure' );
		parent::tearDown();
	}

	/**
	 * Lets the upstream answer. $mode is `responses` or `chat`.
	 */
	protected function connect( string $mode = 'responses', array $settings = array() ): void {
		$this->upstream = Upstream::start( $settings );
		$connection     = new Connection( base_url: $this->upstream->url, mode: $mode, key: new Settings\Secret( 'sk-test' ), headers: array() );
		$this->filter( 'mxchat_connection', static fn() => $connection );
	}

	/**
	 * A filter until the test is over.
	 */
	protected function filter( string $name, callable $callback, int $arguments = 1 ): void {
		add_filter( $name, $callback, 10, $arguments );
		$this->filters[] = array( $name, $callback );
	}

	protected function offer( MxChat\Tools\Tool ...$tools ): void {
		$this->filter( 'mxchat_tools', static fn( array $others ) => array( ...$others, ...$tools ) );
	}

	/**
	 * What is written into PHP's log meanwhile.
	 */
	protected function logged( callable $work ): string {
		$file   = tempnam( sys_get_temp_dir(), 'mxchat-log' );
		$before = ini_set( 'error_log', $file );
		try {
			$work();
		} finally {
			ini_set( 'error_log', (string) $before );
		}
		$log = (string) file_get_contents( $file );
		unlink( $file );
		return $log;
	}

	/**
	 * What the work gives; its log is not looked at.
	 */
	protected function quietly( callable $work ): mixed {
		$result = null;
		$this->logged( static function () use ( $work, &$result ): void {
			$result = $work();
		} );
		return $result;
	}

	/**
	 * An assistant that answers for the site.
	 */
	protected function assistant( array $changes = array() ): Record {
		$record = Store::save( ( new Record( name: 'Helper', model: 'gpt-test', instructions: 'You help shoppers.' ) )->with( $changes ) );
		Settings\Store::set( 'assistant_enabled', true );
		Settings\Store::set( 'assistant_id', $record->id );
		return $record;
	}

	protected function turn( string $question, array $more = array() ): Turn {
		static $count = 0;
		$turn = new Turn(
			...$more + array(
				'turn_id'    => 'turn_' . ++$count . bin2hex( random_bytes( 8 ) ),
				'session_id' => self::SESSION,
				'thread_id'  => self::THREAD,
				'bot_id'     => 'default',
				'question'   => $question,
				'page_url'   => '',
				'page_title' => '',
				'spender'    => 'ip:test',
				'user_id'    => 0,
			)
		);
		Transcripts\Store::insert_question( $turn );
		return $turn;
	}

	protected function answer( Turn $turn ): Answer {
		return Answer::gather( Choice::for_turn( $turn ), $turn );
	}

	/**
	 * @return array<int,array<string,mixed>> Bodies of what the model was asked.
	 */
	protected function asked(): array {
		return array_column( $this->upstream->journal( '^/(responses|chat/completions)$' ), 'body' );
	}
}
