<?php
declare( strict_types=1 );

use MxChat\Actions\Action;
use MxChat\Actions\Built_In;
use MxChat\Actions\Image_Search_Key;
use MxChat\Actions\Proof_Store;
use MxChat\Actions\Registry;
use MxChat\Actions\Result;
use MxChat\Actions\Setting;
use MxChat\Actions\Store;
use MxChat\Tools\Tool_Context;

require_once __DIR__ . '/Upstream.php';
require_once __DIR__ . '/woocommerce.php';

/**
 * Actions: which there are, who may have them done, and what the built-in ones give.
 */
final class Actions_Test extends Site_Test_Case {

	private int $owner_id = 0;

	protected function setUp(): void {
		parent::setUp();
		Registry::forget();
		WC_Order::$all  = array();
		$this->owner_id = (int) wp_insert_user( array( 'user_login' => 'actions_owner', 'user_pass' => 'x', 'role' => 'administrator' ) );
		// REST routes of the shop come with its own file, after the server was made.
		$GLOBALS['wp_rest_server'] = null;
	}

	protected function tearDown(): void {
		require_once ABSPATH . 'wp-admin/includes/user.php';
		wp_delete_user( $this->owner_id );
		delete_option( Image_Search_Key::OPTION );
		remove_all_filters( 'mxchat_actions' );
		remove_all_filters( 'mxchat_available_callbacks' );
		remove_all_filters( 'my_callback' );
		parent::tearDown();
		Registry::forget();
	}

	public function test_every_action_is_off_until_the_owner_switches_it_on(): void {
		wp_set_current_user( $this->owner_id );
		$items = $this->request( 'GET', '/actions' )->get_data()['items'];
		$this->assertSame( array( 'order_history', 'product_cards', 'search_site', 'image_generation', 'image_search', 'download_transcript' ), array_column( $items, 'id' ) );
		$this->assertSame( array( false ), array_values( array_unique( array_column( $items, 'is_enabled' ) ) ) );
		$this->assertSame( array(), Registry::enabled() );
	}

	public function test_a_stranger_sees_no_settings(): void {
		$this->assertRefused( 401, 'mxchat_sign_in_required', $this->request( 'GET', '/actions' ) );
	}

	public function test_what_the_owner_saves_is_kept_and_the_rest_stays(): void {
		wp_set_current_user( $this->owner_id );
		$saved = $this->request( 'POST', '/actions/settings', array( 'action_id' => 'search_site', 'is_enabled' => true, 'phrases' => array( 'find it', ' find it ', 'look for it' ), 'strictness' => 0.75 ) );
		$this->assertSame( array( 'find it', 'look for it' ), $saved->get_data()['phrases'] );
		$this->request( 'POST', '/actions/settings', array( 'action_id' => 'search_site', 'who' => 'signed_in' ) );
		Registry::forget();
		$setting = Registry::settings()['search_site'];
		$this->assertSame( array( true, array( 'find it', 'look for it' ), 0.75, 'signed_in' ), array( $setting->is_enabled, $setting->phrases, $setting->strictness, $setting->who ) );
		$this->request( 'POST', '/actions/settings', array( 'action_id' => 'search_site', 'strictness' => null ) );
		Registry::forget();
		$this->assertNull( Registry::settings()['search_site']->strictness );
	}

	public function test_an_unknown_action_cannot_be_saved(): void {
		wp_set_current_user( $this->owner_id );
		$this->assertRefused( 404, 'mxchat_action_not_found', $this->request( 'POST', '/actions/settings', array( 'action_id' => 'nothing' ) ) );
		$this->assertRefused( 400, 'rest_invalid_param', $this->request( 'POST', '/actions/settings', array( 'action_id' => 'search_site', 'strictness' => 1.5 ) ) );
		$this->assertRefused( 400, 'rest_invalid_param', $this->request( 'POST', '/actions/settings', array( 'action_id' => 'search_site', 'phrases' => 'a,b' ) ) );
	}

	public function test_the_owner_orders_the_actions(): void {
		wp_set_current_user( $this->owner_id );
		$items = $this->request( 'POST', '/actions/order', array( 'action_ids' => array( 'download_transcript', 'order_history' ) ) )->get_data()['items'];
		$this->assertSame( array( 'download_transcript', 'order_history' ), array_slice( array_column( $items, 'id' ), 0, 2 ) );
		$this->assertSame( array( false ), array_values( array_unique( array_column( $items, 'is_enabled' ) ) ) );
	}

	public function test_a_key_goes_in_and_never_comes_out(): void {
		wp_set_current_user( $this->owner_id );
		$answer = $this->request( 'POST', '/actions/site', array( 'image_search_key' => 'BSA-secret', 'action_strictness' => 0.6 ) );
		$this->assertSame( array( true, 0.6 ), array( $answer->get_data()['site']['has_image_search_key'], $answer->get_data()['site']['action_strictness'] ) );
		$this->assertStringNotContainsString( 'BSA-secret', (string) wp_json_encode( $answer->get_data() ) );
	}

	public function test_a_setting_admits_whom_the_owner_chose(): void {
		$this->assertTrue( ( new Setting( 'a', true, 0, array() ) )->admits( 0 ) );
		$this->assertFalse( ( new Setting( 'a', true, 0, array(), who: Setting::SIGNED_IN ) )->admits( 0 ) );
		$this->assertTrue( ( new Setting( 'a', true, 0, array(), who: Setting::SIGNED_IN ) )->admits( $this->owner_id ) );
		$this->assertTrue( ( new Setting( 'a', true, 0, array(), who: 'manage_options' ) )->admits( $this->owner_id ) );
		$this->assertFalse( ( new Setting( 'a', true, 0, array(), who: 'no_such_capability' ) )->admits( $this->owner_id ) );
	}

	public function test_an_add_on_registers_a_callback_and_answers_in_its_filter(): void {
		add_filter( 'mxchat_available_callbacks', static fn( array $callbacks ) => $callbacks + array( 'my_callback' => array( 'label' => 'Mine' ), 'bad name' => array() ) );
		add_filter( 'my_callback', static fn( $answer, string $message, int $user_id, string $session_id ) => "<b>$message</b> of $session_id", 10, 4 );
		$this->assertArrayNotHasKey( 'bad name', Registry::all() );
		$action = Registry::find( 'my_callback' );
		$this->assertSame( array( 'Mine', false ), array( $action->label(), $action->is_readonly() ) );
		$this->assertSame( 'Hi of s1', $action->run( array(), $this->context( 's1', message: 'Hi' ) )->text );
	}

	public function test_an_ability_becomes_an_action_when_the_owner_allows_it(): void {
		wp_set_current_user( $this->owner_id );
		$this->assertNull( Registry::find( 'core/get-site-info' ) );
		$this->request( 'POST', '/actions/site', array( 'allowed_abilities' => array( 'core/get-site-info' ) ) );
		Registry::forget();
		$action = Registry::find( 'core/get-site-info' );
		$this->assertInstanceOf( Action::class, $action );
		$this->assertTrue( $action->is_readonly() );
		$this->assertInstanceOf( Result::class, $action->run( array(), $this->context() ) );
		wp_set_current_user( 0 );
		$this->assertInstanceOf( WP_Error::class, $action->run( array(), $this->context() ) );
	}

	public function test_our_actions_are_abilities_of_those_who_are_signed_in(): void {
		$ability = wp_get_ability( 'mxchat/search-site' );
		$this->assertTrue( $ability->get_meta()['annotations']['readonly'] );
		$this->assertInstanceOf( WP_Error::class, $ability->execute( array( 'query' => 'zips' ) ) );
		$this->switch_on( 'search_site' );
		wp_set_current_user( $this->owner_id );
		$this->publish( 'Repairs', 'We repair zips within a week.' );
		$this->assertSame( 'Repairs', $ability->execute( array( 'query' => 'zips' ) )['cards'][0]['title'] );
		$this->assertInstanceOf( WP_Error::class, $ability->execute( array( 'query' => '' ) ) );
	}

	public function test_a_customer_sees_their_own_orders_and_nobody_elses(): void {
		WC_Order::$all = array(
			new WC_Order( '17', $this->owner_id, 'a@example.com', array( 'Boots' => 2 ) ),
			new WC_Order( '18', $this->owner_id + 1, 'b@example.com', array( 'Hat' => 1 ) ),
		);
		$result = ( new Built_In\Order_History() )->run( array(), $this->context( user_id: $this->owner_id ) );
		$this->assertSame( array( 'Order 17' ), array_column( $result->cards, 'title' ) );
		$this->assertSame( array( '2 × Boots', 'Completed · €12.00' ), array( $result->cards[0]['text'], $result->cards[0]['note'] ) );
	}

	public function test_a_guest_sees_guest_orders_after_the_link_and_the_click(): void {
		$session       = $this->start_session();
		WC_Order::$all = array(
			new WC_Order( '21', 0, 'guest@example.com', array( 'Socks' => 3 ) ),
			new WC_Order( '22', 9, 'guest@example.com', array( 'Secret' => 1 ) ),
		);
		$order_history = new Built_In\Order_History();
		$guest = $order_history->run( array(), $this->context( $session['session_id'] ) );
		$this->assertSame( array( 'prove_email', home_url( '/my-account/orders/' ) ), array( $guest->effect, $guest->cards[0]['url'] ) );

		$mails = array();
		add_filter( 'pre_wp_mail', $catch = static function ( $sent, array $mail ) use ( &$mails ): bool {
			$mails[] = $mail;
			return true;
		}, 10, 2 );
		$ask   = fn( string $email ) => $this->request( 'POST', '/actions/proof', array( 'session_id' => $session['session_id'], 'email' => $email ), array( 'X-MxChat-Session' => $session['secret'] ) );
		$known = $ask( 'Guest@Example.com' );
		$alien = $ask( 'nobody@example.com' );
		$this->assertSame( array(), $mails, 'The answer goes out before anybody looks: its time tells nothing.' );
		array_map( static fn( MxChat\Http\Continued_Response $response ) => $response->work(), array( $known, $alien ) );
		remove_filter( 'pre_wp_mail', $catch );
		$this->assertSame( array( 202, $known->get_data() ), array( $alien->get_status(), $alien->get_data() ) );
		$this->assertSame( array( 'guest@example.com' ), array_column( $mails, 'to' ) );
		$this->assertSame( 1, preg_match( '/mxchat_proof=([0-9a-f]{64})/', $mails[0]['message'], $link ) );

		$this->assertStringContainsString( '<button', $this->open_link( $link[1], 'GET' ) );
		$this->assertSame( 'prove_email', $order_history->run( array(), $this->context( $session['session_id'] ) )->effect, 'Opening the link proves nothing.' );
		$this->open_link( $link[1], 'POST' );
		$this->assertSame( array( 'Order 21' ), array_column( $order_history->run( array(), $this->context( $session['session_id'] ) )->cards, 'title' ) );
		$this->assertStringContainsString( 'no longer valid', $this->open_link( $link[1], 'POST' ), 'A link is used once.' );
		Proof_Store::forget( $session['session_id'] );
	}

	public function test_products_are_found_by_a_word_of_the_message_and_foreign_pictures_left_out(): void {
		$cards = new Built_In\Product_Cards();
		$boots = $cards->run( array( 'query' => 'do you have boots' ), $this->context() )->cards;
		$this->assertSame( array( array( 'title' => 'Trail & Boots', 'text' => 'Waterproof.', 'url' => home_url( '/product/boots/' ), 'image' => content_url( 'uploads/boots.jpg' ), 'note' => '€129.50' ) ), $boots );
		$this->assertArrayNotHasKey( 'image', $cards->run( array( 'query' => 'hat' ), $this->context() )->cards[0] );
		$this->assertCount( 2, $cards->run( array( 'query' => 'something nice' ), $this->context() )->cards );
	}

	public function test_images_come_from_brave_and_their_thumbnails_through_this_site(): void {
		$upstream = Upstream::start();
		Image_Search_Key::set( 'BSA-key' );
		add_filter( 'mxchat_image_search_url', $ask = static fn() => $upstream->url );
		$body = array( 'type' => 'images', 'results' => array( array( 'title' => 'A peak', 'url' => 'https://peaks.example/p', 'thumbnail' => array( 'src' => 'https://imgs.search.brave.com/t.jpg' ) ), array( 'title' => 'Broken' ) ) );
		$upstream->script( array( 'path' => '^/images/search', 'method' => 'GET', 'status' => 200, 'body' => $body ) );
		$result = ( new Built_In\Image_Search() )->run( array( 'query' => 'Alps & snow' ), $this->context() );
		$this->assertSame( array( 'A peak' ), array_column( $result->cards, 'title' ) );
		$this->assertStringStartsWith( rest_url( 'mxchat/v1/actions/thumbnails' ), $result->cards[0]['image'] );
		$call = $upstream->journal( '^/images/search' )[0];
		$this->assertSame( 'BSA-key', $call['headers']['x-subscription-token'] );
		$this->assertSame( 'Alps & snow', $call['query']['q'] );

		$upstream->script( array( 'path' => '^/images/search', 'method' => 'GET', 'status' => 401, 'body' => array( 'error' => 'bad key' ) ) );
		$refused = ( new Built_In\Image_Search() )->run( array( 'query' => 'x' ), $this->context() );
		$this->assertInstanceOf( WP_Error::class, $refused );
		$this->assertStringNotContainsString( 'BSA-key', $refused->get_error_message() );
		remove_filter( 'mxchat_image_search_url', $ask );
	}

	public function test_nobody_uses_the_site_as_a_proxy(): void {
		$this->assertRefused( 404, 'mxchat_thumbnail_not_found', $this->request( 'GET', '/actions/thumbnails', array( 'url' => 'https://example.com/x.png', 'signature' => str_repeat( 'a', 32 ) ) ) );
	}

	public function test_a_generated_picture_is_stored_and_its_type_told_by_its_bytes(): void {
		$upstream = Upstream::start();
		add_filter( 'mxchat_connection', $connect = static fn() => new MxChat\Provider\Connection( $upstream->url, 'responses' ) );
		MxChat\Settings\Store::set( 'image_model', 'gpt-image-test' );
		$result = ( new Built_In\Image_Generation() )->run( array( 'prompt' => 'a red <b>boat</b>' ), $this->context() );
		remove_filter( 'mxchat_connection', $connect );
		$this->assertInstanceOf( Result::class, $result, is_wp_error( $result ) ? $result->get_error_message() : '' );
		$attachment_id = attachment_url_to_postid( $result->cards[0]['url'] );
		$this->assertMatchesRegularExpression( '#/mxchat-[0-9a-f]{24}\.png$#', $result->cards[0]['url'] );
		$this->assertSame( 'image/png', get_post_mime_type( $attachment_id ) );
		wp_delete_attachment( $attachment_id, true );

		$script = MxChat\Actions\Media::add_image( '<?php echo 1;', 'x', 0, '' );
		$this->assertInstanceOf( WP_Error::class, $script );
	}

	public function test_nobody_s_mailbox_is_filled_from_many_addresses(): void {
		$now = 1_800_000_000;
		for ( $mail = 1; $mail <= 5; $mail++ ) {
			$this->assertTrue( MxChat\Actions\Guest_Proof::may_be_mailed( 'ada@example.com', $now ) );
		}
		$this->assertFalse( MxChat\Actions\Guest_Proof::may_be_mailed( 'ada@example.com', $now ) );
		$this->assertTrue( MxChat\Actions\Guest_Proof::may_be_mailed( 'bob@example.com', $now ) );
		$this->assertTrue( MxChat\Actions\Guest_Proof::may_be_mailed( 'ada@example.com', $now + 3600 ) );
	}

	public function test_a_picture_that_was_drawn_for_nothing_stays_counted(): void {
		$upstream = Upstream::start();
		add_filter( 'mxchat_connection', $connect = static fn() => new MxChat\Provider\Connection( $upstream->url, 'responses' ) );
		MxChat\Settings\Store::set( 'image_model', 'gpt-image-test' );
		MxChat\Settings\Store::set( 'image_max_tokens', 500 );
		ini_set( 'error_log', '/dev/null' );
		$draw = fn() => ( new Built_In\Image_Generation() )->run( array( 'prompt' => 'a boat' ), $this->context() );
		$upstream->script( array( 'path' => '^/images/generations', 'status' => 400, 'body' => array( 'error' => array( 'message' => 'no' ) ) ) );
		$this->assertInstanceOf( WP_Error::class, $draw() );
		$this->assertSame( 0, $this->spent(), 'What was refused costs nothing.' );
		$upstream->script( array( 'path' => '^/images/generations', 'garbage' => '{"data":[{"b64_json":"iVBO' ) );
		$this->assertInstanceOf( WP_Error::class, $draw() );
		$this->assertGreaterThanOrEqual( 500, $this->spent() );
		remove_filter( 'mxchat_connection', $connect );
		ini_restore( 'error_log' );
	}

	private function spent(): int {
		return MxChat\Spend\Store::total( MxChat\Spend\Day::today(), MxChat\Spend\Store::SITE )['model_tokens'];
	}

	private function switch_on( string $action_id ): void {
		Store::save( new Setting( $action_id, true, 0, Registry::find( $action_id )->phrases() ) );
		Registry::forget();
	}

	private function context( string $session_id = '', int $user_id = 0, string $message = '' ): Tool_Context {
		return new Tool_Context( $session_id, '', '', 'default', $user_id, '', 'ip:test', $message );
	}

	/**
	 * @return string The page that the link shows.
	 */
	private function open_link( string $token, string $method ): string {
		$page                       = '';
		$_GET['mxchat_proof']       = $token;
		$_SERVER['REQUEST_METHOD']  = $method;
		$show    = static function ( string $html ) use ( &$page ): never {
			$page = $html;
			throw new RuntimeException( 'The page is shown.' );
		};
		$handler = static fn() => $show;
		add_filter( 'wp_die_handler', $handler );
		try {
			@MxChat\Actions\Guest_Proof::answer_link();
		} catch ( RuntimeException ) {
			unset( $_GET['mxchat_proof'] );
		}
		remove_filter( 'wp_die_handler', $handler );
		return $page;
	}
}
