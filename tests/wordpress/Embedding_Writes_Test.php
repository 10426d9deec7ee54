<?php
declare( strict_types=1 );

use MxChat\Embeddings\Replacement_Store;
use MxChat\Embeddings\State_Store;
use MxChat\Jobs;
use MxChat\Schema;

require_once __DIR__ . '/Embedding_Test_Case.php';

/**
 * What is written while questions are compared by meaning: the old text answers until the new one is embedded.
 */
final class Embedding_Writes_Test extends Embedding_Test_Case {

	private const URL = 'https://shop.example/returns';

	protected function setUp(): void {
		parent::setUp();
		$this->publish( 'Lamps', '<p>Lamps are sold on Fridays.</p>' );
		$this->embed_with();
	}

	public function test_pushed_content_is_embedded_with_the_push(): void {
		$this->assertTrue( $this->push( 'Returns are accepted for ninety days.' )['embedded'] );
		$this->assertSame( 2, $this->count_vectors() );
		$this->assertSame( array( 'Returns are accepted for ninety days.' ), $this->contents() );
		$this->assertTrue( $this->push( 'Returns are accepted for ninety days.' )['embedded'] );
		$this->assertCount( 1, $this->sent() );
	}

	public function test_a_changed_page_is_embedded_when_it_is_saved(): void {
		$post_id = $this->publish( 'Parasols', '<p>Mended on Tuesdays.</p>' );
		$this->assertSame( 2, $this->count_vectors() );
		wp_update_post( array( 'ID' => $post_id, 'post_content' => '<p>Mended on Mondays.</p>' ) );
		MxChat\Knowledge\Sync::write_changes();
		$this->assertSame( array( 2, 2 ), array( $this->count_vectors(), count( $this->sent() ) ) );
	}

	public function test_a_store_that_is_none_breaks_nobody_s_saving(): void {
		MxChat\Settings\Store::set( 'vector_store', array( 'kind' => 'gone' ) );
		$this->publish( 'Parasols', '<p>Mended on Tuesdays.</p>' );
		MxChat\Knowledge\Vectors\Feeder::on_shutdown();
		MxChat\Settings\Store::set( 'vector_store', array( 'kind' => 'table' ) );
		$this->assertSame( 2, $this->count_vectors() );
	}

	public function test_where_no_file_can_be_written_the_table_is_searched(): void {
		MxChat\Settings\Store::set( 'vector_store', array( 'kind' => 'local' ) );
		MxChat\Knowledge\Vectors\Index_Folder::delete();
		file_put_contents( MxChat\Knowledge\Vectors\Index_Folder::path(), 'in the way' );
		try {
			$found = $this->find( 'lamps' );
		} finally {
			unlink( MxChat\Knowledge\Vectors\Index_Folder::path() );
		}
		$this->assertSame( array( 'hybrid', 'Lamps' ), array( $found->scoring(), $found->passages[0]->title ) );
	}

	public function test_while_the_provider_fails_the_old_text_answers(): void {
		$this->push( 'Returns are accepted for ninety days.' );
		$this->fail_next();
		$this->assertSame( 'pending', $this->push( 'Returns are accepted for thirty days.' )['embedded'] );
		$this->assertSame( array( 'Returns are accepted for ninety days.' ), $this->contents() );
		$this->assertSame( 2, $this->count_vectors() );
		$this->assertSame( 1, $this->as_owner( 'GET', '/embeddings' )->get_data()['waiting'] );
		$this->recover();
		$this->assertSame( array( 'Returns are accepted for thirty days.' ), $this->contents() );
		$this->assertSame( array( 2, 0 ), array( $this->count_vectors(), Replacement_Store::count() ) );
		$this->assertSame( 'hybrid', $this->find( 'returns thirty days' )->scoring() );
	}

	public function test_a_text_that_has_waited_long_is_shown_without_an_embedding(): void {
		global $wpdb;
		$this->push( 'Returns are accepted for ninety days.' );
		$this->fail_next( 99 );
		$this->push( 'Returns are accepted for thirty days.' );
		$wpdb->query( 'UPDATE ' . Schema::table( 'replacements' ) . ' SET created_at = created_at - 3601' );
		$this->as_owner( 'POST', '/embeddings/resume' );
		Jobs\Runner::run( 10 );
		$this->assertSame( array( 'Returns are accepted for thirty days.' ), $this->contents() );
		$this->assertStringContainsString( 'thirty', $this->find( 'returns thirty days' )->passages[0]->text );
		$this->assertSame( 0, Replacement_Store::count() );
	}

	public function test_switched_off_nothing_waits_any_more(): void {
		$this->push( 'Returns are accepted for ninety days.' );
		$this->fail_next();
		$this->push( 'Returns are accepted for thirty days.' );
		$this->as_owner( 'DELETE', '/embeddings/model' );
		Jobs\Runner::run( 10 );
		$this->assertSame( array( 'Returns are accepted for thirty days.' ), $this->contents() );
		$this->assertSame( array( 0, 0 ), array( Replacement_Store::count(), $this->count_rows( 'vectors' ) ) );
		$this->assertFalse( $this->push( 'Returns are accepted for ten days.' )['embedded'] );
	}

	public function test_a_new_text_does_not_wait(): void {
		$this->fail_next();
		$this->assertSame( 'pending', $this->push( 'Returns are accepted for ninety days.' )['embedded'] );
		$this->assertSame( array( 'Returns are accepted for ninety days.' ), $this->contents() );
		$this->recover();
		$this->assertSame( 2, $this->count_vectors() );
	}

	public function test_nobody_waits_for_a_key_that_was_revoked(): void {
		$this->push( 'Returns are accepted for ninety days.' );
		$this->upstream->script( array( 'path' => '^/embeddings$', 'status' => 401, 'times' => 9 ) );
		$this->assertSame( 'pending', $this->push( 'Returns are accepted for thirty days.' )['embedded'] );
		$this->assertSame( array( 'Returns are accepted for thirty days.' ), $this->contents() );
	}

	public function test_a_later_text_is_not_undone_by_one_that_waits(): void {
		$this->push( 'Returns are accepted for ninety days.' );
		$this->fail_next();
		$this->push( 'Returns are accepted for thirty days.' );
		$this->push( 'Returns are accepted for ten days.' );
		$this->recover();
		$this->assertSame( array( 'Returns are accepted for ten days.' ), $this->contents() );
		$this->assertSame( array( 2, 0 ), array( $this->count_vectors(), Replacement_Store::count() ) );
	}

	public function test_a_text_that_is_taken_back_no_longer_waits(): void {
		$this->push( 'Returns are accepted for ninety days.' );
		$this->fail_next();
		$this->push( 'Returns are accepted for thirty days.' );
		$this->push( 'Returns are accepted for ninety days.' );
		$this->assertSame( 0, Replacement_Store::count() );
	}

	public function test_deleting_a_source_deletes_what_waits_for_it(): void {
		$this->push( 'Returns are accepted for ninety days.' );
		$this->fail_next();
		$this->push( 'Returns are accepted for thirty days.' );
		$this->as_owner( 'DELETE', '/knowledge', array( 'source_urls' => array( self::URL ) ) );
		$this->assertSame( 0, Replacement_Store::count() );
		$this->recover();
		$this->assertSame( array(), $this->contents() );
		$this->assertSame( 1, $this->count_vectors() );
	}

	public function test_while_a_model_is_being_filled_new_text_reaches_both(): void {
		$this->choose( 'embed-b' );
		$this->assertTrue( $this->push( 'Returns are accepted for ninety days.' )['embedded'] );
		$this->assertSame( 'embed-a', State_Store::serving()->model );
		Jobs\Runner::run( 10 );
		$this->assertSame( 'embed-b', State_Store::serving()->model );
		$this->assertSame( array( 1, 2 ), array( $this->collections(), $this->count_vectors() ) );
	}

	public function test_a_job_of_the_former_model_does_not_speak_for_the_chosen_one(): void {
		$former = State_Store::serving();
		$this->choose( 'embed-b' );
		State_Store::note_scanned( $former, PHP_INT_MAX );
		Jobs\Runner::run( 10 );
		$this->assertSame( array( 'embed-b', 1 ), array( State_Store::serving()->model, $this->count_vectors() ) );
	}

	public function test_what_nobody_can_read_holds_nothing_up(): void {
		global $wpdb;
		$this->push( 'Returns are accepted for ninety days.' );
		$this->fail_next();
		$this->push( 'Returns are accepted for thirty days.' );
		foreach ( array( '{"of":"another version"}', 'no JSON' ) as $key => $source ) {
			$wpdb->insert( Schema::table( 'replacements' ), array( 'id' => 1_000_000 + $key, 'bot_id' => 'default', 'source_key' => "key $key", 'content_hash' => '', 'source' => $source, 'created_at' => time() ) );
		}
		$wpdb->query( 'UPDATE ' . Schema::table( 'replacements' ) . ' SET id = id + 2000000 WHERE id < 1000000' );
		$this->recover();
		$this->assertSame( array( 'Returns are accepted for thirty days.' ), $this->contents() );
		$this->assertSame( 0, Replacement_Store::count() );
	}

	public function test_a_model_that_is_given_up_leaves_nothing(): void {
		$this->upstream->script( array( 'path' => '^/embeddings$', 'contains' => 'Fridays', 'status' => 503, 'headers' => array( 'retry-after' => '0' ), 'times' => 3 ) );
		$this->choose( 'embed-b' );
		Jobs\Runner::run( 10 );
		$this->choose( 'embed-a' );
		$this->assertSame( array( 'embed-a', null ), array( State_Store::serving()->model, State_Store::chosen() ) );
		Jobs\Runner::run( 10 );
		$this->assertSame( 1, $this->collections() );
	}

	public function test_a_day_later_nothing_is_missing(): void {
		global $wpdb;
		$this->push( 'Returns are accepted for ninety days.' );
		$wpdb->query( 'DELETE FROM ' . Schema::table( 'vectors' ) );
		do_action( 'mxchat_daily' );
		Jobs\Runner::run( 10 );
		$this->assertSame( 2, $this->count_vectors() );
	}

	private function push( string $content ): array {
		$response = $this->as_owner( 'POST', '/knowledge', array( 'content' => $content, 'source_url' => self::URL, 'title' => 'Returns' ) );
		$this->assertSame( 200, $response->get_status() );
		return $response->get_data();
	}

	/**
	 * As often as the client tries.
	 */
	private function fail_next( int $times = 3 ): void {
		$this->upstream->script( array( 'path' => '^/embeddings$', 'status' => 503, 'headers' => array( 'retry-after' => '0' ), 'times' => $times ) );
	}

	private function recover(): void {
		$this->close_breaker();
		$this->as_owner( 'POST', '/embeddings/resume' );
		Jobs\Runner::run( 10 );
	}

	/**
	 * @return string[] The pushed pieces that answer.
	 */
	private function contents(): array {
		global $wpdb;
		return $wpdb->get_col(
			'SELECT c.content FROM ' . Schema::table( 'chunks' ) . ' c JOIN ' . Schema::table( 'sources' ) . ' s ON s.id = c.source_id WHERE s.is_pushed = 1 ORDER BY c.position'
		);
	}
}
