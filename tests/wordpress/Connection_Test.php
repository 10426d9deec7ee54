<?php
declare( strict_types=1 );

use MxChat\Provider\Base_Url;
use MxChat\Provider\Connection;
use MxChat\Provider\Connection_Store;
use MxChat\Provider\Failure;
use MxChat\Provider\Model_Health;
use MxChat\Provider\Providers;
use MxChat\Settings\Store;

require_once __DIR__ . '/Upstream.php';

/**
 * The connection to the provider, as its owner sets it up and tests it.
 */
final class Connection_Test extends Site_Test_Case {

	private const KEY = 'sk-proj-0123456789abcdef-WXYZ';

	protected function setUp(): void {
		parent::setUp();
		$this->forget();
		wp_set_current_user( 1 );
	}

	protected function tearDown(): void {
		$this->forget();
		parent::tearDown();
	}

	public function test_a_fresh_install_calls_nobody(): void {
		$failure = Providers::current();
		$this->assertInstanceOf( Failure::class, $failure );
		$this->assertSame( 'disabled', $failure->kind );
		$this->assertSame( 'not_configured', Providers::connection()->kind );
	}

	public function test_only_the_capability_opens_the_connection(): void {
		wp_set_current_user( 0 );
		$this->assertRefused( 401, 'mxchat_sign_in_required', $this->request( 'GET', '/connection' ) );
		$this->assertRefused( 401, 'mxchat_sign_in_required', $this->request( 'POST', '/connection', array( 'api_key' => self::KEY ) ) );
		$this->assertRefused( 401, 'mxchat_sign_in_required', $this->request( 'POST', '/connection/test' ) );
	}

	public function test_a_key_goes_in_and_never_comes_out(): void {
		$answer = $this->request( 'POST', '/connection', array( 'api_key' => self::KEY ) )->get_data();
		$this->assertSame( array( true, 'option', 'WXYZ', false ), array( $answer['key']['is_set'], $answer['key']['source'], $answer['key']['hint'], $answer['key']['is_fixed'] ) );
		$this->assertStringNotContainsString( substr( self::KEY, 0, 12 ), (string) wp_json_encode( $answer ) );
		$this->assertSame( self::KEY, Providers::connection()->key->reveal() );
	}

	public function test_the_database_holds_no_readable_key_and_loads_none_with_a_page(): void {
		global $wpdb;
		$this->request( 'POST', '/connection', array( 'api_key' => self::KEY, 'headers' => array( array( 'name' => 'X-Gateway', 'value' => 'a-very-secret-gateway-value' ) ) ) );
		$row = $wpdb->get_row( "SELECT option_value, autoload FROM $wpdb->options WHERE option_name = 'mxchat_connection'" );
		$this->assertStringNotContainsString( substr( self::KEY, 0, 12 ), $row->option_value );
		$this->assertStringNotContainsString( 'a-very-secret', $row->option_value );
		$this->assertContains( $row->autoload, array( 'no', 'off' ) );
		$this->assertSame( 'a-very-secret-gateway-value', Providers::connection()->headers['X-Gateway']->reveal() );
	}

	public function test_a_removed_key_ends_the_calls(): void {
		$this->request( 'POST', '/connection', array( 'api_key' => self::KEY ) );
		$this->assertInstanceOf( Connection::class, Providers::connection() );
		$this->assertFalse( $this->request( 'POST', '/connection', array( 'api_key' => null ) )->get_data()['key']['is_set'] );
		$this->assertSame( 'not_configured', Providers::connection()->kind );
	}

	public function test_another_host_gets_neither_key_nor_headers(): void {
		$this->request( 'POST', '/connection', array( 'api_key' => self::KEY, 'headers' => array( array( 'name' => 'X-Org', 'value' => 'org-1234' ) ) ) );
		$moved = $this->request( 'POST', '/connection', array( 'base_url' => 'https://models.example/v1' ) )->get_data();
		$this->assertSame( array( false, array() ), array( $moved['key']['is_set'], $moved['headers'] ) );
		$again = $this->request( 'POST', '/connection', array( 'base_url' => 'https://api.openai.com/v1' ) )->get_data();
		$this->assertFalse( $again['key']['is_set'] );
	}

	public function test_another_path_of_the_host_keeps_the_key(): void {
		$this->request( 'POST', '/connection', array( 'base_url' => 'https://models.example/v1', 'api_key' => self::KEY ) );
		$this->assertTrue( $this->request( 'POST', '/connection', array( 'base_url' => 'https://models.example/v2/' ) )->get_data()['key']['is_set'] );
		$this->assertFalse( $this->request( 'POST', '/connection', array( 'base_url' => 'https://models.example:8443/v2' ) )->get_data()['key']['is_set'] );
	}

	public function test_the_environment_goes_before_what_was_entered(): void {
		$this->request( 'POST', '/connection', array( 'api_key' => self::KEY ) );
		putenv( 'MXCHAT_API_KEY=sk-from-the-environment-9876' );
		$key = $this->request( 'GET', '/connection' )->get_data()['key'];
		$this->assertSame( array( 'environment', 'MXCHAT_API_KEY', '9876', true ), array( $key['source'], $key['name'], $key['hint'], $key['is_fixed'] ) );
		$refused = $this->request( 'POST', '/connection', array( 'api_key' => self::KEY ) );
		$this->assertRefused( 400, 'rest_invalid_param', $refused );
		$this->assertStringContainsString( 'MXCHAT_API_KEY', $refused->get_data()['data']['params']['api_key'] );
	}

	public function test_openai_s_key_is_sent_to_openai_alone(): void {
		putenv( 'OPENAI_API_KEY=sk-openai-0123456789' );
		$this->assertSame( 'OPENAI_API_KEY', $this->request( 'GET', '/connection' )->get_data()['key']['name'] );
		$this->request( 'POST', '/connection', array( 'base_url' => 'https://models.example/v1' ) );
		$this->assertSame( 'not_configured', Providers::connection()->kind );
		foreach ( array( 'https://api.openai.com.evil.example/v1', 'https://evilapi.openai.com/v1', 'https://api.openai.com:444/v1' ) as $address ) {
			$this->assertFalse( Base_Url::is_openai( $address ), $address );
		}
		$this->assertTrue( Base_Url::is_openai( 'https://eu.api.openai.com/v1' ) );
	}

	public function test_the_connector_of_wordpress_is_found(): void {
		update_option( 'connectors_ai_openai_api_key', 'sk-connector-0123456789' );
		$key = $this->request( 'GET', '/connection' )->get_data()['key'];
		$this->assertSame( array( 'connector', '6789' ), array( $key['source'], $key['hint'] ) );
		$this->assertSame( 'sk-connector-0123456789', Providers::connection()->key->reveal() );
	}

	public function test_the_entered_key_is_the_site_s_openai_key_too(): void {
		$this->assertFalse( $this->request( 'GET', '/openai-key' )->get_data()['is_configured'] );
		$this->request( 'POST', '/connection', array( 'api_key' => self::KEY ) );
		$this->assertTrue( $this->request( 'GET', '/openai-key' )->get_data()['is_configured'] );
		$this->request( 'POST', '/connection', array( 'base_url' => 'https://models.example/v1', 'api_key' => self::KEY ) );
		$this->assertFalse( $this->request( 'GET', '/openai-key' )->get_data()['is_configured'] );
	}

	public function test_a_wordpress_without_ai_calls_nobody(): void {
		$this->request( 'POST', '/connection', array( 'api_key' => self::KEY ) );
		add_filter( 'wp_supports_ai', '__return_false' );
		try {
			$this->assertSame( 'disabled', Providers::connection()->kind );
			$this->assertFalse( $this->request( 'GET', '/connection' )->get_data()['is_ai_allowed'] );
		} finally {
			remove_filter( 'wp_supports_ai', '__return_false' );
		}
	}

	/**
	 * @dataProvider addresses
	 */
	public function test_addresses( string $text, ?string $normalized ): void {
		$this->assertSame( $normalized, Base_Url::normalize( $text ) );
	}

	public static function addresses(): array {
		return array(
			'one slash too many' => array( 'https://API.example/v1/', 'https://api.example/v1' ),
			'loopback in clear'  => array( 'http://127.0.0.1:11434/v1', 'http://127.0.0.1:11434/v1' ),
			'name at home'       => array( 'http://ollama:11434/v1', 'http://ollama:11434/v1' ),
			'v6 loopback'        => array( 'http://[::1]:8000', 'http://[::1]:8000' ),
			'clear on the net'   => array( 'http://api.example/v1', null ),
			'clear, public v4'   => array( 'http://8.8.8.8/v1', null ),
			'a user'             => array( 'https://me:secret@api.example/v1', null ),
			'a query'            => array( 'https://api.example/v1?key=1', null ),
			'no scheme'          => array( 'api.example/v1', null ),
			'another scheme'     => array( 'ftp://api.example/v1', null ),
			'nothing'            => array( '', null ),
		);
	}

	public function test_bad_values_are_refused_by_name(): void {
		foreach (
			array(
				'base_url' => array( 'base_url' => 'http://api.example/v1' ),
				'mode'     => array( 'mode' => 'telepathy' ),
				'api_key'  => array( 'api_key' => "sk-\nX-Evil: 1" ),
				'headers'  => array( 'headers' => array( array( 'name' => 'Host', 'value' => 'evil.example' ) ) ),
			) as $name => $body
		) {
			$response = $this->request( 'POST', '/connection', $body );
			$this->assertRefused( 400, 'rest_invalid_param', $response );
			$this->assertSame( array( $name ), array_keys( $response->get_data()['data']['params'] ) );
		}
	}

	public function test_without_a_model_the_test_asks_for_the_list_and_for_nothing_that_costs(): void {
		$upstream = $this->connect();
		$report   = $this->request( 'POST', '/connection/test' )->get_data();
		$this->assertSame( array( true, true, 6 ), array( $report['is_ok'], $report['needs_model'], $report['count_models'] ) );
		$this->assertContains( 'scripted-large', array_column( $report['models'], 'id' ) );
		$this->assertSame( 0, $upstream->count_model_calls() );
		$this->assertSame( 'Bearer ' . self::KEY, $upstream->journal()[0]['headers']['authorization'] );
	}

	public function test_the_test_shows_the_evidence_and_remembers_it(): void {
		$this->connect( array( 'delay_ms' => 15 ) );
		$report = $this->request( 'POST', '/connection/test', array( 'model' => 'scripted-ending' ) )->get_data();
		$this->assertSame( array( null, true ), array( $report['problem'], $report['is_ok'] ) );
		$this->assertSame( array( 'responses', true, true ), array( $report['api'], $report['is_streamed'], $report['is_stateful'] ) );
		$this->assertMatchesRegularExpression( '/^\d{4}-\d\d-\d\d$/', $report['shutdown_date'] );
		$this->assertGreaterThanOrEqual( $report['first_text_ms'], $report['total_ms'] );
		$this->assertSame( 'responses', $report['connection']['verdict']['api'] );
	}

	public function test_what_the_test_lets_a_host_keep_is_deleted_there(): void {
		$upstream = $this->connect();
		$this->request( 'POST', '/connection/test', array( 'model' => 'scripted-large' ) );
		$this->assertCount( 1, array_filter( $upstream->journal( '^/responses/' ), static fn( array $entry ) => $entry['method'] === 'DELETE' ) );
	}

	public function test_a_host_without_responses_is_asked_by_chat(): void {
		$this->connect( array( 'has_responses' => false ) );
		$this->assertSame( 'chat', $this->request( 'POST', '/connection/test', array( 'model' => 'scripted-large' ) )->get_data()['api'] );
		$this->assertSame( 'chat', Providers::connection()->mode );
	}

	public function test_state_is_kept_only_where_it_was_seen_to_work(): void {
		$this->connect( array( 'has_state' => false ) );
		$this->request( 'POST', '/connection', array( 'mode' => 'responses_stateful' ) );
		$this->assertFalse( $this->request( 'POST', '/connection/test', array( 'model' => 'scripted-large' ) )->get_data()['is_stateful'] );
		$this->assertSame( 'responses', Providers::connection()->mode );
		Upstream::start();
		$this->assertTrue( $this->request( 'POST', '/connection/test', array( 'model' => 'scripted-large' ) )->get_data()['is_stateful'] );
		$this->assertSame( 'responses_stateful', Providers::connection()->mode );
	}

	public function test_a_wrong_key_is_told_in_the_owner_s_words(): void {
		$this->connect( array( 'key' => 'another' ) );
		$report = $this->request( 'POST', '/connection/test', array( 'model' => 'scripted-large' ) )->get_data();
		$this->assertSame( array( false, 'unauthorized' ), array( $report['is_ok'], $report['problem_kind'] ) );
		$this->assertStringContainsString( 'API key is invalid', $report['problem'] );
		$this->assertStringNotContainsString( substr( self::KEY, 0, 8 ), (string) wp_json_encode( $report ) );
	}

	public function test_a_host_that_was_left_alone_is_asked_when_the_owner_tests_it(): void {
		$upstream = $this->connect();
		$upstream->script( array( 'path' => '.*', 'status' => 503, 'times' => 6 ) );
		$this->request( 'POST', '/connection/test', array( 'model' => 'scripted-large' ) );
		$this->request( 'POST', '/connection/test', array( 'model' => 'scripted-large' ) );
		$this->assertTrue( $this->request( 'POST', '/connection/test', array( 'model' => 'scripted-large' ) )->get_data()['is_ok'] );
	}

	public function test_without_a_key_the_test_says_so_and_calls_nobody(): void {
		$upstream = $this->connect();
		$this->request( 'POST', '/connection', array( 'api_key' => null ) );
		$upstream->clear_journal();
		$this->assertSame( 'not_configured', $this->request( 'POST', '/connection/test' )->get_data()['problem_kind'] );
		$this->assertSame( array(), $upstream->journal() );
	}

	public function test_site_health_tells_of_a_missing_key_and_an_ending_model(): void {
		$this->assertSame( 'good', Model_Health::result()['status'] );
		Store::set( 'assistant_enabled', true );
		$this->assertSame( 'critical', Model_Health::result()['status'] );
		$this->connect();
		$this->request( 'POST', '/assistants/site', array( 'model' => 'scripted-large' ) );
		$this->assertSame( 'good', Model_Health::result()['status'] );
		$this->request( 'POST', '/assistants/site', array( 'model' => 'scripted-ending' ) );
		$result = Model_Health::result();
		$this->assertContains( $result['status'], array( 'recommended', 'critical' ) );
		$this->assertStringContainsString( 'scripted-ending', $result['description'] );
		$this->request( 'POST', '/connection', array( 'base_url' => 'http://127.0.0.1:9', 'needs_key' => false ) );
		$this->assertSame( 'critical', Model_Health::result()['status'] );
	}

	private function connect( array $settings = array() ): Upstream {
		$upstream = Upstream::start( $settings );
		$this->assertSame( 200, $this->request( 'POST', '/connection', array( 'base_url' => $upstream->url, 'api_key' => self::KEY ) )->get_status() );
		return $upstream;
	}

	private function forget(): void {
		array_map( 'delete_option', array( 'mxchat_connection', 'mxchat_provider_verdicts', 'mxchat_provider_models', 'connectors_ai_openai_api_key' ) );
		putenv( 'MXCHAT_API_KEY' );
		putenv( 'OPENAI_API_KEY' );
	}
}
