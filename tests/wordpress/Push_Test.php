<?php
declare( strict_types=1 );

use MxChat\Knowledge\Retriever;
use MxChat\Knowledge\Sync;

final class Push_Test extends Site_Test_Case {

	private const URL      = 'https://example.com/faq/#zeppelin';
	private const QUESTION = 'Where are zeppelin tickets sold?';

	private string $token = '';

	protected function setUp(): void {
		parent::setUp();
		$this->token = $this->mint_token( array( 'knowledge:read', 'knowledge:write' ) );
	}

	public function test_pushed_content_is_stored_and_found(): void {
		$content  = "Q: Where are zeppelin tickets sold?\nA: Zeppelin tickets are sold at the harbour kiosk for 30 euros.";
		$response = $this->push( array( 'content' => $content, 'content_type' => 'faq' ) );
		$this->assertSame( 200, $response->get_status() );
		$this->assertSame(
			array(
				'success'      => true,
				'source_url'   => self::URL,
				'bot_id'       => 'default',
				'content_type' => 'faq',
				'title'        => 'Where are zeppelin tickets sold?',
				'bytes'        => 99,
				'chunks'       => 1,
				'status'       => 'stored',
				'embedded'     => false,
				'scoring'      => 'lexical',
			),
			$response->get_data()
		);
		$this->assertSame( 99, strlen( $content ) );
		$this->assertSame( array( self::URL ), $this->found_urls() );
	}

	public function test_the_type_is_manual_unless_it_is_said(): void {
		$this->assertSame( 'manual', $this->push()->get_data()['content_type'] );
	}

	public function test_the_same_address_again_replaces_the_text(): void {
		$this->push( array( 'content' => 'Zeppelin tickets are sold in the tower.' ) );
		$this->push( array( 'content' => 'Zeppelin tickets are sold at the kiosk.' ) );
		$this->assertSame( array( 1, 1 ), array( $this->count_rows( 'sources' ), $this->count_rows( 'chunks' ) ) );
		$this->assertSame( array( 'Zeppelin tickets are sold at the kiosk.' ), array_column( Retriever::find( self::QUESTION, 'default' )->passages, 'text' ) );
	}

	public function test_addresses_are_told_apart_by_their_bytes(): void {
		$this->push( array( 'source_url' => 'https://example.com/Faq' ) );
		$this->push( array( 'source_url' => 'https://example.com/faq' ) );
		$this->push( array( 'source_url' => 'https://example.com/faq/' ) );
		$this->assertSame( 3, $this->count_rows( 'sources' ) );
	}

	public function test_html_becomes_text(): void {
		$this->push( array( 'content' => '<title>Zeppelin &amp; tickets</title><script>alert(1)</script><p>Zeppelin tickets are sold <b>on board</b>.</p>' ) );
		$passages = Retriever::find( self::QUESTION, 'default' )->passages;
		$this->assertStringContainsString( 'Zeppelin tickets are sold on board.', $passages[0]->text );
		$this->assertStringNotContainsString( 'alert', $passages[0]->text );
		$this->assertSame( 'Zeppelin & tickets', $passages[0]->title );
	}

	public function test_text_that_only_looks_like_html_stays_as_it_is(): void {
		$content = 'Zeppelin tickets are sold where a < b and List<Ticket> is > 3.';
		$this->push( compact( 'content' ) );
		$this->assertSame( array( $content ), array_column( Retriever::find( self::QUESTION, 'default' )->passages, 'text' ) );
	}

	public function test_every_language_is_welcome(): void {
		$body     = array(
			'source_url'   => 'https://example.com/straße?q=日本',
			'content'      => "Öffnungszeiten des Luftschiffs 🛩\n\nZeppelin tickets: das Luftschiff fährt täglich außer montags.",
			'content_type' => 'Anleitung für Gäste',
		);
		$response = $this->push( $body );
		$this->assertSame( 'Öffnungszeiten des Luftschiffs 🛩', $response->get_data()['title'] );
		foreach ( array( array( 'source_url' => $body['source_url'] ), array( 'content_type' => $body['content_type'] ), array( 'search' => 'Öffnungs' ) ) as $filter ) {
			$items = $this->request( 'GET', '/knowledge', $filter, $this->headers() )->get_data()['items'];
			$this->assertSame( array( $body['source_url'] ), array_column( $items, 'source_url' ), (string) wp_json_encode( $filter ) );
		}
		$this->assertStringContainsString( 'täglich außer montags', $this->search( array( 'q' => 'Wann fährt das Luftschiff?' ) )->get_data()['results'][0]['snippet'] );
		$this->assertSame( 1, $this->delete( array( $body['source_url'] ) )->get_data()['sources_deleted'] );
	}

	public function test_a_long_document_is_chunked(): void {
		$content  = str_repeat( "The zeppelin hall has many rooms, and each of them has its own guide.\n\n", 200 );
		$response = $this->push( compact( 'content' ) )->get_data();
		$this->assertGreaterThan( 10, $response['chunks'] );
		$this->assertSame( $this->count_rows( 'chunks' ), $response['chunks'] );
	}

	/**
	 * @dataProvider refusals
	 */
	public function test_what_is_refused_is_named( array $body, string $parameter ): void {
		$response = $this->push( $body );
		$this->assertRefused( 400, 'rest_invalid_param', $response );
		$this->assertArrayHasKey( $parameter, $response->get_data()['data']['params'] );
		$this->assertSame( 0, $this->count_rows( 'sources' ) );
	}

	public function refusals(): array {
		return array(
			'blank content'          => array( array( 'content' => " \n\t" ), 'content' ),
			'content without text'   => array( array( 'content' => '<div><script>x</script></div>' ), 'content' ),
			'content as a list'      => array( array( 'content' => array( 'a' ) ), 'content' ),
			'no web address'         => array( array( 'source_url' => 'javascript:alert(1)' ), 'source_url' ),
			'address without a host' => array( array( 'source_url' => 'https:///x' ), 'source_url' ),
			'address with a space'   => array( array( 'source_url' => 'https://example.com/a b' ), 'source_url' ),
			'long address'           => array( array( 'source_url' => 'https://example.com/' . str_repeat( 'a', 2000 ) ), 'source_url' ),
			'long type'              => array( array( 'content_type' => str_repeat( 'a', 65 ) ), 'content_type' ),
		);
	}

	public function test_missing_fields_are_named(): void {
		$response = $this->request( 'POST', '/knowledge', array( 'content_type' => 'faq' ), $this->headers() );
		$this->assertRefused( 400, 'rest_missing_callback_param', $response );
		$this->assertSame( array( 'content', 'source_url' ), $response->get_data()['data']['params'] );
	}

	public function test_an_unknown_bot_is_refused(): void {
		$this->assertRefused( 404, 'mxchat_bot_not_found', $this->push( array( 'bot_id' => 'nobody' ) ) );
	}

	public function test_reading_and_writing_are_different_scopes(): void {
		$reader = array( 'Authorization' => 'Bearer ' . $this->mint_token( array( 'knowledge:read' ) ) );
		$writer = array( 'Authorization' => 'Bearer ' . $this->mint_token( array( 'knowledge:write' ) ) );
		$this->assertRefused( 403, 'mxchat_rest_forbidden', $this->request( 'POST', '/knowledge', array(), $reader ) );
		$this->assertRefused( 403, 'mxchat_rest_forbidden', $this->request( 'DELETE', '/knowledge', array(), $reader ) );
		$this->assertRefused( 403, 'mxchat_rest_forbidden', $this->request( 'GET', '/knowledge', array(), $writer ) );
		$this->assertRefused( 403, 'mxchat_rest_forbidden', $this->request( 'GET', '/knowledge/search', array(), $writer ) );
	}

	public function test_five_megabytes_are_accepted_and_more_is_not(): void {
		$route = MxChat\Rest\Routes::find( 'POST', '/mxchat/v1/knowledge' );
		$this->assertSame( 5 * 1024 * 1024, $route->max_bytes );
		$response = $this->push( array( 'content' => str_repeat( 'a', 5 * 1024 * 1024 ) ) );
		$this->assertRefused( 413, 'mxchat_body_too_large', $response );
	}

	public function test_pushed_content_speaks_in_the_place_of_an_own_post(): void {
		$post_id = $this->publish( 'Zeppelin', '<p>Zeppelin tickets are sold in the old hall.</p>' );
		$url     = get_permalink( $post_id );
		$this->push( array( 'source_url' => $url, 'content' => 'Zeppelin tickets are sold at the new pier.' ) );
		$this->assertSame( array( 'Zeppelin tickets are sold at the new pier.' ), $this->found_texts() );
		$this->assertSame( array( $url ), $this->found_urls() );

		wp_update_post( array( 'ID' => $post_id, 'post_content' => '<p>Zeppelin tickets are sold nowhere.</p>' ) );
		Sync::write_changes();
		$this->assertSame( array( 'Zeppelin tickets are sold at the new pier.' ), $this->found_texts(), 'Saving the post does not undo the push.' );

		$this->delete( array( $url ) );
		$this->assertSame( array( 'Zeppelin tickets are sold nowhere.' ), $this->found_texts(), 'The post speaks for itself again.' );
	}

	public function test_pushed_content_of_a_withdrawn_post_is_not_quoted(): void {
		$post_id = $this->publish( 'Zeppelin', '<p>Zeppelin tickets are sold in the old hall.</p>' );
		$this->push( array( 'source_url' => get_permalink( $post_id ) ) );
		wp_update_post( array( 'ID' => $post_id, 'post_status' => 'private' ) );
		Sync::write_changes();
		$this->assertSame( array(), $this->found_texts() );
		wp_update_post( array( 'ID' => $post_id, 'post_status' => 'publish' ) );
		Sync::write_changes();
		$this->assertCount( 1, $this->found_texts() );
		wp_delete_post( $post_id, true );
		Sync::write_changes();
		$this->assertSame( 0, $this->count_rows( 'sources' ) );
	}

	public function test_content_for_a_post_of_a_type_that_is_not_read_is_quoted(): void {
		register_post_type( 'zeppelin', array( 'public' => true ) );
		flush_rewrite_rules( false );
		$post_id = $this->publish( 'Zeppelin', '<p>Nobody reads this type.</p>', array( 'post_type' => 'zeppelin' ) );
		$this->push( array( 'source_url' => get_permalink( $post_id ) ) );
		$this->assertSame( array( get_permalink( $post_id ) ), $this->found_urls() );
		wp_update_post( array( 'ID' => $post_id, 'post_status' => 'private' ) );
		Sync::write_changes();
		$this->assertSame( array(), $this->found_urls() );
		unregister_post_type( 'zeppelin' );
		flush_rewrite_rules( false );
	}

	public function test_a_failing_database_does_not_cost_the_old_content(): void {
		$this->push( array( 'content' => 'Zeppelin tickets are sold in the tower.' ) );
		$break = static fn( string $sql ) => str_contains( $sql, 'INSERT INTO ' . MxChat\Schema::table( 'chunks' ) ) ? 'INSERT INTO nowhere (a) VALUES (1)' : $sql;
		add_filter( 'query', $break );
		$response = $this->push( array( 'content' => 'Zeppelin tickets are sold at the kiosk.' ) );
		remove_filter( 'query', $break );
		$this->assertRefused( 500, 'mxchat_storage_failed', $response );
		$this->assertSame( array( 'Zeppelin tickets are sold in the tower.' ), $this->found_texts() );
		$this->push( array( 'content' => 'Zeppelin tickets are sold at the kiosk.' ) );
		$this->assertSame( array( 'Zeppelin tickets are sold at the kiosk.' ), $this->found_texts() );
	}

	public function test_a_fragment_of_an_own_post_is_an_entry_of_its_own(): void {
		$post_id = $this->publish( 'Zeppelin', '<p>Zeppelin tickets are sold in the old hall.</p>' );
		$this->push( array( 'source_url' => get_permalink( $post_id ) . '#prices', 'content' => 'Zeppelin tickets are sold for 30 euros.' ) );
		$this->assertEqualsCanonicalizing(
			array( 'Zeppelin tickets are sold in the old hall.', 'Zeppelin tickets are sold for 30 euros.' ),
			$this->found_texts()
		);
	}

	public function test_reading_the_site_again_keeps_what_was_pushed(): void {
		$this->push();
		do_action( 'mxchat_reindex' );
		$this->assertContains( self::URL, $this->found_urls() );
	}

	public function test_a_page_that_moves_to_the_address_of_another_takes_nothing_from_it(): void {
		$first  = $this->publish( 'First zeppelin', '<p>Zeppelin tickets of the first kind.</p>', array( 'post_name' => 'zeppelin-a' ) );
		$second = $this->publish( 'Second zeppelin', '<p>Zeppelin tickets of the second kind.</p>', array( 'post_name' => 'zeppelin-b' ) );
		foreach ( array( array( $first, 'zeppelin-c' ), array( $second, 'zeppelin-a' ), array( $first, 'zeppelin-b' ) ) as [ $post_id, $name ] ) {
			wp_update_post( array( 'ID' => $post_id, 'post_name' => $name ) );
		}
		Sync::write_changes();
		$this->assertCount( 2, $this->found_texts() );
	}

	public function test_the_list_shows_every_source_once(): void {
		$post_id = $this->publish( 'Umbrellas', '<p>Umbrellas are repaired on Tuesdays.</p>' );
		$this->push( array( 'content' => 'Zeppelin tickets', 'content_type' => 'faq' ) );
		$response = $this->request( 'GET', '/knowledge', array( 'order' => 'asc' ), $this->headers() );
		$data     = $response->get_data();
		$this->assertSame( array( 2, 2, 100, 0 ), array( $data['total'], $data['count'], $data['limit'], $data['offset'] ) );
		$this->assertSame( '2', $response->get_headers()['X-WP-Total'] );
		$this->assertSame( array( get_permalink( $post_id ), self::URL ), array_column( $data['items'], 'source_url' ) );
		$this->assertSame( array( 'site', 'push' ), array_column( $data['items'], 'origin' ) );
		$this->assertSame( array( 1, 1 ), array_column( $data['items'], 'chunks' ) );
		$this->assertSame( 16, $data['items'][1]['bytes'] );
		$this->assertMatchesRegularExpression( '/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/', $data['items'][1]['updated_at'] );
	}

	/**
	 * @dataProvider filters
	 */
	public function test_the_list_is_filtered( array $filter, array $urls ): void {
		$this->push( array( 'source_url' => 'https://example.com/a', 'content' => "Aeroplane\nwings", 'content_type' => 'manual' ) );
		$this->push( array( 'source_url' => 'https://example.com/B', 'content' => "50% off\nboats", 'content_type' => 'Manual' ) );
		$this->push( array( 'source_url' => 'https://example.com/c', 'content' => "Carriage\nwheels", 'content_type' => 'faq' ) );
		$items = $this->request( 'GET', '/knowledge', $filter + array( 'order' => 'asc' ), $this->headers() )->get_data()['items'];
		$this->assertSame( $urls, array_map( static fn( array $item ) => substr( $item['source_url'], -1 ), $items ) );
	}

	public function filters(): array {
		return array(
			'by type, byte for byte'    => array( array( 'content_type' => 'manual' ), array( 'a' ) ),
			'by address'                => array( array( 'source_url' => 'https://example.com/c' ), array( 'c' ) ),
			'by address, byte for byte' => array( array( 'source_url' => 'https://example.com/b' ), array() ),
			'by words of the title'     => array( array( 'search' => 'carri' ), array( 'c' ) ),
			'a percent sign is itself'  => array( array( 'search' => '%' ), array( 'B' ) ),
			'by origin'                 => array( array( 'origin' => 'site' ), array() ),
			'by bot'                    => array( array( 'bot_id' => 'default' ), array( 'a', 'B', 'c' ) ),
			'by another bot'            => array( array( 'bot_id' => 'Default' ), array() ),
			'a page'                    => array( array( 'limit' => 1, 'offset' => 1 ), array( 'B' ) ),
			'the latest first'          => array( array( 'order' => 'desc' ), array( 'c', 'B', 'a' ) ),
		);
	}

	public function test_pushed_content_is_deleted_by_its_addresses(): void {
		$this->push( array( 'source_url' => 'https://example.com/a' ) );
		$this->push( array( 'source_url' => 'https://example.com/b' ) );
		$response = $this->delete( array( 'https://example.com/a', 'https://example.com/B', 'https://example.com/a' ) );
		$this->assertSame(
			array(
				'success'               => true,
				'bot_id'                => 'default',
				'source_urls_requested' => 2,
				'sources_deleted'       => 1,
				'chunks_deleted'        => 1,
			),
			$response->get_data()
		);
		$this->assertSame( array( 'https://example.com/b' ), $this->found_urls() );
		$this->assertSame( 1, $this->count_rows( 'chunks' ) );
	}

	public function test_the_sites_own_pages_are_not_deleted(): void {
		$post_id = $this->publish( 'Zeppelin', '<p>Zeppelin tickets are sold in the old hall.</p>' );
		$this->assertSame( 0, $this->delete( array( get_permalink( $post_id ) ) )->get_data()['sources_deleted'] );
		$this->assertCount( 1, $this->found_texts() );
	}

	public function test_fifty_addresses_pass_and_one_more_does_not(): void {
		$urls = array_map( static fn( int $number ) => "https://example.com/$number", range( 1, 51 ) );
		$this->assertSame( 200, $this->delete( array_slice( $urls, 0, 50 ) )->get_status() );
		$this->assertRefused( 400, 'rest_invalid_param', $this->delete( $urls ) );
		$this->assertRefused( 400, 'rest_invalid_param', $this->delete( array() ) );
	}

	public function test_search_gives_sources_with_scores_and_snippets(): void {
		$this->push( array( 'content' => "Zeppelin\n\n" . str_repeat( "Nothing of interest is said in this line of the page.\n\n", 20 ) . 'Zeppelin tickets are sold at the harbour kiosk.' ) );
		$this->push( array( 'source_url' => 'https://example.com/boats', 'content' => 'Boats leave at noon.' ) );
		$data = $this->search( array( 'q' => self::QUESTION ) )->get_data();
		$this->assertSame( 'lexical', $data['scoring'] );
		$this->assertSame( array( 'source', 'title', 'content_type', 'similarity_score', 'snippet' ), array_keys( $data['results'][0] ) );
		$this->assertSame( array( self::URL, 'Zeppelin' ), array( $data['results'][0]['source'], $data['results'][0]['title'] ) );
		$this->assertStringContainsString( 'harbour kiosk', $data['results'][0]['snippet'] );
		$this->assertLessThanOrEqual( 240, strlen( $data['results'][0]['snippet'] ) );
		$this->assertSame( array_unique( array_column( $data['results'], 'source' ) ), array_column( $data['results'], 'source' ) );
		foreach ( $data['results'] as $result ) {
			$this->assertGreaterThan( 0.0, $result['similarity_score'] );
			$this->assertLessThanOrEqual( 1.0, $result['similarity_score'] );
		}
	}

	public function test_search_leaves_out_what_is_not_close_enough(): void {
		$this->push( array( 'content' => 'Zeppelin tickets are sold at the harbour kiosk.' ) );
		$score = $this->search( array( 'q' => 'zeppelin tickets tomorrow' ) )->get_data()['results'][0]['similarity_score'];
		$this->assertLessThan( 1.0, $score );
		$this->assertCount( 1, $this->search( array( 'q' => 'zeppelin tickets tomorrow', 'min_similarity' => sprintf( '%.6f', $score - 0.001 ) ) )->get_data()['results'] );
		$this->assertCount( 0, $this->search( array( 'q' => 'zeppelin tickets tomorrow', 'min_similarity' => '100%' ) )->get_data()['results'] );
	}

	public function test_a_threshold_that_is_none_is_refused_by_name(): void {
		foreach ( array( 'much', '101', '-1', '0,5', '1e3', 'NaN' ) as $threshold ) {
			$response = $this->search( array( 'q' => 'a', 'min_similarity' => $threshold ) );
			$this->assertRefused( 400, 'rest_invalid_param', $response );
			$this->assertSame( array( 'min_similarity' ), array_keys( $response->get_data()['data']['params'] ) );
		}
	}

	public function test_search_limits_its_results(): void {
		foreach ( array( 'a', 'b', 'c' ) as $name ) {
			$this->push( array( 'source_url' => "https://example.com/$name", 'content' => "Zeppelin number $name flies." ) );
		}
		$this->assertCount( 2, $this->search( array( 'q' => 'zeppelin', 'limit' => 2 ) )->get_data()['results'] );
		$this->assertSame( array(), $this->search( array( 'q' => 'submarine' ) )->get_data()['results'] );
	}

	public function test_search_does_not_show_what_strangers_may_not_read(): void {
		global $wpdb;
		$post_id = $this->publish( 'Zeppelin', '<p>Zeppelin tickets are sold in the old hall.</p>' );
		$wpdb->update( $wpdb->posts, array( 'post_status' => 'private' ), array( 'ID' => $post_id ) );
		clean_post_cache( $post_id );
		$this->assertSame( array(), $this->search( array( 'q' => self::QUESTION ) )->get_data()['results'] );
	}

	private function push( array $body = array(), array $headers = array() ): WP_REST_Response {
		$body += array(
			'content'    => 'Zeppelin tickets are sold at the kiosk.',
			'source_url' => self::URL,
		);
		return $this->request( 'POST', '/knowledge', $body, $headers + $this->headers() );
	}

	private function delete( array $source_urls ): WP_REST_Response {
		return $this->request( 'DELETE', '/knowledge', compact( 'source_urls' ), $this->headers() );
	}

	private function search( array $query ): WP_REST_Response {
		return $this->request( 'GET', '/knowledge/search', $query, $this->headers() );
	}

	private function headers(): array {
		return array( 'Authorization' => 'Bearer ' . $this->token );
	}

	/**
	 * @return string[]
	 */
	private function found_texts(): array {
		return array_column( Retriever::find( self::QUESTION, 'default' )->passages, 'text' );
	}

	/**
	 * @return string[]
	 */
	private function found_urls(): array {
		return array_column( Retriever::find( self::QUESTION, 'default' )->passages, 'source_url' );
	}
}
