<?php
declare( strict_types=1 );

use MxChat\Knowledge\Vectors\Collection;
use MxChat\Knowledge\Vectors\Store;
use MxChat\Knowledge\Vectors\Table_Store;
use MxChat\Knowledge\Vectors\Vector_Store;

final class Table_Store_Test extends Vector_Store_Contract {

	protected function make_store( Collection $collection ): Vector_Store {
		return new Table_Store( $collection );
	}

	protected function tolerance(): float {
		return 0.0;
	}

	protected function write( array $vectors ): void {
		Store::put( $this->collection, $vectors );
	}

	protected function remove( array $chunk_ids ): void {
		Store::delete_chunks( $chunk_ids, 1000 );
	}

	/**
	 * Nothing is fed: the table is searched itself.
	 */
	public function test_the_feed_brings_every_change_and_goes_on_where_it_stopped(): void {
		$this->write( $this->random_vectors( 450, 3, 7 ) );
		$progress = $this->feed();
		$this->assertSame( array( true, 0 ), array( $progress->is_complete(), $progress->written ) );
		$this->remove( range( 1, 450 ) );
		$this->assertSame( array(), $this->search() );
	}

	public function test_it_says_from_which_size_on_the_extension_pays(): void {
		$this->assertSame( '', Table_Store::advice( 1_300, 1536 ) );
		$advice = Table_Store::advice( 1_400, 1536 );
		$this->assertSame( extension_loaded( 'mxchat' ), $advice === '' );
		$advice === '' || $this->assertStringContainsString( '1,400 text passages. From about 1,302 on', $advice );
	}
}
