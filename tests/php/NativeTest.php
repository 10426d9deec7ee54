<?php

declare( strict_types=1 );

namespace MxChat\Tests;

use MxChat\Core;
use MxChat\Core\Core_Exception;
use PHPUnit\Framework\TestCase;

/**
 * The extension is really what runs, and behaves as an extension should.
 */
final class NativeTest extends TestCase {

	public function test_the_native_run_is_native(): void {
		$this->assertSame( '1', getenv( 'MXCHAT_NATIVE' ) );
		$this->assertTrue( extension_loaded( 'mxchat' ) );
		foreach ( Functions::names() as $name ) {
			$function = new \ReflectionFunction( Functions::callable_name( $name ) );
			$this->assertTrue( $function->isInternal(), $name );
			$this->assertSame( 'mxchat', $function->getExtensionName(), $name );
		}
	}

	public function test_the_extension_declares_nothing_beside_the_table(): void {
		$declared = ( new \ReflectionExtension( 'mxchat' ) )->getFunctions();
		$names    = array_map( static fn( string $name ): string => strtolower( Functions::callable_name( $name ) ), Functions::names() );
		$this->assertEqualsCanonicalizing( $names, array_map( 'strtolower', array_keys( $declared ) ) );
	}

	public function test_phpinfo_names_version_and_build(): void {
		$info = $this->run_php( 'phpinfo( INFO_MODULES );' );
		$this->assertMatchesRegularExpression( '/^MxChat Engine => enabled\R+Version => \d+\.\d+\.\d+\R+Build => (release|debug), \w+-\w+$/m', $info );
		preg_match( '/^version = "([^"]+)"/m', file_get_contents( dirname( __DIR__, 2 ) . '/Cargo.toml' ), $version );
		$this->assertSame( $version[1], phpversion( 'mxchat' ) );
	}

	public function test_an_exception_knows_its_code_and_where_it_was_thrown(): void {
		try {
			Core\parse_threshold( 'much' );
			$this->fail( 'Nothing was thrown.' );
		} catch ( Core_Exception $e ) {
			$this->assertSame( 'invalid_threshold', $e->error_code );
			$this->assertSame( __FILE__, $e->getFile() );
			$this->assertSame( 'MxChat\\Core\\parse_threshold', $e->getTrace()[0]['function'] );
		}
	}

	public function test_the_code_of_an_exception_cannot_be_changed(): void {
		try {
			Core\parse_threshold( 'much' );
		} catch ( Core_Exception $e ) {
			$this->expectException( \Error::class );
			$e->error_code = 'other';
		}
	}

	public function test_a_secret_stays_out_of_the_trace(): void {
		if ( PHP_VERSION_ID < 80200 ) {
			$this->expectNotToPerformAssertions();
			return;
		}
		$code = 'ini_set( "zend.exception_ignore_args", "0" ); try { MxChat\Core\transient_key( "the secret", 1, "", "" ); } catch ( Exception $e ) { echo serialize( $e->getTrace()[0]["args"][0] instanceof SensitiveParameterValue ), $e->getTraceAsString(); }';
		$this->assertStringStartsWith( 'b:1;', $this->run_php( $code ) );
		$this->assertStringNotContainsString( 'the secret', $this->run_php( $code ) );
	}

	public function test_without_its_class_an_exception_names_the_code(): void {
		$code = 'try { MxChat\Core\parse_threshold( "much" ); } catch ( Exception $e ) { echo get_class( $e ), " ", $e->getMessage(); }';
		$this->assertStringStartsWith( 'Exception invalid_threshold: ', $this->run_php( $code ) );
	}

	public function test_no_autoloader_runs_while_an_exception_is_made(): void {
		$code = 'spl_autoload_register( function ( $name ) { echo "loads $name"; } ); try { MxChat\Core\parse_threshold( "much" ); } catch ( Exception $e ) { echo "caught"; }';
		$this->assertSame( 'caught', $this->run_php( $code ) );
	}

	/** @return array<string, array{callable}> */
	public static function wrong_calls(): array {
		return [
			'no text'              => [ static fn() => Core\parse_threshold( 5 ) ],
			'null'                 => [ static fn() => Core\parse_threshold( null ) ],
			'a list'               => [ static fn() => Core\cosine_similarity( [ 1.0 ], [ 1.0 ] ) ],
			'a text for an int'    => [ static fn() => Core\rate_window( '1', 1 ) ],
			'a float for an int'   => [ static fn() => Core\rate_window( 1.0, 1 ) ],
			'a text for a float'   => [ static fn() => Core\format_threshold( '1' ) ],
			'too few'              => [ static fn() => Core\rate_window( 1 ) ],
			'a list of no strings' => [ static fn() => Core\search_segments( [ 1 ], '', 1 ) ],
			'a passage of no text' => [ static fn() => Core\extract_answer( '', [ [ 'title' => 'a' ] ], [] ) ],
			'a passage of numbers' => [ static fn() => Core\extract_answer( '', [ [ 'title' => 1, 'text' => 2 ] ], [] ) ],
		];
	}

	/** @dataProvider wrong_calls */
	public function test_an_argument_of_a_wrong_type_is_a_type_error( callable $call ): void {
		$this->expectException( \TypeError::class );
		$call();
	}

	public function test_an_integer_is_taken_for_a_float(): void {
		$this->assertSame( '100', Core\format_threshold( 1 ) );
	}

	public function test_a_reference_is_taken_for_its_value(): void {
		$text      = '75';
		$reference = &$text;
		$this->assertSame( 0.75, Core\parse_threshold( $reference ) );
		$list = [ &$text ];
		$this->assertSame( 0.75, Core\parse_threshold( ...$list ) );
	}

	public function test_thousands_of_calls_and_exceptions_keep_no_memory(): void {
		$work = static function (): void {
			for ( $i = 0; $i < 2000; $i++ ) {
				Core\read_thread_record( Core\thread_record( 'twxchat_thread_a', 'mxchat_chat_' . str_repeat( '0', 32 ), 1, 2 ) );
				Core\rank_embeddings( pack( 'g*', 1, 0 ), pack( 'g*', 1, 0, 0, 1 ), 5, 0.0 );
				try {
					Core\parse_threshold( 'much' );
				} catch ( Core_Exception $e ) {
					unset( $e );
				}
			}
		};
		$work();
		$before = memory_get_usage();
		$work();
		$this->assertSame( $before, memory_get_usage() );
	}

	/** What a PHP with the extension, but without the plugin, prints. */
	private function run_php( string $code ): string {
		$command = [ PHP_BINARY, '-n', '-d', 'extension=' . getenv( 'MXCHAT_EXTENSION' ), '-r', $code ];
		$process = proc_open( $command, [ 1 => [ 'pipe', 'w' ], 2 => [ 'redirect', 1 ] ], $pipes );
		$output  = stream_get_contents( $pipes[1] );
		$this->assertSame( 0, proc_close( $process ), $output );
		return $output;
	}
}
