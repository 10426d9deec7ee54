<?php
declare( strict_types=1 );

use MxChat\Actions\Background;
use MxChat\Actions\Background_Job;
use MxChat\Actions\Decision;
use MxChat\Actions\Model_Job;
use MxChat\Actions\Registry;
use MxChat\Actions\Scorer;
use MxChat\Actions\Setting;
use MxChat\Actions\Store;
use MxChat\Jobs\Runner;
use MxChat\Schema;

require_once __DIR__ . '/Embedding_Test_Case.php';

/**
 * Actions by words and by meaning together, with embeddings of the scripted upstream.
 */
final class Action_Embeddings_Test extends Embedding_Test_Case {

	private const MESSAGE = 'look it up on your website please';

	protected function setUp(): void {
		parent::setUp();
		$this->publish( 'Repairs', 'We repair zips within a week.' );
		foreach ( array( 'search_site', 'download_transcript' ) as $position => $action_id ) {
			Store::save( new Setting( $action_id, true, $position, Registry::find( $action_id )->phrases() ) );
		}
		Registry::forget();
	}

	protected function tearDown(): void {
		parent::tearDown();
		Registry::forget();
	}

	public function test_words_decide_until_the_background_is_embedded_and_both_from_then_on(): void {
		$this->embed_with();
		$this->assertSame( array( 'lexical', 'search_site' ), $this->decided( self::MESSAGE ) );
		$this->assertGreaterThan( 0, Runner::run( 10 ), 'The background waits to be embedded.' );
		$this->assertSame( array( 'hybrid', 'search_site' ), $this->decided( self::MESSAGE ) );
		$best = $this->decide( self::MESSAGE )->scores[0];
		$this->assertNotNull( $best['semantic'] );
		$this->assertNotNull( $best['lexical'] );
		$this->assertSame( array( 'hybrid', null ), $this->decided( 'Do you ship to Norway?' ) );
	}

	public function test_what_is_embedded_once_costs_no_second_call(): void {
		$this->ready();
		$this->upstream->clear_journal();
		$message = 'is there a page about zips';
		$this->decide( $message );
		$this->assertSame( array( array( $message ) ), $this->sent(), 'The message alone.' );
		$this->decide( $message );
		$this->assertCount( 1, $this->sent() );
	}

	public function test_a_head_is_trained_in_the_background_and_used(): void {
		global $wpdb;
		$this->ready();
		$this->decide( self::MESSAGE );
		Runner::run( 30 );
		$this->assertSame( '1', (string) $wpdb->get_var( 'SELECT COUNT(*) FROM ' . Schema::table( 'action_models' ) . " WHERE scorer LIKE '%:head'" ) );
		$this->assertSame( array( 'hybrid', 'search_site' ), $this->decided( self::MESSAGE ) );
	}

	public function test_words_stand_in_where_the_provider_fails(): void {
		$this->ready();
		$this->upstream->script( array( 'path' => '^/embeddings', 'status' => 400, 'body' => array( 'error' => array( 'message' => 'no' ) ), 'times' => 5 ) );
		$this->assertSame( array( 'lexical', 'search_site' ), $this->decided( 'could you look it up on your website' ) );
	}

	public function test_a_draft_is_scored_with_embeddings_and_stores_nothing(): void {
		global $wpdb;
		$this->ready();
		$this->decide( self::MESSAGE );
		$models   = fn() => $wpdb->get_results( 'SELECT scorer, fingerprint FROM ' . Schema::table( 'action_models' ) . ' ORDER BY scorer' );
		$before   = $models();
		$drafts   = array( 'download_transcript' => array( 'phrases' => array( 'frobnicate the widget' ), 'counter_examples' => array() ) );
		$decision = Scorer::decide( 'please frobnicate the widget', 'default', $drafts, 'ip:test' );
		$this->assertSame( array( 'hybrid', 'download_transcript' ), array( $decision->scoring, $decision->sure() ) );
		$this->assertEquals( $before, $models() );
	}

	public function test_untrained_heads_ask_for_no_job_at_every_message(): void {
		$this->ready();
		$this->upstream->script( array( 'path' => '^/embeddings', 'status' => 400, 'body' => array( 'error' => array( 'message' => 'no' ) ), 'times' => 5 ) );
		MxChat\Jobs\Store::supersede( Model_Job::KIND );
		$jobs = $this->count_rows( 'jobs' );
		foreach ( array( 'first', 'second', 'third' ) as $message ) {
			$asked = $this->queries( fn() => $this->decide( $message ) );
			$this->assertSame( array(), preg_grep( '/mxchat_jobs/', $asked ) );
		}
		$this->assertSame( $jobs, $this->count_rows( 'jobs' ) );
	}

	public function test_where_no_action_is_on_nothing_is_paid_for(): void {
		$this->embed_with();
		foreach ( array( 'search_site', 'download_transcript' ) as $action_id ) {
			Store::save( new Setting( $action_id, false, 0, array() ) );
		}
		Registry::forget();
		( new Background_Job() )->step( array() );
		$this->assertSame( array(), $this->sent() );
	}

	public function test_what_is_learned_anew_was_embedded_before(): void {
		$this->ready();
		MxChat\Settings\Store::set( 'learns_from_messages', true );
		$gone = $this->start_session();
		$this->ask( $gone, 'my secret question about quokkas' );
		$this->ask( $this->start_session(), 'are the zebras back in stock' );
		( new Background_Job() )->step( array() );
		Runner::run( 30 );
		$space = MxChat\Embeddings\State_Store::serving();
		$this->assertTrue( Background::of( $space )->is_own );
		$this->assertSame( array( 'hybrid', 'search_site' ), $this->decided( self::MESSAGE ) );
		$this->upstream->clear_journal();

		$this->request( 'DELETE', '/sessions/' . $gone['session_id'], array( 'erase' => true ), array( 'X-MxChat-Session' => $gone['secret'] ) );
		$this->assertFalse( Background::of( $space )->is_own );
		$this->assertSame( array( 'hybrid', 'search_site' ), $this->decided( self::MESSAGE ), 'Meaning counts meanwhile.' );
		( new Background_Job() )->step( array() );
		Runner::run( 30 );
		$this->assertTrue( Background::of( $space )->is_own );
		$this->assertSame( array(), $this->sent(), 'Nothing is embedded a second time.' );
		$this->assertNull( MxChat\Embeddings\Question_Store::find( $space->collection(), 'my secret question about quokkas' ) );
	}

	/**
	 * @return string[] The SQL of some work.
	 */
	private function queries( callable $work ): array {
		$asked = array();
		$note  = static function ( string $sql ) use ( &$asked ): string {
			$asked[] = $sql;
			return $sql;
		};
		add_filter( 'query', $note );
		$work();
		remove_filter( 'query', $note );
		return $asked;
	}

	/** The background and the phrases are embedded. */
	private function ready(): void {
		$this->embed_with();
		$this->decide( self::MESSAGE );
		Runner::run( 10 );
		$this->decide( 'Something else' );
	}

	private function decide( string $message ): Decision {
		return Scorer::decide( $message, 'default', array(), 'ip:test' );
	}

	/**
	 * @return array{0:string,1:?string}
	 */
	private function decided( string $message ): array {
		$decision = $this->decide( $message );
		return array( $decision->scoring, $decision->sure() );
	}
}
