<?php
declare( strict_types=1 );

use MxChat\Bots\Bot;
use MxChat\Bots\Store;
use MxChat\Embeddings\Missing_Store;
use MxChat\Jobs\Runner;
use MxChat\Knowledge;
use MxChat\Knowledge\Segment_Store;

/**
 * Bots as records, and the owner's routes.
 */
final class Bots_Test extends Site_Test_Case {

	private int $owner = 0;

	protected function setUp(): void {
		parent::setUp();
		$this->owner = self::factory_user( 'administrator' );
		wp_set_current_user( $this->owner );
	}

	protected function tearDown(): void {
		require_once ABSPATH . 'wp-admin/includes/user.php';
		wp_delete_user( $this->owner );
		parent::tearDown();
	}

	public function test_the_default_bot_exists_on_a_fresh_site(): void {
		$this->assertSame( array( 'default' ), Store::ids() );
		$this->assertTrue( Store::exists( 'default' ) );
		$this->assertSame( '', Store::assistant_id( 'default' ) );
		$this->assertSame( 0.0, Store::min_similarity( 'default' ) );
	}

	public function test_an_unknown_bot_is_none(): void {
		$this->assertNull( Store::find( 'nobody' ) );
		$this->assertFalse( Store::exists( 'Default' ), 'ids are compared byte for byte' );
		$this->assertSame( Bot::EXTRACTIVE, Store::assistant_id( 'nobody' ) );
		$this->assertFalse( Store::allows_action( 'nobody', 'any' ) );
	}

	public function test_a_bot_comes_back_as_it_was_stored(): void {
		$bot = new Bot( '3', 'Ünï — "shop"', 'extractive', array( 'default' ), array( 'page' ), 0.75, array( 'a', 'b' ), 5, true, true, 'Hallo', 'Wie kann ich helfen?' );
		$this->assertTrue( Store::save( $bot ) );
		wp_cache_flush();
		$this->assertEquals( $bot, Store::find( '3' ) );
		$this->assertSame( array( 'default', '3' ), Store::ids() );
	}

	public function test_a_bot_that_is_switched_off_is_none_to_whoever_asks_it(): void {
		Store::save( new Bot( 'shop', 'Shop', is_enabled: false ) );
		$this->assertFalse( Store::exists( 'shop' ) );
		wp_set_current_user( 0 );
		$this->assertRefused( 404, 'mxchat_bot_not_found', $this->request( 'POST', '/sessions', array( 'bot_id' => 'shop' ) ) );
		$this->assertSame( '', do_shortcode( '[mxchat_chatbot bot_id="shop"]' ) );
	}

	public function test_a_bot_in_test_mode_quotes_and_does_nothing(): void {
		Store::save( new Bot( 'shop', 'Shop', 'asst_abc', is_test: true ) );
		$this->assertSame( Bot::EXTRACTIVE, Store::assistant_id( 'shop' ) );
		$this->assertFalse( Store::allows_action( 'shop', 'search_site' ) );
		add_filter( 'mxchat_question_embedding', array( self::class, 'refuse' ) );
		try {
			$this->assertNull( Knowledge\Question_Embedding::of( 'anything', 'shop' ), 'no embedding is paid for' );
		} finally {
			remove_filter( 'mxchat_question_embedding', array( self::class, 'refuse' ) );
		}
	}

	public function test_nothing_is_embedded_for_a_bot_in_test_mode(): void {
		Store::save( new Bot( 'trial', 'Trial', is_test: true ) );
		$this->push( 'trial', 'https://shop.example/1', 'Wombats live here.' );
		$this->assertSame( 0, Missing_Store::count_all()['chunks'] );
		$this->request( 'PATCH', '/bots/trial', array( 'is_test' => false ) );
		$this->assertSame( 1, Missing_Store::count_all()['chunks'] );
	}

	public function test_a_bot_offers_the_actions_that_it_names(): void {
		Store::save( new Bot( 'shop', 'Shop', actions: array( 'refund' ) ) );
		$this->assertTrue( Store::allows_action( 'shop', 'refund' ) );
		$this->assertFalse( Store::allows_action( 'shop', 'delete_everything' ) );
		$this->assertTrue( Store::allows_action( 'default', 'anything' ) );
	}

	public function test_the_owner_makes_changes_and_deletes_a_bot(): void {
		$made = $this->request( 'POST', '/bots', array( 'bot_id' => '3', 'name' => 'Shop', 'min_similarity' => '75%', 'reads' => array( 'default' ) ) );
		$this->assertSame( 201, $made->get_status() );
		$this->assertSame( array( '75', array( 'default' ) ), array( $made->get_data()['min_similarity'], $made->get_data()['reads'] ) );
		$this->assertSame( 0.75, Store::min_similarity( '3' ) );

		$changed = $this->request( 'PATCH', '/bots/3', array( 'greeting' => 'Hi', 'min_similarity' => '' ) )->get_data();
		$this->assertSame( array( 'Shop', 'Hi', '' ), array( $changed['name'], $changed['greeting'], $changed['min_similarity'] ) );

		$this->assertSame( array( 'default', '3' ), array_column( $this->request( 'GET', '/bots' )->get_data()['items'], 'bot_id' ) );
		$this->assertSame( 200, $this->request( 'DELETE', '/bots/3' )->get_status() );
		$this->assertRefused( 404, 'mxchat_bot_not_found', $this->request( 'GET', '/bots/3' ) );
	}

	/**
	 * @dataProvider refused_bots
	 */
	public function test_what_is_wrong_with_a_bot_is_said( string $field, mixed $value ): void {
		$response = $this->request( 'POST', '/bots', array( $field => $value ) + array( 'bot_id' => 'shop', 'name' => 'Shop' ) );
		$this->assertRefused( 400, 'rest_invalid_param', $response );
		$this->assertArrayHasKey( $field, $response->get_data()['data']['params'] );
		$this->assertNull( Store::find( 'shop' ) );
	}

	public static function refused_bots(): array {
		return array(
			'an id with a slash'        => array( 'bot_id', 'a/b' ),
			'an id like a view'         => array( 'bot_id', '~default' ),
			'an id too long'            => array( 'bot_id', str_repeat( 'a', 41 ) ),
			'no name'                   => array( 'name', '  ' ),
			'a threshold above one'     => array( 'min_similarity', '175%' ),
			'an unknown assistant'      => array( 'assistant_id', 'asst_nobody' ),
			'an unknown bot to read'    => array( 'reads', array( 'nobody' ) ),
			'itself to read'            => array( 'reads', array( 'shop' ) ),
			'a text for a list'         => array( 'content_types', 'page' ),
			'a boolean that is a text'  => array( 'is_test', 'maybe' ),
			'a limit below nought'      => array( 'messages_per_minute', -1 ),
		);
	}

	public function test_a_name_is_given_once(): void {
		$this->request( 'POST', '/bots', array( 'bot_id' => 'shop', 'name' => 'Shop' ) );
		$this->assertRefused( 409, 'mxchat_bot_exists', $this->request( 'POST', '/bots', array( 'bot_id' => 'shop', 'name' => 'Other' ) ) );
		foreach ( array( 'SHOP', 'Default' ) as $bot_id ) {
			$this->assertRefused( 409, 'mxchat_bot_exists', $this->request( 'POST', '/bots', array( 'bot_id' => $bot_id, 'name' => 'Other' ) ) );
			$this->assertNull( Store::find( $bot_id ) );
		}
		$this->assertSame( 'Shop', Store::find( 'shop' )->name );
	}

	public function test_only_who_may_manage_bots_reaches_them(): void {
		$token = $this->mint_token( MxChat\Rest\Route::SCOPES );
		wp_set_current_user( 0 );
		foreach ( array( 'GET', 'POST' ) as $method ) {
			$this->assertRefused( 401, 'mxchat_sign_in_required', $this->request( $method, '/bots', array(), array( 'Authorization' => "Bearer $token" ) ) );
		}
		$author = self::factory_user( 'author' );
		wp_set_current_user( $author );
		$this->assertRefused( 403, 'mxchat_rest_forbidden', $this->request( 'GET', '/bots' ) );
		$this->assertSame( 200, $this->request( 'GET', '/bot-choices' )->get_status(), 'an author chooses one for a page' );
		wp_set_current_user( 0 );
		$this->assertRefused( 401, 'mxchat_sign_in_required', $this->request( 'GET', '/bot-choices' ) );
		wp_delete_user( $author );
	}

	public function test_the_default_bot_goes_back_to_what_it_was(): void {
		$this->publish( 'Zips', 'We repair zips for 24 euros.' );
		$this->request( 'PATCH', '/bots/default', array( 'name' => 'Concierge', 'is_enabled' => false ) );
		$this->assertFalse( Store::exists( 'default' ) );
		$this->request( 'DELETE', '/bots/default' );
		$this->assertTrue( Store::exists( 'default' ) );
		$this->assertSame( 1, Knowledge\Store::totals( 'default' )['sources'] );
	}

	public function test_a_deleted_bot_takes_its_knowledge_along_and_nobody_reads_its_successor(): void {
		Store::save( new Bot( 'shop', 'Shop' ) );
		Store::save( new Bot( 'reader', 'Reader', reads: array( 'shop', 'default' ) ) );
		for ( $i = 0; $i < 101; $i++ ) {
			Knowledge\Store::replace( new Knowledge\Source( 'shop', "https://shop.example/$i", 0, "Wombat $i", 'manual', "Wombat number $i lives here.", true ) );
		}
		Knowledge\Segment_Builder::bring_up_to_date( 'shop' );
		$this->request( 'DELETE', '/bots/shop' );
		$this->assertSame( array( 'default' ), Store::find( 'reader' )->reads );
		$this->assertRefused( 409, 'mxchat_bot_exists', $this->request( 'POST', '/bots', array( 'bot_id' => 'shop', 'name' => 'Next' ) ) );
		Runner::run_by_cron();
		$this->assertSame( array( 0, 0 ), array( Knowledge\Store::totals( 'shop' )['sources'], Segment_Store::generation( 'shop' ) ) );
		$this->assertSame( 201, $this->request( 'POST', '/bots', array( 'bot_id' => 'shop', 'name' => 'Next' ) )->get_status() );
		$this->push( 'shop', 'https://shop.example/', 'Wombats live here.' );
		$this->request( 'DELETE', '/bots/shop' );
		$this->assertSame( 0, Knowledge\Store::totals( 'shop' )['sources'], 'what is little goes at once' );
	}

	public function test_a_visitor_meets_the_limit_of_the_bot(): void {
		Store::save( new Bot( 'shop', 'Shop', messages_per_minute: 2 ) );
		wp_set_current_user( 0 );
		$session = $this->request( 'POST', '/sessions', array( 'bot_id' => 'shop' ) )->get_data();
		$this->assertSame( array( 200, 200, 429 ), array_map( fn() => $this->ask( $session, 'Zips?' )->get_status(), range( 1, 3 ) ) );
		$this->assertSame( 200, $this->ask( $this->start_session(), 'Zips?' )->get_status(), 'another bot counts on its own' );
	}

	public function test_a_visitor_meets_the_threshold_of_the_bot(): void {
		$this->publish( 'Zips', 'We repair zips for 24 euros.' );
		wp_set_current_user( 0 );
		$ask = function (): string {
			return $this->ask( $this->start_session(), 'What does it cost to have zips repaired?' )->get_data()['message']['content'];
		};
		$this->assertStringContainsString( '24 euros', $ask() );
		Store::save( Store::find( 'default' )->with( array( 'min_similarity' => 1.0 ) ) );
		$this->assertStringNotContainsString( '24 euros', $ask() );
	}

	public function test_the_widget_says_what_the_bot_says(): void {
		Store::save( new Bot( '3', 'Shop', heading: 'Shoes & more', greeting: 'Which size?' ) );
		$html = do_shortcode( '[mxchat_chatbot bot_id="3"]' );
		$this->assertStringContainsString( 'bot-id="3"', $html );
		$this->assertStringContainsString( 'heading="Shoes &amp; more"', $html );
		$this->assertStringContainsString( 'greeting="Which size?"', $html );
		$this->assertStringContainsString( 'greeting="Mine"', do_shortcode( '[mxchat_chatbot bot_id="3" greeting="Mine"]' ) );
	}

	public static function refuse(): never {
		throw new LogicException( 'A bot in test mode asks for no embedding.' );
	}

	public function test_what_was_trained_for_a_bot_goes_with_it(): void {
		wp_set_current_user( 1 );
		$this->assertSame( 201, $this->request( 'POST', '/bots', array( 'bot_id' => 'sales', 'name' => 'Sales' ) )->get_status() );
		MxChat\Actions\Store::save( new MxChat\Actions\Setting( 'search_site', true, 0, array( 'search the site' ) ) );
		MxChat\Actions\Registry::forget();
		$this->request( 'POST', '/actions/score', array( 'message' => 'search the site', 'bot_id' => 'sales' ) );
		$this->request( 'GET', '/actions/model', array( 'bot_id' => 'sales' ) );
		$models = static fn() => (int) $GLOBALS['wpdb']->get_var( 'SELECT COUNT(*) FROM ' . MxChat\Schema::table( 'action_models' ) . " WHERE scorer LIKE 'model:%'" );
		$this->assertSame( 2, $models(), 'One for the site and one for browsers.' );
		$this->assertSame( 200, $this->request( 'DELETE', '/bots/sales' )->get_status() );
		$this->assertSame( 0, $models() );
		MxChat\Actions\Registry::forget();
	}

	private function push( string $bot_id, string $url, string $content ): void {
		$token = $this->mint_token( array( 'knowledge:write' ) );
		$body  = array( 'bot_id' => $bot_id, 'source_url' => $url, 'content' => $content );
		$this->assertSame( 200, $this->request( 'POST', '/knowledge', $body, array( 'Authorization' => "Bearer $token" ) )->get_status() );
	}

	private static function factory_user( string $role ): int {
		$name = $role . bin2hex( random_bytes( 4 ) );
		return wp_insert_user( array( 'user_login' => $name, 'user_pass' => 'x', 'user_email' => "$name@example.com", 'role' => $role ) );
	}
}
