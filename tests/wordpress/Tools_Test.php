<?php
declare( strict_types=1 );

use MxChat\Tools\Json_Schema;
use MxChat\Tools\Output;

require_once __DIR__ . '/Modelled_Test_Case.php';
require_once __DIR__ . '/Echo_Tool.php';

/**
 * The model's calls: each answered once, none run twice, nothing run that may not.
 */
final class Tools_Test extends Modelled_Test_Case {

	private static function call( array $arguments = array( 'id' => 7 ), string $name = 'look_up', ?string $call_id = null ): array {
		return array( 'name' => $name, 'arguments' => json_encode( $arguments ) ) + ( $call_id === null ? array() : array( 'call_id' => $call_id ) );
	}

	/**
	 * @return array<int,array> What the tools gave, as the model was told in its last call.
	 */
	private function outputs(): array {
		$bodies = $this->asked();
		$items  = array_filter( end( $bodies )['input'], static fn( array $item ) => ( $item['type'] ?? '' ) === 'function_call_output' );
		return array_map( static fn( array $item ) => json_decode( $item['output'], true ), array_values( $items ) );
	}

	private function start( Echo_Tool ...$tools ): void {
		$this->connect();
		$this->assistant( array( 'uses_knowledge' => false, 'tools' => array( 'look_up', 'buy_item' ) ) );
		$this->offer( ...$tools );
	}

	public function test_a_call_is_run_and_answered(): void {
		$tool = new Echo_Tool();
		$this->start( $tool );
		$this->upstream->script( array( 'calls' => array( self::call( call_id: 'call_1' ) ) ), array( 'text' => 'It is a red scarf.' ) );
		$answer = $this->answer( $this->turn( 'What is item 7?' ) );
		$this->assertSame( 'It is a red scarf.', $answer->content );
		$this->assertSame( array( array( 'id' => 7 ) ), array_column( $tool->runs, 'arguments' ) );
		$this->assertSame( array( array( 'found' => 'a red scarf' ) ), $this->outputs() );
		$this->assertSame( array( array( 'name' => 'look_up', 'status' => 'done' ) ), $answer->trace['tools'] );
	}

	/**
	 * @dataProvider modes
	 */
	public function test_a_call_is_answered_with_every_provider( string $mode ): void {
		$tool = new Echo_Tool();
		$this->start( $tool );
		$this->connect( $mode, array( 'background_ms' => 0 ) );
		$calls = array( 'calls' => array( self::call( call_id: 'call_0123456789abcdef' ) ) );
		// A run of the Assistants API goes on by itself when its outputs come.
		$steps = $mode === 'assistants' ? array( $calls + array( 'text_after_calls' => 'It is a red scarf.' ) ) : array( $calls, array( 'text' => 'It is a red scarf.' ) );
		$this->upstream->script( ...array( ...$steps, array( 'text' => 'You are welcome.' ) ) );
		$turn   = $this->turn( 'What is item 7?' );
		$answer = $this->answer( $turn );
		MxChat\Transcripts\Store::insert_answer( $turn, $answer );
		$this->assertSame( 'It is a red scarf.', $answer->content );
		$this->assertCount( 1, $tool->runs );
		$this->assertStringContainsString( 'a red scarf', json_encode( $this->upstream->journal() ) );
		$this->assertSame( 'You are welcome.', $this->answer( $this->turn( 'Thank you' ) )->content );
	}

	public static function modes(): array {
		return array( array( 'responses' ), array( 'responses_stateful' ), array( 'chat' ), array( 'assistants' ) );
	}

	public function test_a_tool_that_the_owner_has_not_allowed_is_none(): void {
		$tool = new Echo_Tool( 'not_allowed' );
		$this->start( new Echo_Tool(), $tool );
		$this->upstream->script( array( 'calls' => array( self::call( name: 'not_allowed' ) ) ), array( 'text' => 'Sorry.' ) );
		$this->quietly( fn() => $this->answer( $this->turn( 'Try it' ) ) );
		$this->assertSame( array( 'look_up' ), array_column( $this->asked()[0]['tools'], 'name' ) );
		$this->assertSame( array( array(), 'unknown_tool' ), array( $tool->runs, $this->outputs()[0]['error']['code'] ) );
	}

	public function test_calls_of_one_round_run_in_their_order_and_all_are_answered(): void {
		$tool = new Echo_Tool( result: static fn( array $arguments ) => $arguments['id'] );
		$this->start( $tool );
		$this->upstream->script( array( 'calls' => array( self::call( array( 'id' => 3 ) ), self::call( array( 'id' => 1 ) ), self::call( array( 'id' => 2 ) ) ) ), array( 'text' => 'Done.' ) );
		$this->answer( $this->turn( 'All three' ) );
		$this->assertSame( array( 3, 1, 2 ), $this->outputs() );
	}

	/**
	 * @dataProvider bad_calls
	 */
	public function test_a_bad_call_runs_nothing_and_is_told_to_the_model( array $call, string $code ): void {
		$tool = new Echo_Tool();
		$this->start( $tool );
		$this->upstream->script( array( 'calls' => array( $call ) ), array( 'text' => 'Sorry.' ) );
		$answer = $this->quietly( fn() => $this->answer( $this->turn( 'Try it' ) ) );
		$this->assertSame( 'Sorry.', $answer->content );
		$this->assertSame( array(), $tool->runs );
		$this->assertSame( array( $code ), array_column( array_column( $this->outputs(), 'error' ), 'code' ) );
	}

	public static function bad_calls(): array {
		return array(
			'a tool that there is not'    => array( self::call( name: 'drop_table' ), 'unknown_tool' ),
			'arguments that are cut off'  => array( array( 'name' => 'look_up', 'arguments' => '{"id": 7' ), 'invalid_arguments' ),
			'arguments that are a list'   => array( array( 'name' => 'look_up', 'arguments' => '[7]' ), 'invalid_arguments' ),
			'an argument too many'        => array( self::call( array( 'id' => 7, 'user_id' => 1 ) ), 'invalid_arguments' ),
			'a missing argument'          => array( self::call( array() ), 'invalid_arguments' ),
			'a number as text'            => array( self::call( array( 'id' => '7' ) ), 'invalid_arguments' ),
			'a number below the smallest' => array( self::call( array( 'id' => 0 ) ), 'invalid_arguments' ),
		);
	}

	public function test_what_a_tool_throws_reaches_the_log_by_class_alone(): void {
		$this->start( new Echo_Tool( result: static fn() => throw new RuntimeException( 'SELECT secret FROM /var/www' ) ) );
		$this->upstream->script( array( 'calls' => array( self::call() ) ), array( 'text' => 'Sorry.' ) );
		$log = $this->logged( fn() => $this->answer( $this->turn( 'Try it' ) ) );
		$this->assertSame( 'tool_failed', $this->outputs()[0]['error']['code'] );
		$this->assertStringNotContainsString( 'secret', json_encode( $this->asked() ) . $log );
		$this->assertStringContainsString( 'RuntimeException in Tools_Test.php', $log );
	}

	public function test_an_error_of_wordpress_is_told_in_its_words(): void {
		$this->start( new Echo_Tool( result: new WP_Error( 'sold_out', 'It is sold out.' ) ) );
		$this->upstream->script( array( 'calls' => array( self::call() ) ), array( 'text' => 'Sorry.' ) );
		$this->answer( $this->turn( 'Try it' ) );
		$this->assertSame( array( 'code' => 'sold_out', 'message' => 'It is sold out.' ), $this->outputs()[0]['error'] );
	}

	public function test_one_call_id_runs_once_in_a_thread(): void {
		$tool = new Echo_Tool();
		$this->start( $tool );
		$this->upstream->script(
			array( 'calls' => array( self::call( call_id: 'call_0123456789abcdef' ) ) ),
			array( 'text' => 'First.' ),
			array( 'calls' => array( self::call( call_id: 'call_0123456789abcdef' ) ) ),
			array( 'text' => 'Second.' )
		);
		$this->answer( $this->turn( 'Once' ) );
		$answer = $this->answer( $this->turn( 'Twice' ) );
		$this->assertSame( 'Second.', $answer->content );
		$this->assertCount( 1, $tool->runs );
		$this->assertSame( array( array( 'found' => 'a red scarf' ) ), $this->outputs() );
	}

	public function test_a_call_that_comes_twice_in_one_turn_runs_once_and_is_answered_twice(): void {
		$tool = new Echo_Tool();
		$this->start( $tool );
		$same = self::call( call_id: 'call_0123456789abcdef' );
		$this->upstream->script( array( 'calls' => array( $same ) ), array( 'calls' => array( $same ) ), array( 'text' => 'Done.' ) );
		$this->assertSame( 'Done.', $this->answer( $this->turn( 'Twice' ) )->content );
		$this->assertCount( 1, $tool->runs );
		$this->assertCount( 2, $this->outputs() );
	}

	public function test_a_host_that_counts_its_calls_gets_each_answered_anew(): void {
		$tool = new Echo_Tool( result: static fn( array $arguments ) => $arguments['id'] );
		$this->start( $tool );
		$this->upstream->script(
			array( 'calls' => array( self::call( array( 'id' => 1 ), call_id: 'call_0' ) ) ),
			array( 'calls' => array( self::call( array( 'id' => 2 ), call_id: 'call_0' ) ) ),
			array( 'text' => 'First.' ),
			array( 'calls' => array( self::call( array( 'id' => 1 ), call_id: 'call_0' ) ) ),
			array( 'text' => 'Second.' )
		);
		$this->assertSame( 'First.', $this->answer( $this->turn( 'Two' ) )->content );
		$this->assertSame( 'Second.', $this->answer( $this->turn( 'One again' ) )->content );
		$this->assertSame( array( 1, 2, 1 ), array_map( static fn( array $run ) => $run['arguments']['id'], $tool->runs ) );
	}

	public function test_a_host_that_counts_the_calls_of_each_function_gets_each_answered_anew(): void {
		$tool = new Echo_Tool();
		$this->start( $tool );
		$same = self::call( call_id: 'functions.look_up:0' );
		$this->upstream->script( array( 'calls' => array( $same ) ), array( 'text' => 'First.' ), array( 'calls' => array( $same ) ), array( 'text' => 'Second.' ) );
		$this->answer( $this->turn( 'Once' ) );
		$this->answer( $this->turn( 'Twice' ) );
		$this->assertCount( 2, $tool->runs );
	}

	public function test_where_there_is_no_thread_nobody_gets_what_a_tool_gave_another(): void {
		foreach ( array( 'Of Ada.', 'Of Bob.' ) as $secret ) {
			$turn    = new MxChat\Chat\Turn( MxChat\Chat\Turn::id( '', '' ), '', '', 'default', 'Look it up', '', '' );
			$runner  = new MxChat\Tools\Runner( array( 'look_up' => new Echo_Tool( result: $secret ) ), $turn, '', MxChat\Provider\Deadline::after( 5.0 ) );
			$outcome = $runner->answer( MxChat\Provider\Event::call( 'call_0123456789abcdef', 'look_up', '{"id":7}' ) );
			$this->assertSame( json_encode( $secret ), $outcome->output );
		}
	}

	public function test_a_call_that_was_interrupted_is_not_begun_again(): void {
		global $wpdb;
		$tool = new Echo_Tool();
		$this->start( $tool );
		$this->upstream->script( array( 'calls' => array( self::call( call_id: 'call_0123456789abcdef' ) ) ), array( 'text' => 'First.' ), array( 'calls' => array( self::call( call_id: 'call_0123456789abcdef' ) ) ), array( 'text' => 'Second.' ) );
		$this->answer( $this->turn( 'Once' ) );
		$wpdb->query( 'UPDATE ' . MxChat\Schema::table( 'tool_calls' ) . " SET status = 'running', output = ''" );
		$this->answer( $this->turn( 'Twice' ) );
		$this->assertCount( 1, $tool->runs );
		$this->assertSame( 'interrupted', $this->outputs()[0]['error']['code'] );
	}

	public function test_after_eight_rounds_the_model_has_to_answer(): void {
		$tool = new Echo_Tool();
		$this->start( $tool );
		$this->upstream->script( ...array_map( static fn( int $id ) => array( 'calls' => array( self::call( array( 'id' => $id ) ) ) ), range( 1, 8 ) ) );
		$this->answer( $this->turn( 'Go on and on' ) );
		$this->assertCount( 8, $tool->runs );
		$this->assertSame( array_fill( 0, 8, 'auto' ), array_slice( array_column( $this->asked(), 'tool_choice' ), 0, 8 ) );
		$this->assertSame( 'none', $this->asked()[8]['tool_choice'] );
	}

	public function test_of_fifty_calls_sixteen_run_and_all_are_answered(): void {
		$tool = new Echo_Tool();
		$this->start( $tool );
		$this->upstream->script( array( 'calls' => array_map( static fn( int $id ) => self::call( array( 'id' => $id ) ), range( 1, 50 ) ) ), array( 'text' => 'Enough.' ) );
		$answer = $this->answer( $this->turn( 'All of them' ) );
		$this->assertSame( 'Enough.', $answer->content );
		$this->assertCount( 16, $tool->runs );
		$this->assertCount( 50, $this->outputs() );
		$this->assertSame( 'none', $this->asked()[1]['tool_choice'] );
	}

	public function test_the_third_call_with_the_same_arguments_is_the_last(): void {
		$tool = new Echo_Tool();
		$this->start( $tool );
		$same = array( 'calls' => array( self::call() ) );
		$this->upstream->script( $same, $same, $same, array( 'text' => 'I stop.' ) );
		$this->assertSame( 'I stop.', $this->answer( $this->turn( 'Again' ) )->content );
		$this->assertCount( 2, $tool->runs );
		$this->assertSame( 'repeated_call', $this->outputs()[2]['error']['code'] );
		$this->assertSame( 'none', $this->asked()[3]['tool_choice'] );
	}

	public function test_a_tool_runs_as_the_owner_of_the_thread_and_prints_nothing(): void {
		$tool = new Echo_Tool( result: static function () {
			echo 'printed';
			return get_current_user_id();
		} );
		$this->start( $tool );
		wp_set_current_user( 1 );
		$this->expectOutputString( '' );
		$this->upstream->script( array( 'calls' => array( self::call() ) ), array( 'text' => 'Done.' ) );
		$this->answer( $this->turn( 'Who am I?', array( 'user_id' => 0 ) ) );
		$this->assertSame( 0, $tool->runs[0]['user_id'] );
		$this->assertSame( 1, get_current_user_id() );
	}

	public function test_a_tool_that_changes_something_waits_for_a_click_and_goes_one_by_one(): void {
		$tool = new Echo_Tool( 'buy_item', changes_something: true );
		$this->start( new Echo_Tool(), $tool );
		$this->upstream->script( array( 'calls' => array( self::call( name: 'buy_item' ) ) ), array( 'text' => 'Please confirm.' ) );
		$answer = $this->answer( $this->turn( 'Buy item 7' ) );
		$this->assertSame( array(), $tool->runs );
		$this->assertSame( array( array( 'status' => 'confirmation_required' ) ), $this->outputs() );
		$this->assertFalse( $this->asked()[0]['parallel_tool_calls'] );
		$this->assertSame( array( 'confirmation_required' ), array_column( $answer->actions, 'status' ) );
		$this->assertEquals( (object) array( 'id' => 7 ), $answer->actions[0]['arguments'] );
		$this->assertSame( 'Buy item', $answer->actions[0]['label'] );
	}

	public function test_results_are_plain_and_bounded(): void {
		$this->assertSame( '{"ok":true}', Output::of( null ) );
		$this->assertSame( '"ü/x"', Output::of( 'ü/x' ) );
		$this->assertSame( '[null]', Output::of( array( NAN ) ) );
		$this->assertSame( '"2026-01-02T03:04:05+00:00"', Output::of( new DateTimeImmutable( '2026-01-02 03:04:05 UTC' ) ) );
		$this->assertSame( '{"shown":1}', Output::of( new class() {
			public int $shown      = 1;
			protected int $hidden  = 2;
			private string $secret = 'x';
		} ) );
		$long = Output::of( str_repeat( '"ü', 40000 ) );
		$this->assertLessThanOrEqual( 32768, strlen( $long ) );
		$this->assertTrue( json_decode( $long, true, 4, JSON_THROW_ON_ERROR )['truncated'] );
		$this->assertStringContainsString( "\u{FFFD}", Output::of( "\xff" ) );
	}

	/**
	 * @dataProvider values
	 */
	public function test_a_schema_admits_exactly_what_it_says( bool $is_valid, string $value, array $schema ): void {
		$this->assertSame( $is_valid, Json_Schema::error( json_decode( $value ), $schema ) === null );
	}

	public static function values(): array {
		$integer = array( 'type' => 'integer' );
		$person  = array( 'type' => 'object', 'properties' => array( 'name' => array( 'type' => 'string' ), 'age' => array( 'type' => array( 'integer', 'null' ) ) ), 'required' => array( 'name', 'age' ), 'additionalProperties' => false );
		return array(
			array( true, '1', $integer ),
			array( false, '1.0', $integer ),
			array( false, '"1"', $integer ),
			array( false, 'true', $integer ),
			array( false, 'null', $integer ),
			array( false, '12345678901234567890', $integer ),
			array( true, '1', array( 'type' => 'number' ) ),
			array( true, '{"name":"a","age":null}', $person ),
			array( true, '{"name":"a"}', $person ),
			array( false, '{"age":1}', $person ),
			array( false, '{"name":"a","age":1,"is_admin":true}', $person ),
			array( false, '[]', $person ),
			array( false, '{}', array( 'type' => 'array', 'items' => $integer ) ),
			array( false, '[1,"2"]', array( 'type' => 'array', 'items' => $integer ) ),
			array( true, '"b"', array( 'type' => 'string', 'enum' => array( 'a', 'b' ) ) ),
			array( false, '0', array( 'enum' => array( 'a', '0' ) ) ),
			array( true, '"x"', array( 'anyOf' => array( $integer, array( 'type' => 'string' ) ) ) ),
			array( false, 'false', array( 'anyOf' => array( $integer, array( 'type' => 'string' ) ) ) ),
			array( true, '"2026-02-28T10:00:00Z"', array( 'type' => 'string', 'format' => 'date-time' ) ),
			array( false, '"2026-02-30T10:00:00Z"', array( 'type' => 'string', 'format' => 'date-time' ) ),
			array( false, '"tomorrow"', array( 'type' => 'string', 'format' => 'date-time' ) ),
			array( true, '{"a":1}', array( 'type' => 'object', 'additionalProperties' => $integer ) ),
			array( false, '{"a":"1"}', array( 'type' => 'object', 'additionalProperties' => $integer ) ),
			array( true, '"äöü"', array( 'type' => 'string', 'maxLength' => 3 ) ),
			array( false, '"äöüß"', array( 'type' => 'string', 'maxLength' => 3 ) ),
			array( false, '"a"', array( 'type' => 'string', 'pattern' => '(' ) ),
			array( false, '"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!"', array( 'type' => 'string', 'pattern' => '^(a+)+$' ) ),
		);
	}
}
