<?php
declare( strict_types=1 );

use MxChat\Knowledge\Context;
use MxChat\Knowledge\Question_Embedding;
use MxChat\Knowledge\Retriever;
use MxChat\Knowledge\Vectors\Collection;
use MxChat\Knowledge\Vectors\Store;
use MxChat\Knowledge\Vectors\Vector;

/**
 * Retrieval by words and by meaning together.
 */
final class Hybrid_Test extends Site_Test_Case {

	private const QUESTION = 'Which umbrella repairs are there?';

	/** @var callable[] */
	private array $filters = array();

	protected function setUp(): void {
		parent::setUp();
		update_option( 'mxchat_settings', array( 'vector_store' => array( 'kind' => 'table' ) ) );
		$this->publish( 'Umbrellas', '<p>Umbrella repairs take a week.</p>' );
		$this->publish( 'Parasols', '<p>We mend parasols on Tuesdays.</p>' );
		$this->publish( 'Lamps', '<p>Lamps are sold on Fridays.</p>' );
	}

	protected function tearDown(): void {
		array_map( static fn( callable $filter ) => remove_filter( 'mxchat_question_embedding', $filter ), $this->filters );
		parent::tearDown();
	}

	public function test_without_a_provider_words_decide_alone(): void {
		$found = Retriever::find( self::QUESTION, 'default' );
		$this->assertFalse( $found->is_hybrid );
		$this->assertSame( 'Umbrellas', $found->passages[0]->title );
		$this->assertNull( $found->passages[0]->similarity );
	}

	public function test_embeddings_find_what_words_do_not(): void {
		$this->embed( array( 'Parasols' => array( 3, 4 ), 'Lamps' => array( -1, 0 ) ), array( 4, 3 ) );
		$found  = Retriever::find( self::QUESTION, 'default' );
		$titles = array_column( $found->passages, 'title' );
		$this->assertTrue( $found->is_hybrid );
		$this->assertContains( 'Parasols', $titles );
		$this->assertSame( array( 'Parasols' ), array_column( array_filter( $found->passages, static fn( $passage ) => $passage->similarity !== null ), 'title' ) );
		// The cosine of (3, 4) and (4, 3) is 24 / 25.
		$this->assertSame( 0.96, $found->passages[ array_search( 'Parasols', $titles, true ) ]->similarity );
	}

	public function test_a_page_that_both_rankings_know_comes_first(): void {
		$this->embed( array( 'Parasols' => array( 1, 0 ), 'Umbrellas' => array( 4, 3 ) ), array( 1, 0 ) );
		$this->assertSame( 'Umbrellas', Retriever::find( self::QUESTION, 'default' )->passages[0]->title );
	}

	public function test_another_bots_vectors_never_show(): void {
		$this->embed( array( 'Parasols' => array( 1, 0 ) ), array( 1, 0 ), 'other' );
		$this->assertFalse( Retriever::find( self::QUESTION, 'default' )->is_hybrid );
	}

	public function test_a_store_that_fails_leaves_the_words(): void {
		$this->embed( array( 'Parasols' => array( 1, 0 ) ), array( 1, 0 ) );
		update_option( 'mxchat_settings', array( 'vector_store' => array( 'kind' => 'qdrant', 'url' => 'http://127.0.0.1:9' ) ) );
		$log   = ini_set( 'error_log', '/dev/null' );
		$found = Retriever::find( self::QUESTION, 'default' );
		ini_set( 'error_log', (string) $log );
		$this->assertSame( array( false, 'Umbrellas' ), array( $found->is_hybrid, $found->passages[0]->title ) );
	}

	public function test_search_says_how_it_scored(): void {
		$bearer = array( 'Authorization' => 'Bearer ' . $this->mint_token( array( 'knowledge:read' ) ) );
		$search = fn() => $this->request( 'GET', '/knowledge/search', array( 'q' => self::QUESTION ), $bearer )->get_data();
		$this->assertSame( 'lexical', $search()['scoring'] );
		$this->embed( array( 'Parasols' => array( 3, 4 ) ), array( 4, 3 ) );
		$this->assertSame( 'hybrid', $search()['scoring'] );
		$this->assertContains( 0.96, array_column( $search()['results'], 'similarity_score' ) );
	}

	public function test_a_model_is_given_hits_with_their_neighbours(): void {
		$paragraph = static fn( string $word ) => "<p>$word " . str_repeat( 'plain filler words stand here. ', 30 ) . '</p>';
		$this->publish( 'Long page', $paragraph( 'Alpha' ) . $paragraph( 'Zanzibar' ) . $paragraph( 'Omega' ) );
		$found    = Retriever::find( 'Zanzibar', 'default', 1 );
		$wide     = Context::excerpts( $found, 10_000 );
		$this->assertCount( 1, $wide );
		$this->assertSame( 'Long page', $wide[0]->title );
		$this->assertMatchesRegularExpression( '/Alpha.*Zanzibar.*Omega/s', $wide[0]->text );
		$narrow = Context::excerpts( $found, 400 );
		$this->assertStringContainsString( 'Zanzibar', $narrow[0]->text );
		$this->assertStringNotContainsString( 'Alpha', $narrow[0]->text );
		$this->assertSame( array(), Context::excerpts( $found, 1 ) );
	}

	public function test_of_a_long_source_only_the_neighbours_of_a_hit_are_read(): void {
		global $wpdb;
		$this->publish( 'Long page', implode( '', array_map( static fn( int $number ) => "<p>Section$number " . str_repeat( 'plain filler words stand here. ', 30 ) . '</p>', range( 1, 12 ) ) ) );
		$found = Retriever::find( 'Section6', 'default', 1 );
		$text  = Context::excerpts( $found, 10_000 )[0]->text;
		$this->assertSame( 5, $wpdb->num_rows, 'the hit, two before and two after' );
		$this->assertMatchesRegularExpression( '/Section4.*Section5.*Section6.*Section7.*Section8/s', $text );
	}

	/**
	 * @param array<string,int[]> $pages Vectors by title.
	 * @param int[]               $question
	 */
	private function embed( array $pages, array $question, string $bot_id = 'default' ): void {
		global $wpdb;
		$vectors = array();
		foreach ( $pages as $title => $numbers ) {
			$chunk = $wpdb->get_row(
				$wpdb->prepare(
					'SELECT c.id, c.source_id FROM ' . MxChat\Schema::table( 'chunks' ) . ' c JOIN ' . MxChat\Schema::table( 'sources' ) . ' s ON s.id = c.source_id WHERE s.title = %s',
					$title
				)
			);
			$vectors[] = new Vector( (int) $chunk->id, pack( 'g*', ...$numbers ), $bot_id, '', 'page', (int) $chunk->source_id, 1 );
		}
		Store::put( new Collection( 'test', 2 ), $vectors );
		$this->filters[] = static fn() => new Question_Embedding( 'test', pack( 'g*', ...$question ) );
		add_filter( 'mxchat_question_embedding', end( $this->filters ) );
	}
}
