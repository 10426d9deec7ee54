<?php
declare( strict_types=1 );

use MxChat\Knowledge\Vectors\Change_Feed;
use MxChat\Knowledge\Vectors\Collection;
use MxChat\Knowledge\Vectors\Store;

require_once __DIR__ . '/Memory_Store.php';

/**
 * Several processes write while one feeds. A change that became visible later than one with a higher number would be
 * missed for good.
 */
final class Vector_Parallel_Test extends Site_Test_Case {

	private const WRITERS = 4;
	private const ROUNDS  = 15;

	public function test_a_feed_beside_many_writers_misses_nothing(): void {
		$store      = new Memory_Store();
		$collection = new Collection( 'parallel', 2 );
		$writers    = array_map( array( $this, 'start_writer' ), range( 0, self::WRITERS - 1 ) );
		$feeds      = 0;
		do {
			$is_writing = array_filter( $writers, static fn( array $writer ) => proc_get_status( $writer['process'] )['running'] );
			( new Change_Feed( $collection, $store ) )->run();
			++$feeds;
		} while ( $is_writing );
		foreach ( $writers as $writer ) {
			$this->assertStringEndsWith( 'done', stream_get_contents( $writer['output'] ) );
			proc_close( $writer['process'] );
		}
		( new Change_Feed( $collection, $store ) )->run();
		$this->assertGreaterThan( 2, $feeds );
		$this->assertSame( $this->expected(), $store->ids() );
		$this->assertSame( count( $this->expected() ), Store::count( $collection ) );
		$this->assertSame( 0, $store->clears );
	}

	/**
	 * Of each three that a writer wrote, it deleted the second.
	 *
	 * @return int[]
	 */
	private function expected(): array {
		$written = array();
		foreach ( range( 0, self::WRITERS - 1 ) as $writer ) {
			foreach ( range( 0, self::ROUNDS - 1 ) as $round ) {
				$first = 1 + 1000 * $writer + 3 * $round;
				array_push( $written, $first, $first + 2 );
			}
		}
		return $written;
	}

	/**
	 * @return array{process:resource,output:resource}
	 */
	private function start_writer( int $number ): array {
		$arguments = array( __DIR__ . '/vector_writer.php', (string) getenv( 'MXCHAT_SITE' ), (string) ( 1 + 1000 * $number ), (string) self::ROUNDS );
		$pipes     = array();
		$process   = proc_open( array( PHP_BINARY, ...$arguments ), array( 1 => array( 'pipe', 'w' ), 2 => array( 'file', '/dev/null', 'w' ) ), $pipes );
		return array(
			'process' => $process,
			'output'  => $pipes[1],
		);
	}
}
