<?php
declare( strict_types=1 );

use MxChat\Bots\Bot;
use MxChat\Bots\Store;
use MxChat\Knowledge\Question_Embedding;
use MxChat\Knowledge\Retriever;
use MxChat\Knowledge\Search;
use MxChat\Knowledge\Vectors\Collection;
use MxChat\Knowledge\Vectors\Vector;

/**
 * Nothing of one bot shows in another: no document, title, count or score.
 *
 * The yardstick is the same site without the other bot: every answer must be the same, to the last bit of every score.
 * MXCHAT_QUERIES sets how many questions are asked (300 if unset).
 */
final class Isolation_Test extends Site_Test_Case {

	private const WORDS = array( 'zip', 'repair', 'boot', 'leather', 'return', 'parcel', 'wax', 'size', 'voucher', 'workshop', 'sole', 'hire', 'invoice', 'summer' );

	private const SECRET = 'marmoset';

	public function test_queries_to_one_bot_show_nothing_of_another(): void {
		$this->make_bots();
		$this->fill( 'alpha', 20, 'https://alpha.example/', '' );
		$this->publish( 'Opening hours', 'The shop with the zip workshop opens at nine. Boots are waxed on Fridays.' );
		$questions = $this->questions( (int) ( getenv( 'MXCHAT_QUERIES' ) ?: 300 ) );
		$before    = $this->answers( $questions );

		$this->fill( 'beta', 60, 'https://beta.example/', self::SECRET );
		$after = $this->answers( $questions );

		foreach ( $questions as $position => $question ) {
			$this->assertSame( $before[ $position ], $after[ $position ], $question );
		}
		$this->assertStringNotContainsString( self::SECRET, (string) wp_json_encode( $after ) );
		$this->assertStringContainsString( self::SECRET, (string) wp_json_encode( Search::find( 'zip ' . self::SECRET, 'beta', 5 ) ), 'beta itself knows it' );
	}

	public function test_a_reader_finds_both_with_the_scores_of_one_collection(): void {
		Store::save( new Bot( 'alpha', 'A' ) );
		$this->fill( 'alpha', 15, 'https://alpha.example/', '' );
		$this->fill( 'default', 15, 'https://site.example/', '' );
		Store::save( new Bot( 'both', 'Both', reads: array( 'alpha', 'default' ) ) );
		// The same documents, all of them in one bot.
		Store::save( new Bot( 'one', 'One' ) );
		$this->fill( 'one', 15, 'https://alpha.example/', '', 'alpha' );
		$this->fill( 'one', 15, 'https://site.example/', '', 'default' );
		foreach ( $this->questions( 40 ) as $question ) {
			$this->assertSame( $this->by_title( Search::find( $question, 'one', 5 ) ), $this->by_title( Search::find( $question, 'both', 5 ) ), $question );
		}
	}

	public function test_a_filter_of_kinds_leaves_no_trace_of_the_others(): void {
		Store::save( new Bot( 'alpha', 'A', content_types: array( 'manual' ) ) );
		$this->fill( 'alpha', 15, 'https://alpha.example/', '' );
		$questions = $this->questions( 40 );
		$find      = static fn() => array_map( static fn( string $question ) => Search::find( $question, 'alpha', 5 ), $questions );
		$before    = $find();
		$this->fill( 'alpha', 30, 'https://hidden.example/', self::SECRET, type: 'pdf' );
		$this->assertSame( $before, $find() );

		$this->save( 'alpha', array( 'content_types' => array( 'pdf' ) ) );
		$this->assertStringContainsString( self::SECRET, (string) wp_json_encode( $find() ) );
		$this->save( 'alpha', array( 'content_types' => array( 'manual' ) ) );
		$this->assertSame( $before, $find() );
	}

	public function test_a_change_of_the_site_reaches_who_reads_it(): void {
		Store::save( new Bot( 'reader', 'R', reads: array( 'default' ) ) );
		Store::save( new Bot( 'pages', 'P', reads: array( 'default' ), content_types: array( 'page' ) ) );
		Store::save( new Bot( 'posts', 'P', reads: array( 'default' ), content_types: array( 'post' ) ) );
		Store::save( new Bot( 'alone', 'A' ) );
		$post_id = $this->publish( 'Zips', 'We repair zips for 24 euros.' );
		$titles  = static fn( string $bot_id ) => array_column( Search::find( 'repair zips', $bot_id, 5 )['results'], 'title' );
		$this->assertSame( array( array( 'Zips' ), array( 'Zips' ), array(), array() ), array_map( $titles, array( 'reader', 'pages', 'posts', 'alone' ) ) );
		wp_update_post( array( 'ID' => $post_id, 'post_status' => 'draft' ) );
		MxChat\Knowledge\Sync::write_changes();
		$this->assertSame( array( array(), array() ), array_map( $titles, array( 'reader', 'pages' ) ) );
	}

	public function test_vectors_of_another_bot_are_not_compared(): void {
		$this->make_bots();
		$this->fill( 'alpha', 1, 'https://alpha.example/', '' );
		$this->fill( 'beta', 1, 'https://beta.example/', self::SECRET );
		$collection = new Collection( 'test', 4 );
		global $wpdb;
		foreach ( $wpdb->get_results( 'SELECT c.id, c.source_id, c.bot_id, c.position FROM ' . MxChat\Schema::table( 'chunks' ) . ' c' ) as $chunk ) {
			$embedding = pack( 'g*', $chunk->bot_id === 'beta' ? 1.0 : 0.8, $chunk->bot_id === 'beta' ? 0.0 : 0.6, 0.0, 0.0 );
			MxChat\Knowledge\Vectors\Store::put( $collection, array( new Vector( (int) $chunk->id, $embedding, $chunk->bot_id, '', 'manual', (int) $chunk->source_id, time() ) ) );
		}
		$embed = static fn() => new Question_Embedding( 'test', pack( 'g*', 1.0, 0.0, 0.0, 0.0 ) );
		add_filter( 'mxchat_question_embedding', $embed );
		try {
			$alpha = Retriever::find( 'completely different words', 'alpha' );
			$beta  = Retriever::find( 'completely different words', 'beta' );
		} finally {
			remove_filter( 'mxchat_question_embedding', $embed );
		}
		$this->assertSame( array( 0.8 ), array_map( static fn( $passage ) => round( $passage->similarity, 6 ), $alpha->passages ) );
		$this->assertSame( array( 1.0 ), array_map( static fn( $passage ) => round( $passage->similarity, 6 ), $beta->passages ) );
	}

	public function test_totals_and_conversations_of_another_bot_do_not_show(): void {
		$this->make_bots();
		$auth  = array( 'Authorization' => 'Bearer ' . $this->mint_token( array( 'transcripts:read', 'knowledge:read', 'chat:write' ) ) );
		$look  = fn() => array(
			$this->shape( $this->request( 'GET', '/transcripts', array( 'bot_id' => 'alpha' ), $auth ) ),
			$this->shape( $this->request( 'GET', '/knowledge', array( 'bot_id' => 'alpha' ), $auth ) ),
			$this->shape( $this->request( 'GET', '/conversations', array( 'bot_id' => 'alpha' ), $auth ) ),
			$this->shape( $this->request( 'GET', '/knowledge/index', array( 'bot_id' => 'alpha' ) ) ),
			$this->shape( $this->request( 'GET', '/health' ) ),
		);
		$before = $look();
		$this->fill( 'beta', 5, 'https://beta.example/', self::SECRET );
		for ( $i = 0; $i < 5; $i++ ) {
			$this->assertSame( 200, $this->request( 'POST', '/bot/beta', array( 'message' => "What of the $i. marmoset?" ), $auth )->get_status() );
		}
		$this->assertSame( $before, $look() );
	}

	private function make_bots(): void {
		Store::save( new Bot( 'alpha', 'A' ) );
		Store::save( new Bot( 'beta', 'B' ) );
	}

	/**
	 * @param string $like Whose documents these are, where they are another bot's.
	 */
	private function fill( string $bot_id, int $documents, string $base, string $secret, string $like = '', string $type = 'manual' ): void {
		mt_srand( crc32( ( $like ?: $bot_id ) . $base ) );
		$push = array();
		for ( $i = 0; $i < $documents; $i++ ) {
			$words  = array_map( static fn() => self::WORDS[ mt_rand( 0, count( self::WORDS ) - 1 ) ], range( 1, mt_rand( 8, 60 ) ) );
			$title  = ucfirst( $words[0] ) . " guide $i $secret";
			$text   = implode( ' ', $words ) . ( $secret === '' ? '.' : " and the $secret." );
			MxChat\Knowledge\Store::replace( new MxChat\Knowledge\Source( $bot_id, "$base$i", 0, trim( $title ), $type, $text, true ) );
		}
		MxChat\Knowledge\Segment_Builder::bring_up_to_date( $bot_id );
	}

	/**
	 * @return string[]
	 */
	private function questions( int $count ): array {
		mt_srand( 7 );
		return array_map(
			static fn() => 'How about ' . implode( ' and ', array_map( static fn() => self::WORDS[ mt_rand( 0, count( self::WORDS ) - 1 ) ], range( 1, mt_rand( 1, 4 ) ) ) ) . ( mt_rand( 0, 3 ) ? '?' : ' with a ' . self::SECRET . '?' ),
			range( 1, $count )
		);
	}

	/**
	 * @return string[] What a program gets: searched and answered in turns.
	 */
	private function answers( array $questions ): array {
		$auth = array( 'Authorization' => 'Bearer ' . $this->mint_token( array( 'knowledge:read', 'chat:write' ) ) );
		add_filter( 'mxchat_limit', array( self::class, 'without_limit' ) );
		try {
			return array_map( fn( string $question, int $turn ) => $this->answer( $question, $turn, $auth ), $questions, array_keys( $questions ) );
		} finally {
			remove_filter( 'mxchat_limit', array( self::class, 'without_limit' ) );
		}
	}

	public static function without_limit(): int {
		return 1_000_000;
	}

	private function answer( string $question, int $turn, array $auth ): string {
		if ( $turn % 3 ) {
			return $this->shape( $this->request( 'GET', '/knowledge/search', array( 'q' => $question, 'bot_id' => 'alpha' ), $auth ) );
		}
		$response = $this->request( 'POST', '/bot/alpha', array( 'message' => str_replace( ' with a ' . self::SECRET, '', $question ) ), $auth );
		$this->assertSame( 200, $response->get_status() );
		return $response->get_data()['response'];
	}

	/**
	 * Everything of an answer but its request's id.
	 */
	private function shape( WP_REST_Response $response ): string {
		return (string) wp_json_encode( array( $response->get_status(), array_diff_key( $response->get_headers(), array_flip( array( 'X-Request-Id', 'RateLimit-Remaining', 'RateLimit-Reset' ) ) ), $response->get_data() ) );
	}

	private function by_title( array $found ): array {
		$scores = array_column( $found['results'], 'similarity_score', 'title' );
		ksort( $scores );
		return $scores;
	}

	private function save( string $bot_id, array $changes ): void {
		Store::save( Store::find( $bot_id )->with( $changes ) );
		MxChat\Knowledge\Scope::bring_view_up_to_date( $bot_id );
	}
}
