<?php

declare( strict_types=1 );

namespace MxChat\Tests;

use MxChat\Core;
use MxChat\Core\Core_Exception;
use PHPUnit\Framework\TestCase;

/**
 * The functions that keep an index in a directory, on random work: whatever was written, a search
 * finds what a plain loop over the rows finds, with the same scores.
 */
final class FilesTest extends TestCase {

	private const DIMENSIONS = 24;

	/** @var string[] */
	private array $directories = [];

	protected function tearDown(): void {
		foreach ( $this->directories as $directory ) {
			array_map( 'unlink', glob( "$directory/{,.}*[!.]", GLOB_BRACE ) );
			rmdir( $directory );
		}
	}

	/** @return array<string, array{bool, int}> */
	public static function runs(): array {
		$runs = [];
		foreach ( range( 1, 5 ) as $seed ) {
			$runs[ "functions, seed $seed" ] = [ false, $seed ];
			$runs[ "polyfill, seed $seed" ]  = [ true, $seed ];
		}
		return $runs;
	}

	/** @dataProvider runs */
	public function test_a_search_finds_what_a_plain_loop_finds( bool $is_polyfill, int $seed ): void {
		$call      = fn( string $name, ...$args ) => $this->function( $name, $is_polyfill )( ...$args );
		$directory = $this->directory();
		$call( 'index_open', $directory, self::DIMENSIONS );
		mt_srand( $seed );
		$rows = [];
		for ( $step = 0; $step < 60; $step++ ) {
			switch ( mt_rand( 0, 5 ) ) {
				case 0:
				case 1:
					$new = $this->new_rows();
					$call( 'index_upsert', $directory, ...$this->columns( $new ) );
					$rows = $new + $rows;
					break;
				case 2:
					$ids = $this->ids( mt_rand( 0, 5 ) );
					$this->assertSame( count( array_intersect_key( $rows, array_flip( $ids ) ) ), $call( 'index_delete', $directory, pack( 'P*', ...$ids ) ) );
					$rows = array_diff_key( $rows, array_flip( $ids ) );
					break;
				case 3:
					$stats = $call( mt_rand( 0, 3 ) ? 'index_stats' : 'index_compact', $directory );
					$this->assertSame( [ count( $rows ), self::DIMENSIONS ], [ $stats['rows'], $stats['dimensions'] ] );
					break;
				default:
					$query  = $this->embedding();
					$filter = [ $this->rarely( [ 'shop' ] ), $this->rarely( [ 'user', 'guest' ] ), $this->rarely( [ 'post', 'none' ] ) ];
					$found  = $call( 'index_search', $directory, $query, 7, -0.2, $filter[0], $filter[1], $filter[2], 0 );
					$this->assertSame( $this->plain_search( $rows, $query, 7, -0.2, $filter ), $found );
			}
		}
	}

	/** @return array<string, array{bool, bool}> */
	public static function forms(): array {
		return [
			'functions, then polyfill' => [ false, true ],
			'polyfill, then functions' => [ true, false ],
		];
	}

	/** @dataProvider forms */
	public function test_either_form_reads_what_the_other_wrote( bool $is_writer_polyfill, bool $is_reader_polyfill ): void {
		$directory = $this->directory();
		mt_srand( 11 );
		$rows = $this->new_rows();
		$this->function( 'index_open', $is_writer_polyfill )( $directory, self::DIMENSIONS );
		$this->function( 'index_upsert', $is_writer_polyfill )( $directory, ...$this->columns( $rows ) );
		$query = $this->embedding();

		$search = $this->function( 'index_search', $is_reader_polyfill );
		$this->assertSame( $this->plain_search( $rows, $query, 5, -1.0, [ [], [], [] ] ), $search( $directory, $query, 5, -1.0, [], [], [], 0 ) );

		$this->function( 'index_compact', $is_writer_polyfill )( $directory );
		$this->assertSame( $this->plain_search( $rows, $query, 5, -1.0, [ [], [], [] ] ), $search( $directory, $query, 5, -1.0, [], [], [], 0 ) );
	}

	/** @return array<string, array{bool, string, list<mixed>, string}> */
	public static function refusals(): array {
		$refusals = [];
		foreach ( [ 'functions' => false, 'polyfill' => true ] as $form => $is_polyfill ) {
			$refusals[ "$form: no directory" ]                = [ $is_polyfill, 'index_open', [ '', 4 ], 'storage' ];
			$refusals[ "$form: a directory that is not" ]     = [ $is_polyfill, 'index_stats', [ '/nowhere/at/all' ], 'storage' ];
			$refusals[ "$form: a NUL in a directory's name" ] = [ $is_polyfill, 'index_open', [ "/tmp/a\0b", 4 ], 'storage' ];
			$refusals[ "$form: no dimensions" ]               = [ $is_polyfill, 'index_open', [ sys_get_temp_dir() . '/mxchat-refused', 0 ], 'out_of_range' ];
			$refusals[ "$form: negative dimensions" ]         = [ $is_polyfill, 'index_reset', [ sys_get_temp_dir() . '/mxchat-refused', -1 ], 'out_of_range' ];
			$refusals[ "$form: too many dimensions" ]         = [ $is_polyfill, 'index_open', [ sys_get_temp_dir() . '/mxchat-refused', 4097 ], 'out_of_range' ];
		}
		return $refusals;
	}

	/**
	 * @dataProvider refusals
	 * @param list<mixed> $args Arguments.
	 */
	public function test_what_makes_no_sense_is_refused( bool $is_polyfill, string $name, array $args, string $code ): void {
		try {
			$this->function( $name, $is_polyfill )( ...$args );
			$this->fail( 'Nothing was thrown.' );
		} catch ( Core_Exception $e ) {
			$this->assertSame( $code, $e->error_code );
		}
	}

	private function function( string $name, bool $is_polyfill ): callable {
		return $is_polyfill ? Functions::polyfill( $name ) : Functions::callable_name( $name );
	}

	/** A directory that does not exist yet, and is removed after the test. */
	private function directory(): string {
		$this->directories[] = sys_get_temp_dir() . '/mxchat-files-' . bin2hex( random_bytes( 8 ) );
		return end( $this->directories );
	}

	/** @return list<int> */
	private function ids( int $count ): array {
		$ids = [];
		while ( count( $ids ) < $count ) {
			$ids[ mt_rand( 1, 60 ) ] = true;
		}
		return array_keys( $ids );
	}

	private function embedding(): string {
		return pack( 'g*', ...array_map( static fn(): float => mt_rand() / mt_getrandmax() * 2 - 1, range( 1, self::DIMENSIONS ) ) );
	}

	/**
	 * @param list<string> $labels Labels that count.
	 * @return list<string>
	 */
	private function rarely( array $labels ): array {
		return 0 === mt_rand( 0, 2 ) ? $labels : [];
	}

	/** @return array<int, array{string, string, string, string}> */
	private function new_rows(): array {
		$rows = [];
		foreach ( $this->ids( mt_rand( 1, 12 ) ) as $id ) {
			$rows[ $id ] = [ $this->embedding(), [ 'shop', 'help' ][ mt_rand( 0, 1 ) ], [ '', 'user', 'guest' ][ mt_rand( 0, 2 ) ], [ 'post', 'page' ][ mt_rand( 0, 1 ) ] ];
		}
		return $rows;
	}

	/**
	 * @param array<int, array{string, string, string, string}> $rows Rows by id.
	 * @return array{string, string, list<string>, list<string>, list<string>}
	 */
	private function columns( array $rows ): array {
		return [ pack( 'P*', ...array_keys( $rows ) ), implode( '', array_column( $rows, 0 ) ), array_column( $rows, 1 ), array_column( $rows, 2 ), array_column( $rows, 3 ) ];
	}

	/**
	 * @param array<int, array{string, string, string, string}> $rows   Rows by id.
	 * @param list<list<string>>                                $filter Labels that count in each column.
	 * @return list<array{id: int, score: float}>
	 */
	private function plain_search( array $rows, string $query, int $limit, float $threshold, array $filter ): array {
		$found = [];
		foreach ( $rows as $id => $row ) {
			$score     = Core\cosine_similarity( $query, $row[0] );
			$is_passed = $score >= $threshold;
			foreach ( $filter as $column => $labels ) {
				$is_passed = $is_passed && ( [] === $labels || in_array( $row[ $column + 1 ], $labels, true ) );
			}
			if ( $is_passed ) {
				$found[] = [
					'id'    => $id,
					'score' => $score,
				];
			}
		}
		usort( $found, static fn( array $a, array $b ): int => [ $b['score'], $a['id'] ] <=> [ $a['score'], $b['id'] ] );
		return array_slice( $found, 0, $limit );
	}
}
