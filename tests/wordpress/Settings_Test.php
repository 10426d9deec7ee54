<?php
declare( strict_types=1 );

use MxChat\Settings\Install_Secret;
use MxChat\Settings\Seal;
use MxChat\Settings\Secret;
use MxChat\Settings\Store;

/**
 * The settings of the site over REST.
 */
final class Settings_Test extends Site_Test_Case {

	protected function setUp(): void {
		parent::setUp();
		wp_set_current_user( 1 );
	}

	public function test_of_two_processes_that_make_the_secret_the_first_wins(): void {
		global $wpdb;
		$kept = Install_Secret::get();
		delete_option( Install_Secret::OPTION );
		get_option( Install_Secret::OPTION );
		// The other process, of which this one's cache knows nothing.
		$wpdb->insert( $wpdb->options, array( 'option_name' => Install_Secret::OPTION, 'option_value' => $kept, 'autoload' => 'on' ) );
		$this->assertSame( $kept, Install_Secret::get() );
	}

	public function test_strangers_and_tokens_change_nothing(): void {
		wp_set_current_user( 0 );
		$token = $this->mint_token( MxChat\Rest\Route::SCOPES );
		$this->assertRefused( 401, 'mxchat_sign_in_required', $this->request( 'POST', '/settings', array( 'heading' => 'Hi' ), array( 'Authorization' => "Bearer $token" ) ) );
		$this->assertSame( '', Store::get( 'heading' ) );
	}

	public function test_what_is_named_changes_and_the_rest_stays(): void {
		$this->request( 'POST', '/settings', array( 'heading' => 'Ask us', 'messages_per_minute' => 5 ) );
		$values = $this->request( 'POST', '/settings', array( 'heading' => 'Ask me' ) )->get_data()['values'];
		$this->assertSame( array( 'Ask me', 5 ), array( $values['heading'], $values['messages_per_minute'] ) );
		$this->assertSame( 5, Store::get( 'messages_per_minute' ) );
	}

	/**
	 * @dataProvider refused
	 */
	public function test_what_cannot_be_is_refused_by_name( string $name, mixed $value ): void {
		$before   = Store::get( $name );
		$response = $this->request( 'POST', '/settings', array( $name => $value ) );
		$this->assertRefused( 400, 'rest_invalid_param', $response );
		$this->assertSame( array( $name ), array_keys( $response->get_data()['data']['params'] ) );
		$this->assertSame( $before, Store::get( $name ) );
	}

	public static function refused(): array {
		return array(
			'a limit of none'        => array( 'messages_per_minute', 0 ),
			'a limit of words'       => array( 'sessions_per_hour', 'many' ),
			'days beyond'            => array( 'session_ttl_days', 5000 ),
			'no kind of content'     => array( 'post_types', array( 'page', 'secret_notes' ) ),
			'revisions'              => array( 'post_types', array( 'revision' ) ),
			'a list that is none'    => array( 'post_types', 'page' ),
			'a script as contact'    => array( 'contact_url', 'javascript:alert(1)' ),
			'a name for a proxy'     => array( 'trusted_proxies', array( 'proxy.example' ) ),
			'a range for a proxy'    => array( 'trusted_proxies', array( '10.0.0.0/8' ) ),
			'no threshold'           => array( 'min_similarity', 'close' ),
			'health of a third kind' => array( 'health_for_strangers', 'some' ),
			'a store unknown'        => array( 'vector_store', array( 'kind' => 'drawer' ) ),
			'a store without place'  => array( 'vector_store', array( 'kind' => 'qdrant' ) ),
			'a store with a key'     => array( 'vector_store', array( 'kind' => 'local', 'key' => 'secret' ) ),
		);
	}

	public function test_a_candidate_comes_and_goes(): void {
		$values = $this->request( 'POST', '/settings', array( 'vector_candidate' => array( 'kind' => 'table' ) ) )->get_data()['values'];
		$this->assertSame( array( 'kind' => 'table' ), $values['vector_candidate'] );
		$this->assertNull( $this->request( 'POST', '/settings', array( 'vector_candidate' => null ) )->get_data()['values']['vector_candidate'] );
		$this->assertSame( array(), Store::get( 'vector_candidate' ) );
	}

	public function test_other_kinds_of_content_are_read_again(): void {
		$this->request( 'POST', '/settings', array( 'post_types' => array( 'page' ) ) );
		$this->assertSame( 1, $this->count_rows( 'jobs' ) );
		$this->request( 'POST', '/settings', array( 'post_types' => array( 'page' ), 'heading' => 'Hi' ) );
		$this->assertSame( 1, $this->count_rows( 'jobs' ) );
	}

	public function test_what_is_no_longer_read_is_no_longer_known(): void {
		global $wpdb;
		$url   = get_permalink( $this->publish( 'Zips', 'We repair zips of every kind.' ) );
		$count = static fn() => (int) $wpdb->get_var( $wpdb->prepare( 'SELECT COUNT(*) FROM ' . MxChat\Schema::table( 'sources' ) . ' WHERE source_url = %s', $url ) );
		$this->assertSame( 1, $count() );
		$this->request( 'POST', '/settings', array( 'post_types' => array( 'post' ) ) );
		MxChat\Jobs\Runner::run( 10 );
		$this->assertSame( 0, $count() );
	}

	public function test_the_comparison_says_when_there_is_nothing_to_compare(): void {
		$report = $this->request( 'GET', '/settings/vector-comparison' )->get_data();
		$this->assertSame( array( false, null ), array( $report['has_embeddings'], $report['report'] ) );
	}

	public function test_what_is_sealed_opens_here_and_not_when_it_was_changed(): void {
		$sealed = Seal::close( new Secret( 'open sesame' ) );
		$this->assertSame( 'open sesame', Seal::open( $sealed )->reveal() );
		$this->assertNotSame( $sealed, Seal::close( new Secret( 'open sesame' ) ) );
		$bytes      = base64_decode( $sealed );
		$bytes[-1]  = chr( ord( $bytes[-1] ) ^ 1 );
		$this->assertNull( Seal::open( base64_encode( $bytes ) ) );
		$this->assertNull( Seal::open( 'not sealed' ) );
	}
}
