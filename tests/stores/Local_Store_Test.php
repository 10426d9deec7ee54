<?php
declare( strict_types=1 );

use MxChat\Knowledge\Vectors\Collection;
use MxChat\Knowledge\Vectors\Index_Folder;
use MxChat\Knowledge\Vectors\Local_Store;
use MxChat\Knowledge\Vectors\Store;
use MxChat\Knowledge\Vectors\Store_Failure;
use MxChat\Knowledge\Vectors\Vector_Store;
use function MxChat\Core\cosine_similarity;

final class Local_Store_Test extends Vector_Store_Contract {

	public static function tearDownAfterClass(): void {
		Index_Folder::delete();
	}

	protected function make_store( Collection $collection ): Vector_Store {
		return new Local_Store( $collection, Index_Folder::create() );
	}

	protected function tolerance(): float {
		return 0.0;
	}

	/**
	 * Filters on numbers, or on several fields at once, are answered from the table: both hold the same.
	 */
	protected function write( array $vectors ): void {
		Store::put( $this->collection, $vectors );
		$this->feed();
	}

	protected function remove( array $chunk_ids ): void {
		Store::delete_chunks( $chunk_ids, 1000 );
		$this->feed();
	}

	public function test_scores_are_those_of_the_core_to_the_last_bit(): void {
		$this->collection = new Collection( 'test', 37 );
		$this->write( $this->random_vectors( 50, 37, 3 ) );
		$query = $this->random_vectors( 1, 37, 4 )[0]->embedding;
		$by_id = array_column( $this->random_vectors( 50, 37, 3 ), 'embedding', 'chunk_id' );
		$hits  = $this->make_store( $this->collection )->search( new MxChat\Knowledge\Vectors\Query( $query, 50 ) );
		$this->assertCount( 50, $hits );
		foreach ( $hits as $hit ) {
			$this->assertSame( max( 0.0, cosine_similarity( $query, $by_id[ $hit->chunk_id ] ) ), $hit->score );
		}
	}

	/**
	 * @dataProvider damages
	 */
	public function test_a_damaged_index_still_answers_and_is_built_anew( callable $damage ): void {
		$this->fill();
		$expected = $this->search();
		$damage( Index_Folder::path() . '/' . $this->collection->name() );
		$this->assertEquals( $expected, $this->search() );
		for ( $try = 0; $try < 2; $try++ ) {
			try {
				$this->feed();
			} catch ( Store_Failure $failure ) {
				$this->assertSame( 'store_storage', $failure->error_code );
			}
		}
		$this->assertTrue( $this->feed()->is_complete() );
		$this->assertSame( 5, $this->make_store( $this->collection )->stats()->rows );
		$this->assertEquals( $expected, $this->search() );
	}

	public function damages(): array {
		$each = static fn( callable $change ) => static function ( string $folder ) use ( $change ): void {
			foreach ( glob( $folder . '/*' ) as $file ) {
				if ( is_file( $file ) && basename( $file ) !== 'generation' ) {
					$change( $file );
				}
			}
		};
		return array(
			'overwritten' => array( $each( static fn( string $file ) => file_put_contents( $file, str_repeat( 'x', 200 ) ) ) ),
			'removed'     => array( $each( static fn( string $file ) => unlink( $file ) ) ),
		);
	}

	public function test_the_folder_is_closed_and_can_be_removed(): void {
		$this->fill();
		$this->assertFileExists( Index_Folder::path() . '/.htaccess' );
		$this->assertMatchesRegularExpression( '/_[0-9a-f]{32}$/D', Index_Folder::path() );
		Index_Folder::delete();
		$this->assertDirectoryDoesNotExist( Index_Folder::path() );
	}
}
