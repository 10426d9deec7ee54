<?php
declare( strict_types=1 );

use MxChat\OpenAI\Changes_Something;
use MxChat\OpenAI\Describe;
use MxChat\OpenAI\Function_;
use MxChat\OpenAI\Functions;
use MxChat\OpenAI\Open_To_Visitors;
use MxChat\OpenAI\Requires_Capability;
use MxChat\OpenAI\Unsupported_Callable;
use MxChat\Tools\Execution;
use MxChat\Tools\Outcome;
use MxChat\Tools\Tool_Context;

require_once __DIR__ . '/function_samples.php';

/**
 * PHP functions as tools.
 */
final class Functions_Test extends Site_Test_Case {

	private static function context( int $user_id = 1 ): Tool_Context {
		return new Tool_Context( 'session', 'thread', 'turn', 'default', $user_id, 'call' );
	}

	private static function property( callable $function ): array {
		$schema = Function_::from_callable( $function, 'f' )->parameters();
		return ( (array) $schema['properties'] )['x'] ?? array();
	}

	/**
	 * @dataProvider signatures
	 */
	public function test_a_signature_becomes_a_schema( array $expected, callable $function ): void {
		$this->assertSame( $expected, self::property( $function ) );
	}

	public static function signatures(): array {
		$address = array(
			'type'                 => 'object',
			'properties'           => array(
				'street' => array( 'type' => 'string', 'description' => 'Street and number.' ),
				'zip'    => array( 'type' => array( 'integer', 'null' ) ),
			),
			'required'             => array( 'street', 'zip' ),
			'additionalProperties' => false,
		);
		return array(
			'string'                  => array( array( 'type' => 'string' ), static fn( string $x ) => 0 ),
			'int'                     => array( array( 'type' => 'integer' ), static fn( int $x ) => 0 ),
			'float'                   => array( array( 'type' => 'number' ), static fn( float $x ) => 0 ),
			'bool'                    => array( array( 'type' => 'boolean' ), static fn( bool $x ) => 0 ),
			'nullable'                => array( array( 'type' => array( 'string', 'null' ) ), static fn( ?string $x ) => 0 ),
			'optional'                => array( array( 'type' => array( 'integer', 'null' ) ), static fn( int $x = 5 ) => 0 ),
			'union'                   => array( array( 'anyOf' => array( array( 'type' => 'string' ), array( 'type' => 'integer' ) ) ), static fn( int|string $x ) => 0 ),
			'nullable union'          => array( array( 'anyOf' => array( array( 'type' => 'string' ), array( 'type' => 'integer' ), array( 'type' => 'null' ) ) ), static fn( int|string|null $x ) => 0 ),
			'backed enum'             => array( array( 'type' => 'string', 'enum' => array( 's', 'l' ) ), static fn( Sample_Size $x ) => 0 ),
			'nullable enum'           => array( array( 'type' => array( 'string', 'null' ), 'enum' => array( 's', 'l', null ) ), static fn( ?Sample_Size $x ) => 0 ),
			'enum of numbers'         => array( array( 'type' => 'integer', 'enum' => array( 1, 2 ) ), static fn( Sample_Level $x ) => 0 ),
			'date'                    => array( array( 'type' => 'string', 'format' => 'date-time' ), static fn( DateTimeInterface $x ) => 0 ),
			'object'                  => array( $address, static fn( Sample_Address $x ) => 0 ),
			'variadic'                => array( array( 'type' => 'array', 'items' => array( 'type' => 'integer' ) ), static fn( int ...$x ) => 0 ),
			'T[]'                     => array( array( 'type' => 'array', 'items' => array( 'type' => 'string' ) ), /** @param string[] $x */ static fn( array $x ) => 0 ),
			'list<T>'                 => array( array( 'type' => 'array', 'items' => array( 'type' => 'integer' ) ), /** @param list<int> $x */ static fn( array $x ) => 0 ),
			'list of objects'         => array( array( 'type' => 'array', 'items' => $address ), /** @param Sample_Address[] $x */ static fn( array $x ) => 0 ),
			'array<string,T>'         => array( array( 'type' => 'object', 'additionalProperties' => array( 'type' => 'number' ) ), /** @param array<string, float> $x */ static fn( array $x ) => 0 ),
			'array<int,T>'            => array( array( 'type' => 'array', 'items' => array( 'type' => 'boolean' ) ), /** @param array<int, bool> $x */ static fn( array $x ) => 0 ),
			'nullable list'           => array( array( 'type' => array( 'array', 'null' ), 'items' => array( 'type' => 'string' ) ), /** @param ?string[] $x */ static fn( ?array $x ) => 0 ),
			'array shape'             => array(
				array(
					'type'                 => 'object',
					'properties'           => array( 'id' => array( 'type' => 'integer' ), 'note' => array( 'type' => array( 'string', 'null' ) ) ),
					'required'             => array( 'id', 'note' ),
					'additionalProperties' => false,
				),
				/** @param array{id: int, note?: string} $x */ static fn( array $x ) => 0,
			),
			'literals'                => array( array( 'type' => 'string', 'enum' => array( 'asc', 'desc' ) ), /** @param 'asc'|'desc' $x */ static fn( $x ) => 0 ),
			'type of the docblock'    => array( array( 'type' => 'integer', 'minimum' => 1 ), /** @param positive-int $x */ static fn( $x ) => 0 ),
			'bounds'                  => array( array( 'type' => 'integer', 'minimum' => 1, 'maximum' => 9 ), /** @param int<1, 9> $x */ static fn( $x ) => 0 ),
			'description'             => array( array( 'type' => 'string', 'description' => 'What to look for.' ), /** @param string $x What to look for. */ static fn( string $x ) => 0 ),
			'attribute'               => array( array( 'type' => 'string', 'description' => 'By attribute.' ), /** @param string $x By docblock. */ static fn( #[Describe( 'By attribute.' )] string $x ) => 0 ),
			'the code is right'       => array( array( 'type' => 'string' ), /** @param int $x */ static fn( string $x ) => 0 ),
			'a docblock of another'   => array( array( 'type' => 'string' ), /** @param int $y */ static fn( string $x ) => 0 ),
			'a docblock of two lines' => array( array( 'type' => 'string', 'description' => 'One two.' ), /**
			 * @param string $x One
			 *                  two.
			 * @return int
			 */ static fn( string $x ) => 0 ),
		);
	}

	/**
	 * @dataProvider unsupported
	 */
	public function test_what_cannot_be_described_is_refused_in_clear_words( string $words, callable $function ): void {
		$this->expectException( Unsupported_Callable::class );
		$this->expectExceptionMessage( $words );
		Function_::from_callable( $function, 'f' );
	}

	public static function unsupported(): array {
		return array(
			'by reference'         => array( '$x of {closure}(): It is taken by reference', static fn( int &$x ) => 0 ),
			'no type'              => array( 'It has no type', static fn( $x ) => 0 ),
			'array of what'        => array( 'what the array holds', static fn( array $x ) => 0 ),
			'array, wrong docs'    => array( 'The code takes an array', /** @param string $x */ static fn( array $x ) => 0 ),
			'mixed'                => array( 'says nothing that a model could fill in', static fn( mixed $x ) => 0 ),
			'callable'             => array( 'says nothing that a model could fill in', static fn( callable $x ) => 0 ),
			'object'               => array( 'says nothing that a model could fill in', static fn( object $x ) => 0 ),
			'no constructor'       => array( 'a public constructor', static fn( stdClass $x ) => 0 ),
			'interface'            => array( 'a public constructor', static fn( Countable $x ) => 0 ),
			'intersection'         => array( 'several at once', static fn( Countable&Traversable $x ) => 0 ),
			'enum without values'  => array( 'a backed enum is needed', static fn( Sample_Suit $x ) => 0 ),
			'contains itself'      => array( 'contains itself', static fn( Sample_Node $x ) => 0 ),
			'unreadable docblock'  => array( 'cannot be read', /** @param list<int>> $x */ static fn( array $x ) => 0 ),
			'unknown class'        => array( 'There is no class', /** @param Nobody_Knows $x */ static fn( $x ) => 0 ),
			'variadic of anything' => array( 'It has no type', static fn( ...$x ) => 0 ),
		);
	}

	public function test_a_function_speaks_for_itself(): void {
		$function = Function_::from_callable( sample_search( ... ) );
		$this->assertSame( 'sample_search', $function->name() );
		$this->assertSame( "Find things.\n\nThey are everywhere.", $function->description() );
		$this->assertTrue( $function->is_strict() );
		$this->assertFalse( $function->changes_something() );
		$this->assertSame( 'sample_service_find', Function_::from_callable( array( new Sample_Service(), 'find' ) )->name() );
		$this->assertSame( 'sample_service', Function_::from_callable( new Sample_Service() )->name() );
		$this->assertSame( 'sample_service_make', Function_::from_callable( 'Sample_Service::make' )->name() );
	}

	public function test_a_closure_needs_a_name(): void {
		$this->expectExceptionMessage( 'A closure has no name' );
		Function_::from_callable( static fn() => 0 );
	}

	public function test_a_function_without_parameters_takes_an_empty_object(): void {
		$schema = Function_::from_callable( static fn() => 0, 'f' )->parameters();
		$this->assertSame( '{"type":"object","properties":{},"required":[],"additionalProperties":false}', json_encode( $schema ) );
	}

	public function test_verbs_and_attributes_say_what_changes_something(): void {
		$this->assertTrue( Function_::from_callable( static fn() => 0, 'confirm_order' )->changes_something() );
		$this->assertTrue( Function_::from_callable( static fn() => 0, 'delete' )->changes_something() );
		$this->assertFalse( Function_::from_callable( static fn() => 0, 'confirmed_orders' )->changes_something() );
		$this->assertTrue( Function_::from_callable( #[Changes_Something] static fn() => 0, 'write' )->changes_something() );
		$this->assertFalse( Function_::from_callable( #[Changes_Something( false )] static fn() => 0, 'cancel_search' )->changes_something() );
		$asked = Function_::from_callable( #[Changes_Something( label: 'Buy', summary: 'Buy {n} of {item}?' )] static fn( int $n, string $item ) => 0, 'f' );
		$this->assertSame( array( 'Buy', 'Buy 2 of {n}?' ), array( $asked->label(), $asked->summary( array( 'n' => 2, 'item' => '{n}' ) ) ) );
	}

	public function test_values_arrive_as_their_types(): void {
		$got      = null;
		$function = Function_::from_callable(
			/**
			 * @param Sample_Address[] $places
			 * @param array{a: int, b?: int} $shape
			 */
			static function ( float $f, Sample_Size $size, DateTimeImmutable $at, array $places, array $shape, string $text = 'default', int ...$rest ) use ( &$got ): void {
				$got = func_get_args();
			},
			'f'
		);
		$json = '{"f":1,"size":"l","at":"2026-01-02T03:04:05Z","places":[{"street":"Main 1","zip":null}],"shape":{"a":1,"b":null},"text":null,"rest":[7,8]}';
		$this->assertSame( array( Outcome::DONE, '{"ok":true}' ), Execution::run( $function, json_decode( $json ), self::context() ) );
		$this->assertSame( 1.0, $got[0] );
		$this->assertSame( Sample_Size::Large, $got[1] );
		$this->assertSame( '2026-01-02T03:04:05+00:00', $got[2]->format( 'c' ) );
		$this->assertEquals( array( new Sample_Address( 'Main 1', null ) ), $got[3] );
		$this->assertSame( array( 'a' => 1 ), $got[4] );
		$this->assertSame( array( 'default', 7, 8 ), array_slice( $got, 5 ) );
	}

	public function test_an_object_that_refuses_its_values_stops_the_call(): void {
		$runs     = 0;
		$function = Function_::from_callable(
			static function ( Sample_Percent $x ) use ( &$runs ): void {
				++$runs;
			},
			'f'
		);
		[ $status, $output ] = Execution::run( $function, json_decode( '{"x":{"value":101}}' ), self::context() );
		$this->assertSame( array( Outcome::FAILED, 'invalid_arguments', 0 ), array( $status, json_decode( $output )->error->code, $runs ) );
	}

	public function test_who_may_have_it_called_is_asked_at_the_call(): void {
		$subscriber = (int) wp_insert_user( array( 'user_login' => 'shopper-' . bin2hex( random_bytes( 4 ) ), 'user_pass' => 'x', 'role' => 'subscriber' ) );
		$code       = static fn( Function_ $function, int $user_id ) => json_decode( Execution::run( $function, new stdClass(), self::context( $user_id ) )[1] )->error->code ?? 'ran';
		$plain      = Function_::from_callable( static fn() => 1, 'f' );
		$open       = Function_::from_callable( #[Open_To_Visitors] static fn() => 1, 'f' );
		$restricted = Function_::from_callable( #[Requires_Capability( 'manage_options' )] #[Open_To_Visitors] static fn() => 1, 'f' );
		wp_set_current_user( 1 );
		$this->assertSame( array( 'sign_in_required', 'ran' ), array( $code( $plain, 0 ), $code( $plain, $subscriber ) ) );
		$this->assertSame( array( 'ran', 'ran' ), array( $code( $open, 0 ), $code( $open, $subscriber ) ) );
		$this->assertSame( array( 'not_allowed', 'not_allowed', 'ran' ), array( $code( $restricted, 0 ), $code( $restricted, $subscriber ), $code( $restricted, 1 ) ) );
		require_once ABSPATH . 'wp-admin/includes/user.php';
		wp_delete_user( $subscriber );
	}

	public function test_two_functions_of_one_name_keep_theirs(): void {
		Functions::add( 'asst_x', Function_::from_callable( sample_search( ... ) ) );
		Functions::add( 'asst_x', Function_::from_callable( sample_search( ... ) ) );
		Functions::add( 'asst_x', Function_::from_callable( static fn() => 0, 'sample_search' ) );
		$names = array_keys( Functions::of( 'asst_x' ) );
		$this->assertCount( 2, $names );
		$this->assertMatchesRegularExpression( '/^sample_search_[0-9a-f]{8}$/', $names[1] );
		Functions::forget( 'asst_x' );
	}

	/**
	 * Whatever a model writes: no fatal, no notice, and nothing runs with values that are not of their types.
	 */
	public function test_random_arguments_run_nothing_that_they_must_not(): void {
		$rounds   = (int) ( getenv( 'MXCHAT_FUZZ' ) ? getenv( 'MXCHAT_FUZZ' ) : 2000 );
		$wrong    = 0;
		$function = Function_::from_callable(
			/**
			 * @param list<int> $list
			 * @param array<string, bool> $map
			 * @param array{a: int, b?: string} $shape
			 */
			static function ( string $s, ?int $n, float $f, bool $b, Sample_Size $size, int|string|null $u, DateTimeInterface $at, Sample_Address $to, array $list, array $map, array $shape, int $o = 3, string ...$rest ) use ( &$wrong ): string {
				$is_right = array_is_list( $list ) && count( array_filter( $list, 'is_int' ) ) === count( $list )
					&& count( array_filter( $map, 'is_bool' ) ) === count( $map )
					&& is_int( $shape['a'] ) && ( ! isset( $shape['b'] ) || is_string( $shape['b'] ) ) && ! array_diff( array_keys( $shape ), array( 'a', 'b' ) );
				$wrong   += $is_right ? 0 : 1;
				return 'ran';
			},
			'f'
		);
		set_error_handler( static fn( int $level, string $message ) => throw new ErrorException( $message ) );
		mt_srand( 20261121 );
		$ran = 0;
		try {
			for ( $i = 0; $i < $rounds; $i++ ) {
				$arguments = Sample_Arguments::random();
				$output    = Execution::run( $function, json_decode( $arguments ), self::context() )[1];
				$code      = json_decode( $output )->error->code ?? '';
				$this->assertTrue( $output === '"ran"' || $code === 'invalid_arguments', $arguments . ' gave ' . $output );
				$ran += $output === '"ran"' ? 1 : 0;
			}
		} finally {
			restore_error_handler();
		}
		$this->assertSame( 0, $wrong );
		$this->assertGreaterThan( $rounds / 50, $ran, 'Hardly any arguments were right: the test says little.' );
		$this->assertLessThan( $rounds / 2, $ran );
	}
}
