<?php

declare( strict_types=1 );

namespace MxChat\Tests;

use MxChat\Core;
use MxChat\Core\Core_Exception;
use PHPUnit\Framework\TestCase;

/**
 * A segment that lies in a file is searched like its bytes.
 */
final class SegmentFileTest extends TestCase {

	private const TEXTS = [
		[ 'Returns', 'You can return shoes within 45 days of delivery, in their box.' ],
		[ 'Repairs', 'Our workshop replaces zips on jackets. A new zip costs 24 euros.' ],
		[ 'Hours', 'On Sundays the shop is closed.' ],
	];

	private string $path;

	private string $segment;

	protected function setUp(): void {
		$features      = array_map( static fn( array $text ) => Core\lexical_features( ...$text ), self::TEXTS );
		$this->segment = Core\build_segment( pack( 'P*', 7, 8, 9 ), $features );
		$this->path    = sys_get_temp_dir() . '/mxchat-segment-' . bin2hex( random_bytes( 8 ) );
		file_put_contents( $this->path, $this->segment );
	}

	protected function tearDown(): void {
		unlink( $this->path );
	}

	/** @return array<string, array{callable-string, callable-string, callable-string}> */
	public static function forms(): array {
		return [
			'functions' => [ 'MxChat\Core\search_segments', 'MxChat\Core\extract_answer', 'MxChat\Core\verify_segment' ],
			'polyfill'  => [ 'MxChat\Core\Polyfill\Text::search_segments', 'MxChat\Core\Polyfill\Answer::extract_answer', 'MxChat\Core\Polyfill\Text::verify_segment' ],
		];
	}

	/** @dataProvider forms */
	public function test_a_file_is_searched_like_its_bytes( string $search, string $answer, string $verify ): void {
		$file     = "file://$this->path";
		$passages = [ [ 'title' => 'Returns', 'text' => self::TEXTS[0][1] ] ];
		foreach ( [ 'How long can I return shoes?', 'zip', 'x' ] as $question ) {
			$this->assertSame( $search( [ $this->segment ], $question, 5 ), $search( [ $file ], $question, 5 ) );
			$this->assertSame( $answer( $question, $passages, [ $this->segment ] ), $answer( $question, $passages, [ $file ] ) );
		}
		$this->assertSame( 7, $search( [ $file ], 'shoes', 5 )[0]['id'] );
		$this->assertTrue( $verify( $file ) );
	}

	/** @dataProvider forms */
	public function test_a_damaged_file_is_noticed( string $search, string $answer, string $verify ): void {
		file_put_contents( $this->path, substr_replace( $this->segment, "\xff", -1 ) );
		$this->assertFalse( $verify( "file://$this->path" ) );
		file_put_contents( $this->path, substr( $this->segment, 0, -1 ) );
		$this->assertThrows( 'invalid_record', fn() => $search( [ "file://$this->path" ], 'shoes', 5 ) );
		file_put_contents( $this->path, '' );
		$this->assertThrows( 'invalid_record', fn() => $search( [ "file://$this->path" ], 'shoes', 5 ) );
	}

	/** @dataProvider forms */
	public function test_a_missing_file_is_an_error_of_storage( string $search, string $answer, string $verify ): void {
		foreach ( [ "file://$this->path.none", 'file://' . dirname( $this->path ), "file://a\0b", 'file://' ] as $missing ) {
			$this->assertThrows( 'storage', fn() => $search( [ $missing ], 'shoes', 5 ), $missing );
			$this->assertThrows( 'storage', fn() => $verify( $missing ), $missing );
		}
	}

	private function assertThrows( string $code, callable $call, string $message = '' ): void {
		try {
			$call();
		} catch ( Core_Exception $error ) {
			$this->assertSame( $code, $error->error_code, $message );
			return;
		}
		$this->fail( "Nothing was thrown: $message" );
	}
}
