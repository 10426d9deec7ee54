<?php
declare( strict_types=1 );

use MxChat\Bots\Bot;
use MxChat\Bots\Starter_Proposals;
use MxChat\Bots\Store;
use MxChat\Chat\Widget;
use MxChat\Settings;

/**
 * Questions to start with, which an empty chat offers.
 */
final class Starters_Test extends Site_Test_Case {

	protected function setUp(): void {
		parent::setUp();
		wp_set_current_user( 1 );
		// Pages that the site may have are in nobody's way.
		register_post_type( 'manual', array( 'public' => true, 'hierarchical' => true ) );
		Settings\Store::set( 'post_types', array( 'manual' ) );
	}

	protected function tearDown(): void {
		parent::tearDown();
		unregister_post_type( 'manual' );
	}

	protected function publish( string $title, string $content, array $more = array() ): int {
		return parent::publish( $title, $content, $more + array( 'post_type' => 'manual' ) );
	}

	public function test_a_chat_offers_nothing_until_the_owner_writes_it(): void {
		$this->assertStringNotContainsString( ' starters=', do_shortcode( '[mxchat_chatbot]' ) );
	}

	public function test_a_bot_has_its_own_or_else_those_of_the_site(): void {
		Settings\Store::set( 'starters', array( 'When are you open?' ) );
		Store::save( new Bot( 'sales', 'Sales', starters: array( 'What is on sale?' ) ) );
		Store::save( new Bot( 'desk', 'Desk' ) );
		$this->assertSame( array( 'When are you open?' ), $this->offered( 'default' ) );
		$this->assertSame( array( 'What is on sale?' ), $this->offered( 'sales' ) );
		$this->assertSame( array( 'When are you open?' ), $this->offered( 'desk' ) );
	}

	public function test_whatever_they_say_is_text_in_the_page(): void {
		$hostile = array( '"><script>alert(1)</script>', "It's \\ & <b>", '</mxchat-widget>', '営業時間は？' );
		Settings\Store::set( 'starters', $hostile );
		$html = do_shortcode( '[mxchat_chatbot]' );
		$this->assertStringNotContainsString( '<script', $html );
		$this->assertStringNotContainsString( '<b>', $html );
		$this->assertSame( 1, substr_count( $html, '</mxchat-widget>' ) );
		$this->assertSame( $hostile, $this->offered( 'default' ) );
	}

	public function test_they_are_saved_over_rest_each_once_and_taken_away_by_an_empty_list(): void {
		$bot = $this->request( 'POST', '/bots', array( 'bot_id' => 'sales', 'name' => 'Sales', 'starters' => array( 'A?', 'B?', 'A?' ) ) );
		$this->assertSame( array( 'A?', 'B?' ), $bot->get_data()['starters'] );
		$this->assertSame( array( 'A?', 'B?' ), $this->request( 'PATCH', '/bots/sales', array( 'name' => 'Shop' ) )->get_data()['starters'] );
		$this->assertSame( array(), $this->request( 'PATCH', '/bots/sales', array( 'starters' => array() ) )->get_data()['starters'] );
		$this->assertSame( array( 'C?' ), $this->request( 'POST', '/settings', array( 'starters' => array( 'C?' ) ) )->get_data()['values']['starters'] );
	}

	/**
	 * @dataProvider refused
	 */
	public function test_what_does_not_fit_is_refused_by_name( mixed $starters ): void {
		foreach ( array( array( 'PATCH', '/bots/default' ), array( 'POST', '/settings' ) ) as [ $method, $path ] ) {
			$response = $this->request( $method, $path, compact( 'starters' ) );
			$this->assertRefused( 400, 'rest_invalid_param', $response );
			$this->assertSame( array( 'starters' ), array_keys( $response->get_data()['data']['params'] ) );
		}
	}

	public static function refused(): array {
		return array(
			'five'                => array( array( 'a', 'b', 'c', 'd', 'e' ) ),
			'121 characters'      => array( array( str_repeat( 'ä', 121 ) ) ),
			'an empty one'        => array( array( 'a', '' ) ),
			'a blank one'         => array( array( "\u{20}\t" ) ),
			'two lines'           => array( array( "a\nb" ) ),
			'a line feed after it' => array( array( "a\n" ) ),
			'text for a list'     => array( 'a' ),
			'a number in it'      => array( array( array( 1 ) ) ),
			'a NUL'               => array( array( "a\0b" ) ),
		);
	}

	public function test_the_longest_and_the_most_fit(): void {
		$starters = array( str_repeat( 'ä', 120 ), 'b', 'c', 'd' );
		$this->assertSame( $starters, $this->request( 'PATCH', '/bots/default', compact( 'starters' ) )->get_data()['starters'] );
	}

	public function test_proposed_are_a_heading_that_asks_and_the_titles_of_main_pages(): void {
		$linked = $this->publish( 'Returns', '<p>Returns are free within thirty days of delivery. Returns go back by post.</p>' );
		$faq    = $this->publish( 'Help', '<h2>About zips</h2><h2>How long does a zip repair &amp; a wash take?</h2><p>A zip repair and a wash take ten days.</p>' );
		$this->publish( 'Story', '<p>The story of our workshop began in a shed.</p><a href="' . get_permalink( $linked ) . '#free">Returns</a>' );
		$this->assertSame(
			array( 'What should I know about “Returns”?', 'How long does a zip repair & a wash take?', 'What should I know about “Story”?' ),
			$this->request( 'GET', '/bots/default/starter-proposals' )->get_data()['items']
		);
		$menu = wp_insert_post( array( 'post_type' => 'wp_navigation', 'post_status' => 'publish', 'post_title' => 'Main', 'post_content' => wp_slash( '<!-- wp:navigation-link {"label":"Help","url":' . wp_json_encode( get_permalink( $faq ) ) . '} /-->' ) ) );
		$this->assertSame( 'How long does a zip repair & a wash take?', Starter_Proposals::for_bot( Store::find( 'default' ) )[0] );
		wp_delete_post( $menu, true );
	}

	public function test_nothing_is_proposed_that_the_bot_does_not_answer_or_no_stranger_may_read(): void {
		$this->publish( 'Secret', '<p>The secret of the vault is the secret number.</p>', array( 'post_password' => 'x' ) );
		$this->publish( 'Empty', '' );
		$this->publish( 'Ask', '<p>Ask us anything about asking.</p>[mxchat_chatbot]' );
		$this->assertSame( array(), Starter_Proposals::for_bot( Store::find( 'default' ) ) );
		$this->publish( 'Returns', '<p>Returns are free within thirty days of delivery.</p>' );
		$this->assertCount( 1, Starter_Proposals::for_bot( Store::find( 'default' ) ) );
		$this->assertSame( array(), Starter_Proposals::for_bot( new Bot( 'nobody', 'Reads nothing' ) ) );
	}

	public function test_proposals_are_the_owners_alone(): void {
		wp_set_current_user( 0 );
		$this->assertSame( 401, $this->request( 'GET', '/bots/default/starter-proposals' )->get_status() );
		wp_set_current_user( 1 );
		$this->assertRefused( 404, 'mxchat_bot_not_found', $this->request( 'GET', '/bots/none/starter-proposals' ) );
	}

	/**
	 * @return string[]
	 */
	private function offered( string $bot_id ): array {
		$document = new DOMDocument();
		@$document->loadHTML( '<?xml encoding="utf-8"?>' . do_shortcode( "[mxchat_chatbot bot_id=\"$bot_id\"]" ) );
		return json_decode( $document->getElementsByTagName( 'mxchat-widget' )->item( 0 )->getAttribute( 'starters' ), true );
	}
}
