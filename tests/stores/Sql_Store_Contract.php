<?php
declare( strict_types=1 );

use MxChat\Knowledge\Vectors\Collection;
use MxChat\Knowledge\Vectors\Database;
use MxChat\Knowledge\Vectors\Query;
use MxChat\Settings\Secret;
use MxChat\Knowledge\Vectors\Store_Failure;

/**
 * What every store in a database does, tried on the real server.
 */
abstract class Sql_Store_Contract extends Vector_Store_Contract {

	abstract protected function database(): Database;

	public function test_large_ids_and_whole_numbers_survive(): void {
		$id    = PHP_INT_MAX;
		$store = $this->make_store( $this->collection );
		$store->upsert( array( $this->vector( $id, array( 1.0, 1e-30, 16777217.0 ), source_id: $id, updated_at: $id ) ) );
		$store->set_generation( $id );
		$hits = $store->search( new Query( pack( 'g*', 0.0, 0.0, 1.0 ), filter: MxChat\Knowledge\Vectors\Filter::eq( MxChat\Knowledge\Vectors\Field::Source, $id ) ) );
		$this->assertSame( array( $id ), array_column( $hits, 'chunk_id' ) );
		$this->assertSame( $id, $this->make_store( $this->collection )->generation() );
	}

	/**
	 * @dataProvider widths
	 */
	public function test_every_width_is_searched( int $dimensions ): void {
		$this->collection = new Collection( 'test', $dimensions );
		$vectors          = $this->random_vectors( 60, $dimensions, 1 );
		$this->write( $vectors );
		$hits = $this->make_store( $this->collection )->search( new Query( $vectors[41]->embedding, 1 ) );
		$this->assertSame( 42, $hits[0]->chunk_id );
		$this->assertEqualsWithDelta( 1.0, $hits[0]->score, 1e-6 );
	}

	public function widths(): array {
		return array( array( 2 ), array( 384 ), array( 1536 ), array( 3072 ), array( 4096 ) );
	}

	/**
	 * @dataProvider failures
	 */
	public function test_a_failure_has_its_code( callable $change, string $error_code ): void {
		$database = new Database( $change( $this->database()->dsn ), 'nobody-there', new Secret( 'a-password' ) );
		try {
			$database->value( 'SELECT 1' );
			$this->fail( 'No failure.' );
		} catch ( Store_Failure $failure ) {
			$this->assertSame( $error_code, $failure->error_code );
			$this->assertStringNotContainsString( 'a-password', $failure->detail . $failure->getTraceAsString() );
		}
	}

	public function failures(): array {
		return array(
			'no server' => array( static fn( string $dsn ) => str_replace( 'mxchat-', 'no-mxchat-', $dsn ), 'store_unreachable' ),
			'no user'   => array( static fn( string $dsn ) => $dsn, 'store_unauthorized' ),
			'no driver' => array( static fn( string $dsn ) => 'oracle:x', 'store_unsupported' ),
		);
	}
}
