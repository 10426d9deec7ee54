<?php
declare( strict_types=1 );

use MxChat\Schema;

/**
 * A test on a real WordPress: it makes what it needs and leaves nothing behind.
 */
abstract class Site_Test_Case extends PHPUnit\Framework\TestCase {

	/** @var int[] */
	private array $post_ids = array();

	public static function tearDownAfterClass(): void {
		self::empty_tables();
	}

	protected function setUp(): void {
		self::empty_tables();
		wp_cache_flush();
		Clock::set_right();
		wp_set_current_user( 0 );
		$_GET = array();
		foreach ( array( 'HTTP_AUTHORIZATION', 'REDIRECT_HTTP_AUTHORIZATION' ) as $key ) {
			unset( $_SERVER[ $key ] );
		}
		$_SERVER['REMOTE_ADDR'] = '203.0.113.7';
	}

	protected function tearDown(): void {
		foreach ( $this->post_ids as $post_id ) {
			wp_delete_post( $post_id, true );
		}
		MxChat\Knowledge\Sync::write_changes();
		delete_option( 'mxchat_settings' );
	}

	/**
	 * A request as a program sends it, through the door and every check.
	 *
	 * @param array<string,mixed>  $params  Query of a GET, JSON body otherwise.
	 * @param array<string,string> $headers
	 */
	protected function request( string $method, string $path, array $params = array(), array $headers = array() ): WP_REST_Response {
		$request = new WP_REST_Request( $method, '/mxchat/v1' . $path );
		if ( $method === 'GET' ) {
			$request->set_query_params( $params );
		} else {
			$request->set_header( 'Content-Type', 'application/json' );
			$request->set_body( $params ? (string) wp_json_encode( $params ) : '{}' );
		}
		return $this->dispatch( $request, $headers );
	}

	protected function raw_request( string $method, string $path, string $body, array $headers = array() ): WP_REST_Response {
		$request = new WP_REST_Request( $method, '/mxchat/v1' . $path );
		$request->set_header( 'Content-Type', 'application/json' );
		$request->set_body( $body );
		return $this->dispatch( $request, $headers );
	}

	protected function dispatch( WP_REST_Request $request, array $headers ): WP_REST_Response {
		foreach ( $headers as $name => $value ) {
			$request->set_header( $name, $value );
		}
		$response = rest_do_request( $request );
		return apply_filters( 'rest_post_dispatch', rest_ensure_response( $response ), rest_get_server(), $request );
	}

	/**
	 * @return array{session_id:string,secret:string,expires_at:string}
	 */
	protected function start_session(): array {
		$response = $this->request( 'POST', '/sessions' );
		$this->assertSame( 201, $response->get_status() );
		return $response->get_data();
	}

	protected function ask( array $session, string $message, array $more = array() ): WP_REST_Response {
		return $this->request(
			'POST',
			'/chat',
			array(
				'session_id' => $session['session_id'],
				'message'    => $message,
			) + $more,
			array( 'X-MxChat-Session' => $session['secret'] )
		);
	}

	/**
	 * A page whose text is known to the engine when this returns.
	 */
	protected function publish( string $title, string $content, array $more = array() ): int {
		$post_id          = wp_insert_post(
			$more + array(
				'post_title'   => $title,
				'post_content' => $content,
				'post_type'    => 'page',
				'post_status'  => 'publish',
			),
			true
		);
		$this->post_ids[] = $post_id;
		MxChat\Knowledge\Sync::write_changes();
		return $post_id;
	}

	/**
	 * A stored token; only the test sees the token itself.
	 *
	 * @param string[] $scopes
	 */
	protected function mint_token( array $scopes, ?string $expires_at = null ): string {
		$token = MxChat\Core\mint_token( random_bytes( 32 ) );
		MxChat\Api_Access\Store::insert( 'Test', MxChat\Core\hash_token( $token ), substr( $token, -4 ), $scopes, $expires_at );
		return $token;
	}

	protected function assertRefused( int $status, string $code, WP_REST_Response $response ): void {
		$this->assertSame( array( $status, $code ), array( $response->get_status(), $response->get_data()['code'] ?? null ) );
		$this->assertSame( $status, $response->get_data()['data']['status'] );
	}

	protected function count_rows( string $table ): int {
		global $wpdb;
		return (int) $wpdb->get_var( 'SELECT COUNT(*) FROM ' . Schema::table( $table ) );
	}

	private static function empty_tables(): void {
		global $wpdb;
		foreach ( Schema::names() as $table ) {
			$wpdb->query( 'DELETE FROM ' . Schema::table( $table ) );
		}
	}
}
