<?php
declare( strict_types=1 );

use MxChat\Knowledge\Vectors\Query;
use MxChat\Knowledge\Vectors\Store_Failure;

/**
 * What every store behind HTTP does when the other side does not play along.
 */
abstract class Http_Store_Contract extends Vector_Store_Contract {

	abstract protected function server(): Scripted_Server;

	/**
	 * @dataProvider passing_failures
	 */
	public function test_a_passing_failure_is_tried_again( array $failures ): void {
		$this->fill();
		$this->server()->script( $failures );
		$this->assertSame( 2, $this->search( limit: 1 )[0]->chunk_id );
		$this->assertCount( count( $failures ) + 1, $this->server()->script() );
	}

	public function passing_failures(): array {
		return array(
			'unavailable' => array( array( 503 ) ),
			'too many'    => array( array( 429, 429 ) ),
			'gateway'     => array( array( 502, 504 ) ),
		);
	}

	/**
	 * @dataProvider lasting_failures
	 */
	public function test_a_lasting_failure_has_its_code( array $failures, string $error_code, int $requests ): void {
		$this->fill();
		$this->server()->script( $failures );
		try {
			$this->search();
			$this->fail( 'No failure.' );
		} catch ( Store_Failure $failure ) {
			$this->assertSame( $error_code, $failure->error_code );
			$this->assertStringNotContainsString( Scripted_Server::API_KEY, $failure->getMessage() . $failure->detail . $failure->getTraceAsString() );
			$this->assertStringNotContainsString( 'Something is wrong', $failure->getMessage() );
		}
		$this->assertCount( $requests, $this->server()->script() );
	}

	public function lasting_failures(): array {
		return array(
			'busy'          => array( array( 503, 503, 503 ), 'store_busy', 3 ),
			'wrong key'     => array( array( 401 ), 'store_unauthorized', 1 ),
			'no right'      => array( array( 403 ), 'store_unauthorized', 1 ),
			'refused'       => array( array( 400 ), 'store_rejected', 1 ),
			'broken'        => array( array( 500 ), 'store_unreachable', 1 ),
			'a redirect'    => array( array( 302 ), 'store_rejected', 1 ),
			'no JSON'       => array( array( 200 ), 'store_invalid_answer', 1 ),
		);
	}

	public function test_a_feed_that_fails_midway_is_finished_later(): void {
		MxChat\Knowledge\Vectors\Store::put( $this->collection, $this->random_vectors( 250, 3, 5 ) );
		$this->feed( static fn() => true );
		$this->server()->script( array( 500 ) );
		try {
			$this->feed();
			$this->fail( 'No failure.' );
		} catch ( Store_Failure $failure ) {
			$this->assertSame( 'store_unreachable', $failure->error_code );
		}
		$this->assertTrue( $this->feed()->is_complete() );
		$this->assertSame( 250, $this->make_store( $this->collection )->stats()->rows );
	}

	public function test_nothing_of_the_key_is_in_a_dump(): void {
		$store = $this->make_store( $this->collection );
		$this->assertStringNotContainsString( Scripted_Server::API_KEY, print_r( $store, true ) . var_export( $store->name(), true ) );
		$this->expectException( LogicException::class );
		serialize( $store );
	}
}
