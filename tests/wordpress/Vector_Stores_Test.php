<?php
declare( strict_types=1 );

use MxChat\Jobs\Runner;
use MxChat\Knowledge\Vectors\Collection;
use MxChat\Knowledge\Vectors\Compare;
use MxChat\Knowledge\Vectors\Feeder;
use MxChat\Knowledge\Vectors\Index_Folder;
use MxChat\Knowledge\Vectors\Local_Store;
use MxChat\Knowledge\Vectors\Pgvector_Store;
use MxChat\Knowledge\Vectors\Pinecone_Store;
use MxChat\Knowledge\Vectors\Qdrant_Store;
use MxChat\Knowledge\Vectors\Query;
use MxChat\Knowledge\Vectors\Store;
use MxChat\Knowledge\Vectors\Store_Failure;
use MxChat\Knowledge\Vectors\Stores;
use MxChat\Knowledge\Vectors\Table_Store;
use MxChat\Knowledge\Vectors\Vector;

/**
 * The stores as the site has them: chosen, fed by jobs, and in step with the pages.
 */
final class Vector_Stores_Test extends Site_Test_Case {

	private Collection $collection;

	protected function setUp(): void {
		parent::setUp();
		$this->collection = new Collection( 'test', 2 );
		Index_Folder::delete();
		Store::take_changed();
	}

	protected function tearDown(): void {
		Index_Folder::delete();
		parent::tearDown();
		Store::take_changed();
	}

	public function test_a_fresh_site_uses_its_own_index(): void {
		$this->assertInstanceOf( Local_Store::class, Stores::for_search( $this->collection ) );
	}

	/**
	 * @dataProvider choices
	 */
	public function test_the_owner_chooses( array $setting, string $store, string $name ): void {
		update_option( 'mxchat_settings', array( 'vector_store' => $setting ) );
		$made = Stores::for_search( $this->collection );
		$this->assertInstanceOf( $store, $made );
		$this->assertStringStartsWith( $name, $made->name() );
	}

	public function choices(): array {
		return array(
			'table'    => array( array( 'kind' => 'table' ), Table_Store::class, 'table:mxchat_vectors_' ),
			'qdrant'   => array( array( 'kind' => 'qdrant', 'url' => 'https://qdrant.example:6333/' ), Qdrant_Store::class, 'qdrant:https://qdrant.example:6333/mxchat_vectors_' ),
			'pinecone' => array( array( 'kind' => 'pinecone', 'url' => 'https://x.svc.pinecone.io' ), Pinecone_Store::class, 'pinecone:https://x.svc.pinecone.io/mxchat_vectors_' ),
			'pgvector' => array( array( 'kind' => 'pgvector', 'url' => 'pgsql:host=db', 'user' => 'u' ), Pgvector_Store::class, 'sql:pgsql:host=db/mxchat_vectors_' ),
		);
	}

	/**
	 * @dataProvider impossible_choices
	 */
	public function test_an_impossible_choice_is_refused( array $setting, string $exception ): void {
		update_option( 'mxchat_settings', array( 'vector_store' => $setting ) );
		$this->expectException( $exception );
		Stores::for_search( $this->collection );
	}

	public function impossible_choices(): array {
		return array(
			'unknown kind'  => array( array( 'kind' => 'oracle' ), Store_Failure::class ),
			'no address'    => array( array( 'kind' => 'qdrant' ), InvalidArgumentException::class ),
			'a file'        => array( array( 'kind' => 'qdrant', 'url' => 'file:///etc/passwd' ), InvalidArgumentException::class ),
			'with password' => array( array( 'kind' => 'qdrant', 'url' => 'https://user:secret@host' ), InvalidArgumentException::class ),
		);
	}

	public function test_a_candidate_is_compared(): void {
		update_option( 'mxchat_settings', array( 'vector_candidate' => array( 'kind' => 'table' ) ) );
		$this->assertInstanceOf( Compare::class, Stores::for_search( $this->collection ) );
	}

	public function test_changed_vectors_are_fed_by_a_job(): void {
		$this->put( 1, 2, 3 );
		Feeder::on_shutdown();
		$this->assertSame( 1, $this->count_rows( 'jobs' ) );
		Runner::run( 10 );
		$this->assertSame( array( 3, true ), $this->rows_and_freshness() );
		Store::delete_chunks( array( 2 ), time() );
		Feeder::on_shutdown();
		Runner::run( 10 );
		$this->assertSame( array( 2, true ), $this->rows_and_freshness() );
	}

	public function test_many_vectors_take_several_steps(): void {
		$this->put( ...range( 1, 450 ) );
		Feeder::on_shutdown();
		Runner::run( 10 );
		$this->assertSame( array( 450, true ), $this->rows_and_freshness() );
	}

	public function test_another_server_feeds_itself_after_an_answer(): void {
		$this->put( 1, 2 );
		Store::take_changed();
		$query = new Query( pack( 'g*', 1, 1 ) );
		$this->assertSame( array( 1, 2 ), array_column( Stores::for_search( $this->collection )->search( $query ), 'chunk_id' ) );
		$this->assertSame( array( 0, false ), $this->rows_and_freshness() );
		Feeder::on_shutdown();
		$this->assertSame( array( 2, true ), $this->rows_and_freshness() );
		$this->assertSame( 0, $this->count_rows( 'jobs' ) );
	}

	public function test_a_page_takes_its_vectors_along(): void {
		global $wpdb;
		$post_id = $this->publish( 'Umbrella repairs', '<p>Zanzibar umbrellas are repaired on Tuesdays.</p>' );
		$chunk   = $wpdb->get_row( 'SELECT id, source_id FROM ' . MxChat\Schema::table( 'chunks' ) );
		$vector  = new Vector( (int) $chunk->id, pack( 'g*', 1, 1 ), 'default', '', 'page', (int) $chunk->source_id, 1 );
		Store::put( $this->collection, array( $vector, $this->vector( 1_000_000 ) ) );
		wp_update_post( array( 'ID' => $post_id, 'post_content' => '<p>Zanzibar umbrellas are repaired on Fridays.</p>' ) );
		MxChat\Knowledge\Sync::write_changes();
		$this->assertSame( 1, Store::count( $this->collection ) );
		$new    = (int) $wpdb->get_var( 'SELECT id FROM ' . MxChat\Schema::table( 'chunks' ) );
		$vector = new Vector( $new, pack( 'g*', 1, 1 ), 'default', '', 'page', (int) $chunk->source_id, 1 );
		Store::put( $this->collection, array( $vector ) );
		wp_delete_post( $post_id, true );
		MxChat\Knowledge\Sync::write_changes();
		$this->assertSame( 1, Store::count( $this->collection ) );
	}

	public function test_the_day_ends_with_everything_in_step(): void {
		$this->put( 1, 2 );
		Store::take_changed();
		do_action( 'mxchat_daily' );
		$this->assertSame( 0, Store::count( $this->collection ), 'No chunk of this id exists.' );
		Runner::run( 10 );
		$this->assertSame( array( 0, true ), $this->rows_and_freshness() );
	}

	private function put( int ...$chunk_ids ): void {
		Store::put( $this->collection, array_map( array( $this, 'vector' ), $chunk_ids ) );
	}

	private function vector( int $chunk_id ): Vector {
		return new Vector( $chunk_id, pack( 'g*', 1, $chunk_id ), 'default', '', 'page', 999_999, 1 );
	}

	/**
	 * @return array{int,bool} Rows of the index of this server, and whether it holds every change.
	 */
	private function rows_and_freshness(): array {
		$store = Stores::at( Stores::PRIMARY, $this->collection );
		return array( $store->stats()->rows, $store->generation() === Store::last_change( $this->collection ) );
	}
}
