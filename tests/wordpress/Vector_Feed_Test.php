<?php
declare( strict_types=1 );

use MxChat\Core\Core_Exception;
use MxChat\Knowledge\Vectors\Change;
use MxChat\Knowledge\Vectors\Change_Feed;
use MxChat\Knowledge\Vectors\Collection;
use MxChat\Knowledge\Vectors\Sequence_Store;
use MxChat\Knowledge\Vectors\Store;
use MxChat\Knowledge\Vectors\Vector;

require_once __DIR__ . '/Memory_Store.php';

/**
 * The table of vectors, its sequence of changes, and feeding from it.
 */
final class Vector_Feed_Test extends Site_Test_Case {

	private Collection $collection;

	protected function setUp(): void {
		parent::setUp();
		$this->collection = new Collection( 'test', 2 );
	}

	public function test_changes_are_numbered_in_their_order(): void {
		$first = $this->put( 1, 2 );
		$last  = $this->put( 3 );
		$this->assertSame( array( 1, 2, 3 ), $this->changed_after( 0 ) );
		$this->assertSame( array( 3 ), $this->changed_after( $first ) );
		$this->assertSame( $last, Store::last_change( $this->collection ) );
	}

	public function test_a_second_write_moves_a_vector_to_the_end(): void {
		$this->put( 1, 2 );
		$this->put( 1 );
		$this->assertSame( array( 2, 1 ), $this->changed_after( 0 ) );
		$this->assertSame( 2, Store::count( $this->collection ) );
	}

	public function test_a_deletion_is_a_change_in_every_collection(): void {
		$other = new Collection( 'another', 2 );
		$seen  = $this->put( 1, 2 );
		Store::put( $other, array( $this->vector( 1 ) ) );
		Store::delete_chunks( array( 1, 99 ), 5000 );
		Store::delete_chunks( array( 1 ), 5000 );
		$changes = Store::changes_after( $this->collection, $seen, 10 );
		$this->assertSame( array( array( 1, null ) ), array_map( static fn( Change $change ) => array( $change->chunk_id, $change->vector ), $changes ) );
		$this->assertSame( array( 1, 0 ), array( Store::count( $this->collection ), Store::count( $other ) ) );
	}

	public function test_an_embedding_comes_back_byte_for_byte(): void {
		$every_byte = implode( '', array_map( 'chr', range( 0, 255 ) ) ) . "\0'\\%s\xc3\x28\n";
		$collection = new Collection( 'bytes', 65 );
		$embedding  = substr( $every_byte, 0, 260 );
		// The highest exponent would make a number that is none.
		$embedding = str_replace( "\xff", "\x3f", $embedding );
		$embedding = str_replace( "\x7f", "\x3f", $embedding );
		Store::put( $collection, array( new Vector( 7, $embedding, 'default', '', 'Ünïcode', 1, 2 ) ) );
		$vector = Store::changes_after( $collection, 0, 1 )[0]->vector;
		$this->assertSame( bin2hex( $embedding ), bin2hex( $vector->embedding ) );
		$this->assertSame( 'Ünïcode', $vector->content_type );
	}

	/**
	 * @dataProvider impossible_embeddings
	 */
	public function test_one_impossible_embedding_refuses_the_whole_write( string $embedding, string $error_code ): void {
		try {
			Store::put( $this->collection, array( $this->vector( 1 ), new Vector( 2, $embedding, 'default', '', 'page', 1, 1 ) ) );
			$this->fail( 'Not refused.' );
		} catch ( Core_Exception $error ) {
			$this->assertSame( $error_code, $error->error_code );
		}
		$this->assertSame( 0, $this->count_rows( 'vectors' ) );
	}

	public function impossible_embeddings(): array {
		return array(
			'three dimensions' => array( pack( 'g*', 1, 2, 3 ), 'dimension_mismatch' ),
			'cut'              => array( 'seven!!', 'invalid_embedding' ),
			'all zeros'        => array( pack( 'g*', 0, 0 ), 'invalid_embedding' ),
			'not a number'     => array( pack( 'g*', NAN, 1 ), 'not_finite' ),
		);
	}

	public function test_a_failed_write_leaves_the_sequence_where_it_was(): void {
		$seen   = $this->put( 1 );
		$break  = static fn( string $sql ) => str_contains( $sql, 'INTO ' . MxChat\Schema::table( 'vectors' ) ) ? 'NO SUCH STATEMENT' : $sql;
		$failed = false;
		add_filter( 'query', $break );
		try {
			$this->put( 2 );
		} catch ( MxChat\Storage_Exception ) {
			$failed = true;
		}
		remove_filter( 'query', $break );
		$this->assertSame( array( true, $seen ), array( $failed, Sequence_Store::get( 'vectors' ) ) );
		$this->assertSame( $seen + 1, $this->put( 2 ) );
	}

	public function test_chunks_that_vanished_are_forgotten(): void {
		$this->publish( 'Umbrella repairs', '<p>Zanzibar umbrellas are repaired on Tuesdays.</p>' );
		global $wpdb;
		$chunk_id = (int) $wpdb->get_var( 'SELECT MAX(id) FROM ' . MxChat\Schema::table( 'chunks' ) );
		$this->put( $chunk_id, $chunk_id + 1, $chunk_id + 2 );
		$this->assertSame( array( 1, 1, 0 ), array( Store::delete_orphans( 1, 9 ), Store::delete_orphans( 10, 9 ), Store::delete_orphans( 10, 9 ) ) );
		$this->assertSame( 1, Store::count( $this->collection ) );
	}

	public function test_a_feed_writes_and_forgets(): void {
		$store = new Memory_Store();
		$this->put( ...range( 1, 25 ) );
		Store::delete_chunks( array( 3 ), 5000 );
		$progress = $this->feed( $store );
		$this->assertSame( array( 24, 1, true ), array( $progress->written, $progress->forgotten, $progress->is_complete() ) );
		$this->assertSame( array_values( array_diff( range( 1, 25 ), array( 3 ) ) ), $store->ids() );
		$this->assertSame( array( 10, 10, 4 ), $store->batches );
	}

	public function test_a_batch_that_was_cut_off_is_done_again(): void {
		$store = new Memory_Store();
		$this->put( ...range( 1, 25 ) );
		foreach ( array( 1, 2, 2 ) as $calls ) {
			$store->fails_after = $calls;
			try {
				$this->feed( $store );
				$this->fail( 'No failure.' );
			} catch ( RuntimeException $error ) {
				$this->assertSame( 'The store went away.', $error->getMessage() );
			}
		}
		$store->fails_after = null;
		$this->assertTrue( $this->feed( $store )->is_complete() );
		$this->assertSame( range( 1, 25 ), $store->ids() );
		$this->assertSame( 0, $this->feed( $store )->written );
	}

	public function test_two_feeders_do_not_work_at_once(): void {
		$store = new Memory_Store();
		$this->put( 1, 2 );
		$inner  = null;
		$during = function () use ( $store, &$inner ): bool {
			$inner = $this->feed( $store );
			return false;
		};
		$outer = ( new Change_Feed( $this->collection, $store ) )->run( $during );
		$this->assertSame( array( true, false, true ), array( $inner->is_busy, $outer->is_busy, $outer->is_complete() ) );
		$this->assertFalse( $this->feed( $store )->is_busy );
	}

	public function test_a_store_that_missed_deletions_begins_anew(): void {
		$store = new Memory_Store();
		$this->put( 1, 2 );
		$this->feed( $store );
		Store::delete_chunks( array( 1 ), 5000 );
		$this->put( 3 );
		Store::delete_old_tombstones( 5000 );
		$this->assertSame( 3, $this->count_rows( 'vectors' ) );
		Store::delete_old_tombstones( 5001 );
		$this->assertSame( 2, $this->count_rows( 'vectors' ) );
		$this->feed( $store );
		$this->assertSame( array( array( 2, 3 ), 1 ), array( $store->ids(), $store->clears ) );
	}

	public function test_a_store_from_another_life_of_the_site_begins_anew(): void {
		$store             = new Memory_Store();
		$store->generation = 1_000_000;
		$store->rows       = array( 99 => true );
		$this->put( 1 );
		$this->feed( $store );
		$this->assertSame( array( 1 ), $store->ids() );
	}

	public function test_an_emptied_table_empties_the_store(): void {
		$store = new Memory_Store();
		$this->put( 1, 2 );
		$this->feed( $store );
		Store::delete_chunks( array( 1, 2 ), 10 );
		Store::delete_old_tombstones( 11 );
		$this->feed( $store );
		$this->assertSame( array(), $store->ids() );
	}

	public function test_a_lease_is_held_by_one_and_ends_by_itself(): void {
		$this->assertTrue( Sequence_Store::take_lease( 'lease_test', 100, 160 ) );
		$this->assertFalse( Sequence_Store::take_lease( 'lease_test', 159, 219 ) );
		$this->assertTrue( Sequence_Store::renew_lease( 'lease_test', 160, 170 ) );
		$this->assertFalse( Sequence_Store::renew_lease( 'lease_test', 160, 180 ) );
		$this->assertTrue( Sequence_Store::take_lease( 'lease_test', 170, 230 ) );
		$this->assertFalse( Sequence_Store::renew_lease( 'lease_test', 170, 240 ) );
	}

	private function feed( Memory_Store $store ): MxChat\Knowledge\Vectors\Feed_Progress {
		return ( new Change_Feed( $this->collection, $store ) )->run();
	}

	private function put( int ...$chunk_ids ): int {
		return Store::put( $this->collection, array_map( array( $this, 'vector' ), $chunk_ids ) );
	}

	private function vector( int $chunk_id ): Vector {
		return new Vector( $chunk_id, pack( 'g*', $chunk_id, 1 ), 'default', '', 'page', 1, 1 );
	}

	/**
	 * @return int[]
	 */
	private function changed_after( int $seq ): array {
		return array_column( Store::changes_after( $this->collection, $seq, 100 ), 'chunk_id' );
	}
}
