<?php
declare( strict_types=1 );

use MxChat\Embeddings\Embedded;
use MxChat\Embeddings\Embedder;
use MxChat\Embeddings\Pause;
use MxChat\Embeddings\Question_Cache;
use MxChat\Embeddings\Question_Store;
use MxChat\Embeddings\State_Store;
use MxChat\Embeddings\Unit_Vector;
use MxChat\Jobs;
use MxChat\Knowledge\Question_Embedding;
use MxChat\Provider\Connection;
use MxChat\Provider\Failure;
use MxChat\Spend\Budget;
use MxChat\Spend\Gate;

require_once __DIR__ . '/Embedding_Test_Case.php';

/**
 * The owner's model for embeddings, asked over HTTP.
 */
final class Embeddings_Test extends Embedding_Test_Case {

	private const QUESTION = 'How long do umbrella repairs take?';

	protected function setUp(): void {
		parent::setUp();
		$this->publish( 'Umbrellas', '<p>Umbrella repairs take a week.</p>' );
		$this->publish( 'Lamps', '<p>Lamps are sold on Fridays.</p>' );
	}

	public function test_health_names_the_model_that_questions_are_compared_by(): void {
		$this->assertSame( '', $this->request( 'GET', '/health' )->get_data()['embedding_model'] );
		$this->embed_with();
		$this->assertSame( self::MODEL, $this->request( 'GET', '/health' )->get_data()['embedding_model'] );
	}

	public function test_nothing_is_sent_until_the_owner_chooses_a_model(): void {
		$found = $this->find( self::QUESTION );
		$this->assertSame( 'lexical', $found->scoring() );
		$this->assertSame( array(), $this->upstream->journal() );
	}

	public function test_a_chosen_model_is_measured_and_serves_when_it_knows_everything(): void {
		$response = $this->choose( self::MODEL );
		$this->assertSame( array( 'model' => self::MODEL, 'dimensions' => 64 ), $response->get_data()['chosen'] );
		$this->assertNull( $response->get_data()['serving'] );
		$this->assertSame( 'lexical', $this->find( self::QUESTION )->scoring() );
		Jobs\Runner::run( 10 );
		$status = $this->as_owner( 'GET', '/embeddings' )->get_data();
		$this->assertSame( array( 'model' => self::MODEL, 'dimensions' => 64 ), $status['serving'] );
		$this->assertSame( array( 2, 2, null ), array( $status['chunks'], $status['embedded'], $status['job'] ) );
		$found = $this->find( self::QUESTION );
		$this->assertSame( 'hybrid', $found->scoring() );
		$this->assertSame( 'Umbrellas', $found->passages[0]->title );
		$this->assertGreaterThan( 0.3, $found->passages[0]->similarity );
	}

	public function test_a_piece_is_embedded_with_its_title(): void {
		$this->embed_with();
		$this->publish( 'Parasols', '<p>Mended on Tuesdays.</p>' );
		$this->assertSame( array( array( "Parasols\n\nMended on Tuesdays." ) ), $this->sent() );
	}

	public function test_one_message_is_embedded_once(): void {
		$this->embed_with();
		$first  = Question_Embedding::of( self::QUESTION, 'default', 'ip:one' );
		$second = Question_Embedding::of( self::QUESTION, 'default', 'ip:one' );
		$this->assertSame( $first, $second );
		$this->assertCount( 1, $this->sent() );
	}

	public function test_few_messages_are_kept_in_memory(): void {
		$this->embed_with();
		foreach ( range( 1, 25 ) as $number ) {
			Question_Embedding::of( "question $number", 'default', Gate::SITE );
		}
		$asked = ( new ReflectionProperty( Question_Cache::class, 'asked' ) )->getValue();
		$this->assertCount( 20, $asked );
		$this->assertStringEndsWith( ':question 25', (string) array_key_last( $asked ) );
	}

	public function test_actions_and_retrieval_share_the_embedding_of_a_message(): void {
		$this->embed_with();
		Question_Cache::forget();
		$this->assertSame( 200, $this->ask( $this->start_session(), self::QUESTION )->get_status() );
		MxChat\Actions\Scorer::decide( self::QUESTION, 'default', array(), 'ip:test' );
		$this->assertCount( 1, array_filter( $this->sent(), static fn( array $texts ) => in_array( self::QUESTION, $texts, true ) ) );
	}

	public function test_a_question_that_was_asked_before_costs_nothing(): void {
		$this->embed_with();
		$first = $this->find( self::QUESTION );
		$again = $this->find( self::QUESTION );
		$this->assertCount( 1, $this->sent() );
		$this->assertSame( $first->similar, $again->similar );
	}

	public function test_what_was_asked_is_not_stored_with_its_embedding(): void {
		global $wpdb;
		$this->embed_with();
		$this->find( self::QUESTION );
		$row = $wpdb->get_row( 'SELECT * FROM ' . MxChat\Schema::table( 'question_embeddings' ) );
		$this->assertMatchesRegularExpression( '/^[0-9a-f]{32}$/', $row->question_key );
		$this->assertStringNotContainsString( 'umbrella', strtolower( implode( ' ', (array) $row ) ) );
	}

	public function test_an_erased_conversation_takes_its_questions_embeddings_along(): void {
		$this->embed_with();
		$session = $this->start_session();
		$this->assertSame( 200, $this->ask( $session, self::QUESTION )->get_status() );
		$this->assertSame( 1, $this->count_rows( 'question_embeddings' ) );
		MxChat\Transcripts\Deletion::delete( array( $session['session_id'] ) );
		$this->assertSame( 0, $this->count_rows( 'question_embeddings' ) );
	}

	public function test_an_answer_says_how_it_was_scored(): void {
		$session = $this->start_session();
		$this->assertSame( 'lexical', $this->ask( $session, self::QUESTION )->get_data()['scoring'] );
		$this->embed_with();
		$this->assertSame( 'hybrid', $this->ask( $session, 'What about umbrella repairs?' )->get_data()['scoring'] );
	}

	public function test_expired_embeddings_of_questions_are_forgotten(): void {
		global $wpdb;
		$this->embed_with();
		$this->find( self::QUESTION );
		$wpdb->query( 'UPDATE ' . MxChat\Schema::table( 'question_embeddings' ) . ' SET expires_at = ' . time() );
		$this->assertNull( Question_Store::find( State_Store::serving()->collection(), self::QUESTION ) );
		Question_Store::delete_expired();
		$this->assertSame( 0, $this->count_rows( 'question_embeddings' ) );
	}

	/**
	 * @dataProvider troubles
	 */
	public function test_when_the_provider_fails_words_answer( array $step ): void {
		$this->embed_with();
		$this->upstream->script( array( 'path' => '^/embeddings$', 'times' => 9 ) + $step );
		$found = $this->find( self::QUESTION );
		$this->assertSame( array( 'lexical', 'Umbrellas' ), array( $found->scoring(), $found->passages[0]->title ) );
	}

	public function troubles(): array {
		$json = static fn( mixed $body ) => array( 'status' => 200, 'body' => $body );
		return array(
			'the key was revoked'  => array( array( 'status' => 401 ) ),
			'no model of the name' => array( array( 'status' => 404 ) ),
			'no JSON'              => array( array( 'garbage' => '<html>' ) ),
			'no data'              => array( $json( array( 'object' => 'list' ) ) ),
			'nothing'              => array( $json( array( 'data' => array() ) ) ),
			'other dimensions'     => array( $json( array( 'data' => array( array( 'index' => 0, 'embedding' => array( 1, 0 ) ) ) ) ) ),
			'an index too high'    => array( $json( array( 'data' => array( array( 'index' => 1, 'embedding' => array_fill( 0, 64, 1 ) ) ) ) ) ),
			'words for numbers'    => array( $json( array( 'data' => array( array( 'index' => 0, 'embedding' => array_fill( 0, 64, 'one' ) ) ) ) ) ),
			'zeros'                => array( $json( array( 'data' => array( array( 'index' => 0, 'embedding' => array_fill( 0, 64, 0 ) ) ) ) ) ),
			'broken base64'        => array( $json( array( 'data' => array( array( 'index' => 0, 'embedding' => '%%%' ) ) ) ) ),
		);
	}

	public function test_past_the_budget_words_answer_and_nobody_is_asked(): void {
		$this->embed_with();
		update_option( 'mxchat_settings', array( 'spend_budget' => array( 'visitor_tokens' => 5 ) + Budget::DEFAULTS ) + get_option( 'mxchat_settings' ) );
		$this->assertSame( 'lexical', $this->find( self::QUESTION )->scoring() );
		$this->assertSame( array(), $this->sent() );
	}

	public function test_a_call_is_settled_by_what_the_provider_counted(): void {
		$this->embed_with();
		$before = MxChat\Spend\Store::total( MxChat\Spend\Day::today(), 'ip:test' )['model_tokens'];
		$this->upstream->script( array( 'path' => '^/embeddings$', 'usage' => array( 'prompt_tokens' => 7, 'total_tokens' => 7 ) ) );
		$this->find( self::QUESTION );
		$this->assertSame( 7, MxChat\Spend\Store::total( MxChat\Spend\Day::today(), 'ip:test' )['model_tokens'] - $before );
	}

	public function test_vectors_of_another_host_are_not_compared_with(): void {
		$this->embed_with();
		$elsewhere = static fn() => new Connection( base_url: 'http://127.0.0.1:9/v1', mode: 'chat' );
		add_filter( 'mxchat_connection', $elsewhere, 20 );
		$this->assertSame( 'lexical', $this->find( self::QUESTION )->scoring() );
		$this->assertTrue( $this->as_owner( 'GET', '/embeddings' )->get_data()['is_of_another_host'] );
		remove_filter( 'mxchat_connection', $elsewhere, 20 );
		$this->assertFalse( $this->as_owner( 'GET', '/embeddings' )->get_data()['is_of_another_host'] );
		$this->assertSame( array(), $this->sent() );
	}

	/**
	 * @dataProvider hosts
	 */
	public function test_hosts_may_write_embeddings_in_their_own_way( array $settings, array $step ): void {
		$this->embed_with();
		$expected = $this->vectors( array( 'red lamp', 'blue umbrella' ) );
		$this->upstream->set( $settings );
		$this->upstream->script( array( 'path' => '^/embeddings$' ) + $step );
		foreach ( $this->vectors( array( 'red lamp', 'blue umbrella' ) ) as $position => $vector ) {
			$this->assertEqualsWithDelta( unpack( 'g*', $expected[ $position ] ), unpack( 'g*', $vector ), 1e-6 );
			$this->assertEqualsWithDelta( 1.0, array_sum( array_map( static fn( float $number ) => $number ** 2, unpack( 'g*', $vector ) ) ), 1e-6 );
		}
	}

	public function hosts(): array {
		return array(
			'as numbers'            => array( array( 'honours_base64' => false ), array() ),
			'the last first'        => array( array(), array( 'is_reversed' => true ) ),
			'of another length'     => array( array(), array( 'scale' => 17.5 ) ),
			'without counting'      => array( array(), array( 'usage' => null ) ),
			'counting minus one'    => array( array(), array( 'usage' => array( 'prompt_tokens' => -1, 'total_tokens' => -1 ) ) ),
		);
	}

	public function test_no_empty_text_is_sent_and_a_long_one_is_cut(): void {
		$this->embed_with();
		$vectors = $this->vectors( array( '', " \n", 'lamp', str_repeat( 'ä', 9000 ) ) );
		$this->assertSame( array( '', '' ), array_slice( $vectors, 0, 2 ) );
		$this->assertSame( array( 256, 256 ), array_map( 'strlen', array_slice( $vectors, 2 ) ) );
		$this->assertSame( array( array( 'lamp', str_repeat( 'ä', 4000 ) ) ), $this->sent() );
	}

	public function test_many_texts_are_sent_in_batches(): void {
		$this->embed_with();
		$this->assertCount( 2100, $this->vectors( array_map( 'strval', range( 1, 2100 ) ) ) );
		$this->assertSame( array( 2048, 52 ), array_map( 'count', $this->sent() ) );
		$this->upstream->clear_journal();
		$this->vectors( array_fill( 0, 50, str_repeat( 'many words ', 700 ) ) );
		$this->assertSame( array( 38, 12 ), array_map( 'count', $this->sent() ) );
	}

	public function test_a_text_that_is_refused_alone_has_no_embedding(): void {
		$this->embed_with();
		$this->upstream->script( array( 'path' => '^/embeddings$', 'contains' => 'poison', 'status' => 400, 'times' => 99 ) );
		$vectors = $this->vectors( array( 'one', 'two', 'poison', 'four', 'five' ) );
		$this->assertSame( array( 256, 256, 0, 256, 256 ), array_map( 'strlen', $vectors ) );
	}

	public function test_a_host_that_refuses_everything_is_not_asked_for_each_text(): void {
		$this->embed_with();
		$this->upstream->script( array( 'path' => '^/embeddings$', 'status' => 400, 'times' => 999 ) );
		$answer = Embedder::embed( array_map( 'strval', range( 1, 100 ) ), Gate::SITE );
		$this->assertInstanceOf( Failure::class, $answer );
		$this->assertSame( 'rejected', $answer->kind );
		$this->assertLessThan( 20, count( $this->sent() ) );
	}

	public function test_a_host_that_knows_no_base64_is_asked_for_numbers(): void {
		$this->upstream->script( array( 'path' => '^/embeddings$', 'contains' => 'encoding_format', 'status' => 400, 'times' => 99 ) );
		$this->embed_with();
		$this->assertFalse( State_Store::serving()->takes_base64 );
		$this->assertSame( 'hybrid', $this->find( self::QUESTION )->scoring() );
	}

	public function test_the_owner_may_want_fewer_dimensions(): void {
		$this->embed_with( self::MODEL, 16 );
		$this->assertSame( 16, State_Store::serving()->dimensions );
		$this->find( self::QUESTION );
		$this->assertSame( 16, $this->upstream->journal( '^/embeddings$' )[0]['body']['dimensions'] );
	}

	public function test_a_model_that_cannot_be_asked_changes_nothing(): void {
		$this->embed_with();
		$this->upstream->script( array( 'path' => '^/embeddings$', 'status' => 401, 'times' => 9 ) );
		$response = $this->choose( 'embed-b' );
		$this->assertRefused( 502, 'mxchat_provider_failed', $response );
		$this->assertStringStartsWith( 'err_', $response->get_data()['data']['error_id'] );
		$this->assertSame( array( self::MODEL, null ), array( State_Store::serving()->model, State_Store::chosen() ) );
	}

	public function test_the_vectors_of_a_former_model_serve_until_the_new_ones_are_there(): void {
		$this->embed_with();
		$this->choose( 'embed-b' );
		$this->assertSame( array( self::MODEL, 'embed-b' ), array( State_Store::serving()->model, State_Store::chosen()->model ) );
		$this->assertSame( 'hybrid', $this->find( self::QUESTION )->scoring() );
		Jobs\Runner::run( 10 );
		$this->assertSame( array( 'embed-b', null ), array( State_Store::serving()->model, State_Store::chosen() ) );
		$this->assertSame( 'hybrid', $this->find( self::QUESTION )->scoring() );
		$this->assertSame( array( 1, 2 ), array( $this->collections(), $this->count_vectors() ) );
	}

	public function test_an_index_of_this_server_is_fed_before_its_model_serves(): void {
		delete_option( 'mxchat_settings' );
		$this->embed_with();
		$collection = State_Store::serving()->collection();
		$this->assertSame( 2, MxChat\Knowledge\Vectors\Stores::at( 'vector_store', $collection )->stats()->rows );
		$this->assertSame( 'hybrid', $this->find( self::QUESTION )->scoring() );
		$this->embed_with( 'embed-b' );
		$this->assertSame( 'hybrid', $this->find( self::QUESTION )->scoring() );
		$this->assertSame( 0, MxChat\Knowledge\Vectors\Stores::at( 'vector_store', $collection )->stats()->rows );
		MxChat\Knowledge\Vectors\Index_Folder::delete();
	}

	public function test_embedding_goes_on_where_it_stopped(): void {
		$this->upstream->script( array( 'path' => '^/embeddings$', 'contains' => 'Lamps', 'status' => 503, 'headers' => array( 'retry-after' => '0' ), 'times' => 3 ) );
		$this->choose( self::MODEL );
		Jobs\Runner::run( 10 );
		$status = $this->as_owner( 'GET', '/embeddings' )->get_data();
		$this->assertSame( array( null, 'queued' ), array( $status['serving'], $status['job']['status'] ) );
		$this->assertNotSame( '', $status['pause']['message'] );
		$this->assertGreaterThan( time() + 30, strtotime( $status['pause']['until'] ) );
		$this->as_owner( 'POST', '/embeddings/resume' );
		$this->close_breaker();
		Jobs\Runner::run( 10 );
		$this->assertSame( self::MODEL, State_Store::serving()?->model );
	}

	public function test_the_owner_is_told_what_it_will_cost(): void {
		$prices = array( array( 'model' => self::MODEL, 'input' => 100, 'output' => 0 ) );
		update_option( 'mxchat_settings', array( 'spend_budget' => array( 'site_tokens' => 5, 'prices' => $prices ) + Budget::DEFAULTS ) );
		$estimate = $this->as_owner( 'POST', '/embeddings/estimate', array( 'model' => self::MODEL ) )->get_data();
		// "Umbrellas" and "Umbrella repairs take a week.", "Lamps" and "Lamps are sold on Fridays.": 9 + 29 + 5 + 26 bytes, four a token.
		$this->assertSame( array( 2, 18, 0.0018, 4 ), array( $estimate['chunks'], $estimate['model_tokens'], $estimate['money'], $estimate['days'] ) );
		$this->assertNull( $this->as_owner( 'POST', '/embeddings/estimate', array( 'model' => 'other' ) )->get_data()['money'] );
		$this->assertSame( array(), $this->upstream->journal() );
	}

	public function test_a_spent_budget_lets_the_job_wait_for_the_next_day(): void {
		$this->choose( self::MODEL );
		update_option( 'mxchat_settings', array( 'spend_budget' => array( 'site_tokens' => 20 ) + Budget::DEFAULTS ) );
		$this->upstream->clear_journal();
		Jobs\Runner::run( 10 );
		$this->assertSame( 'budget', State_Store::pause()['kind'] );
		$this->assertSame( MxChat\Spend\Day::ends_at(), State_Store::pause()['until'] );
		$this->assertSame( array(), $this->sent() );
	}

	public function test_switched_off_nothing_is_left(): void {
		$this->embed_with();
		$this->find( self::QUESTION );
		$this->assertSame( 200, $this->as_owner( 'DELETE', '/embeddings/model' )->get_status() );
		Jobs\Runner::run( 10 );
		$this->upstream->clear_journal();
		$this->assertSame( 'lexical', $this->find( self::QUESTION )->scoring() );
		$this->assertSame( array( 0, 0 ), array( $this->count_rows( 'vectors' ), $this->count_rows( 'question_embeddings' ) ) );
		$this->assertSame( array(), $this->upstream->journal() );
	}

	public function test_only_the_owner_may_choose(): void {
		$this->assertRefused( 401, 'mxchat_sign_in_required', $this->request( 'POST', '/embeddings/model', array( 'model' => self::MODEL ) ) );
		$this->assertRefused( 401, 'mxchat_sign_in_required', $this->request( 'DELETE', '/embeddings/model' ) );
		$this->assertSame( array(), $this->upstream->journal() );
	}

	public function test_the_page_of_sources_tells_what_is_embedded(): void {
		$list = fn() => array_column( $this->as_owner( 'GET', '/knowledge' )->get_data()['items'], 'embedded', 'title' );
		$this->assertSame( array( 'Lamps' => null, 'Umbrellas' => null ), $this->sorted( $list() ) );
		$this->embed_with();
		$this->assertSame( array( 'Lamps' => 1, 'Umbrellas' => 1 ), $this->sorted( $list() ) );
	}

	public function test_models_that_embed_are_offered(): void {
		$this->upstream->set( array( 'models' => array( 'chat-large', 'text-embedding-9', 'bge-m3' ) ) );
		$this->assertSame( array( 'bge-m3', 'text-embedding-9' ), $this->as_owner( 'GET', '/embeddings/models' )->get_data()['items'] );
		add_filter( 'mxchat_connection', $none = static fn() => Failure::of( 'not_configured' ), 20 );
		$answer = $this->as_owner( 'GET', '/embeddings/models' );
		remove_filter( 'mxchat_connection', $none, 20 );
		$this->assertSame( array( 200, array() ), array( $answer->get_status(), $answer->get_data()['items'] ) );
		$this->assertNotSame( '', $answer->get_data()['problem'] );
	}

	public function test_a_unit_vector_is_summed_in_the_written_order(): void {
		// 3-4-5: the length is exact, and so are the quotients' nearest 32-bit floats.
		$this->assertSame( pack( 'g*', 0.6, 0.8 ), Unit_Vector::pack( array( 3, 4 ) ) );
		$this->assertNull( Unit_Vector::pack( array( 0, 0.0 ) ) );
		$this->assertNull( Unit_Vector::pack( array( 1, NAN ) ) );
		$this->assertNull( Unit_Vector::pack( array( 1, INF ) ) );
		$this->assertNull( Unit_Vector::pack( array( 1, '2' ) ) );
	}

	public function test_no_character_is_cut_in_two(): void {
		$cuts = array_map( static fn( int $bytes ) => MxChat\Utf8::cut( 'aä€🎉', $bytes ), range( 0, 11 ) );
		$this->assertSame( array( '', 'a', 'a', 'aä', 'aä', 'aä', 'aä€', 'aä€', 'aä€', 'aä€', 'aä€🎉', 'aä€🎉' ), $cuts );
	}

	public function test_pauses_grow_and_end(): void {
		$seconds = static fn( string $kind, int $failures, ?int $retry_after = null ) => Pause::seconds( Failure::of( $kind, retry_after_seconds: $retry_after ), $failures );
		$this->assertSame( array( 60, 120, 240, 3600, 3600 ), array_map( static fn( int $failures ) => $seconds( 'server', $failures ), array( 1, 2, 3, 7, 70 ) ) );
		$this->assertSame( 300, $seconds( 'rate_limited', 1, 300 ) );
		$this->assertSame( 3600, $seconds( 'unauthorized', 1 ) );
	}

	/**
	 * @param string[] $texts
	 * @return string[]
	 */
	private function vectors( array $texts ): array {
		$embedded = Embedder::embed( $texts, Gate::SITE );
		$this->assertInstanceOf( Embedded::class, $embedded );
		return $embedded->vectors;
	}

	private function sorted( array $values ): array {
		ksort( $values );
		return $values;
	}
}
