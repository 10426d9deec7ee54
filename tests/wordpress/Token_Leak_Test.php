<?php
declare( strict_types=1 );

use MxChat\Provider\Connection_Store;
use MxChat\Rest\Route;
use MxChat\Rest\Routes;

require_once __DIR__ . '/Upstream.php';

/**
 * What a thief of the database, of the logs or of an owner's screen gets of a secret: its hint.
 */
final class Token_Leak_Test extends Site_Test_Case {

	private const SLICE = 8;

	/** @var string[] Every answer of the API but those that show a secret for the only time. */
	private array $answers = array();

	private string|false $usual_log;

	protected function setUp(): void {
		parent::setUp();
		$this->usual_log = ini_set( 'error_log', $this->log_folder() . '/leaks.log' );
	}

	protected function tearDown(): void {
		ini_set( 'error_log', (string) $this->usual_log );
		array_map( 'unlink', glob( $this->log_folder() . '/leaks.log' ) );
		array_map( 'delete_option', array( Connection_Store::OPTION, MxChat\Actions\Image_Search_Key::OPTION, 'mxchat_last_failure', 'mxchat_provider_models', 'mxchat_provider_verdicts' ) );
		MxChat\Embeddings\State_Store::switch_off();
		wp_clear_scheduled_hook( MxChat\Jobs\Queue::HOOK );
		parent::tearDown();
	}

	public function test_no_slice_of_a_token_is_kept_anywhere(): void {
		wp_set_current_user( 1 );
		$key   = array( 'Idempotency-Key' => 'a key that names this very request' );
		$first = $this->request( 'POST', '/tokens', array(), $key )->get_data();
		$this->request( 'POST', '/tokens', array(), $key );
		$second = $this->request( 'POST', "/tokens/{$first['id']}/rotate", array(), array( 'Idempotency-Key' => 'another' ) )->get_data();
		wp_set_current_user( 0 );
		foreach ( array( $first['token'], $second['token'] ) as $token ) {
			$bearer = array( 'Authorization' => "Bearer $token" );
			$this->hear( 'GET', '/transcripts', array(), $bearer );
			$this->hear( 'GET', '/transcripts', array( 'limit' => 'x' ), $bearer );
			$this->hear( 'DELETE', '/transcripts', array( 'session_ids' => array( 'a' ) ), $bearer );
			$this->hear( 'GET', '/tokens', array(), $bearer );
		}
		$dump = $this->dump();
		$this->assertStringContainsString( $second['hint'], $dump );
		$this->assertStringContainsString( MxChat\Core\hash_token( $second['token'] ), $dump );
		$this->assertNoSlice( array( $first['token'], $second['token'] ), $dump );
	}

	public function test_no_slice_of_an_owner_s_secret_is_kept_or_shown_whatever_fails(): void {
		wp_set_current_user( 1 );
		$upstream = Upstream::start();
		$secrets  = array_map( static fn( string $prefix ) => $prefix . bin2hex( random_bytes( 20 ) ), array( 'key' => 'sk-', 'header' => 'gw-', 'search' => 'BSA' ) );
		$this->hear( 'POST', '/connection', array( 'base_url' => $upstream->url, 'mode' => 'responses', 'api_key' => $secrets['key'], 'headers' => array( array( 'name' => 'X-Gateway', 'value' => $secrets['header'] ) ) ) );
		$this->hear( 'POST', '/actions/site', array( 'image_search_key' => $secrets['search'] ) );
		$this->hear( 'POST', '/connection', array( 'api_key' => $secrets['key'] . "\n" ), array( 'Idempotency-Key' => 'a key that names this very request' ) );
		$this->hear( 'POST', '/connection', array( 'api_key' => array( $secrets['key'] ), 'mode' => $secrets['key'] ) );
		$this->hear( 'POST', '/actions/site', array( 'image_search_key' => $secrets['search'] . ' ' ) );
		$this->hear( 'POST', '/assistants/site', array( 'is_enabled' => true, 'model' => 'scripted-large' ) );
		$session            = $this->start_session();
		$secrets['session'] = $session['secret'];
		$this->use( $upstream, $session, $secrets );
		$secrets = array( ...$secrets, ...$this->webhook_secrets() );
		$this->look_at_everything();

		$this->assertSame( $secrets['key'], MxChat\Provider\Providers::connection()->key->reveal() );
		$this->assertSame( $secrets['search'], MxChat\Actions\Image_Search_Key::get()->reveal() );
		$this->assertStringContainsString( 'provider err_', $this->logs(), 'A failure is logged.' );
		$this->assertNoSlice( $secrets, $this->dump() );
	}

	/**
	 * The provider's failures repeat what they were sent: in sentences, in a page, in headers, in the middle of an answer.
	 */
	private function use( Upstream $upstream, array $session, array $secrets ): void {
		$told  = "Incorrect API key provided: {$secrets['key']}, {$secrets['header']}.";
		$error = array( 'error' => array( 'message' => $told, 'type' => 'invalid_request_error', 'code' => 'invalid_api_key', 'param' => $secrets['key'] ) );
		$steps = array(
			array( 'status' => 401, 'body' => $error ),
			array( 'status' => 400, 'body' => $error, 'headers' => array( 'x-request-id' => $secrets['key'] ) ),
			array( 'status' => 500, 'body' => "<html>$told</html>", 'times' => 3 ),
			array( 'garbage' => $told ),
			array( 'text' => 'We repair zips.', 'error_after' => 3, 'error' => $error['error'] ),
			array( 'status' => 302, 'headers' => array( 'location' => "http://127.0.0.1:9/?key={$secrets['key']}" ) ),
		);
		foreach ( $steps as $step ) {
			$upstream->script( $step + array( 'path' => '.*' ) );
			$this->hear( 'POST', '/connection/test', array( 'model' => 'scripted-large' ) );
			$upstream->script( $step );
			$this->hear( 'POST', '/chat', array( 'session_id' => $session['session_id'], 'message' => 'Do you repair zips?' ), array( 'X-MxChat-Session' => $session['secret'] ) );
			$upstream->script( $step + array( 'path' => '.*' ) );
			$this->hear( 'POST', '/embeddings/model', array( 'model' => 'scripted-embedding' ) );
		}
		$upstream->script();
		$this->assertGreaterThan( 5, count( $upstream->journal() ) );
	}

	/**
	 * @return string[]
	 */
	private function webhook_secrets(): array {
		$key  = array( 'Idempotency-Key' => 'a key that names this request, too' );
		$made = $this->request( 'POST', '/webhooks', array( 'url' => 'https://example.com/hook', 'events' => array( 'message.created' ) ), $key )->get_data()['data'];
		$next = $this->request( 'POST', "/webhooks/{$made['id']}/rotate" )->get_data()['data'];
		$this->hear( 'GET', "/webhooks/{$made['id']}" );
		$this->hear( 'GET', "/webhooks/{$made['id']}/deliveries" );
		return array( $made['secret'], $next['secret'] );
	}

	/**
	 * All that an owner may look at.
	 */
	private function look_at_everything(): void {
		$seen = 0;
		foreach ( Routes::table() as $route ) {
			if ( $route->method === 'GET' && $route->access !== Route::SESSION && ! str_contains( $route->path, '(' ) ) {
				$path     = stripslashes( $route->path );
				$response = $this->dispatch( new WP_REST_Request( 'GET', "/$route->namespace$path" ), array() );
				$this->keep( $response );
				$seen += $response->get_status() === 200 ? 1 : 0;
			}
		}
		$this->assertGreaterThan( 20, $seen );
	}

	private function hear( string $method, string $path, array $params = array(), array $headers = array() ): void {
		$this->keep( $this->request( $method, $path, $params, $headers ) );
	}

	private function keep( WP_REST_Response $response ): void {
		$this->answers[] = serialize( array( wp_json_encode( $response->get_data(), JSON_UNESCAPED_SLASHES ), $response->get_headers() ) );
	}

	private function assertNoSlice( array $secrets, string $dump ): void {
		foreach ( $secrets as $name => $secret ) {
			foreach ( range( 0, strlen( $secret ) - self::SLICE ) as $start ) {
				$at = strpos( $dump, substr( $secret, $start, self::SLICE ) );
				$this->assertFalse( $at, "A piece of the secret $name: " . substr( $dump, max( 0, (int) $at - 200 ), 400 ) );
			}
		}
	}

	private function dump(): string {
		return $this->database() . $this->logs() . serialize( wp_load_alloptions() ) . implode( '', $this->answers );
	}

	private function database(): string {
		global $wpdb;
		$dump = '';
		foreach ( $wpdb->get_col( $wpdb->prepare( 'SHOW TABLES LIKE %s', $wpdb->esc_like( $wpdb->prefix ) . '%' ) ) as $table ) {
			$dump .= serialize( $wpdb->get_results( "SELECT * FROM `$table`", ARRAY_N ) );
		}
		return $dump;
	}

	private function logs(): string {
		$files = glob( $this->log_folder() . '/*' );
		return implode( '', array_map( 'file_get_contents', array_filter( $files, 'is_file' ) ) );
	}

	private function log_folder(): string {
		return dirname( rtrim( ABSPATH, '/' ) ) . '/log';
	}
}
