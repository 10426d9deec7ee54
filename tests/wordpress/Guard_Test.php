<?php
declare( strict_types=1 );

use MxChat\Rest\Client_Address;
use MxChat\Rest\Route;
use MxChat\Rest\Routes;

final class Guard_Test extends Site_Test_Case {

	public function test_a_wrong_token_with_a_bad_parameter_is_401(): void {
		$this->mint_token( array( 'transcripts:read' ) );
		$response = $this->request( 'GET', '/transcripts', array( 'limit' => 'many' ), array( 'Authorization' => 'Bearer nonsense' ) );
		$this->assertRefused( 401, 'mxchat_rest_unauthorized', $response );
	}

	public function test_without_any_token_the_api_is_off(): void {
		$this->assertRefused( 401, 'mxchat_rest_disabled', $this->request( 'GET', '/transcripts' ) );
	}

	public function test_every_reason_of_a_401_gives_the_same_bytes(): void {
		$token   = $this->mint_token( array( 'transcripts:read' ) );
		$expired = $this->mint_token( array( 'transcripts:read' ), '2001-01-01 00:00:00' );
		$bodies  = array();
		foreach ( array( null, 'Bearer', "Basic $token", "Bearer {$token}x", "Bearer $expired", "Bearer \xff" ) as $header ) {
			$response = $this->request( 'GET', '/transcripts', array(), $header === null ? array() : array( 'Authorization' => $header ) );
			$bodies[] = wp_json_encode( $response->get_data() );
		}
		$this->assertSame( array( '{"code":"mxchat_rest_unauthorized","message":"Invalid bearer token.","data":{"status":401}}' ), array_unique( $bodies ) );
	}

	public function test_a_token_without_the_scope_is_403(): void {
		$token = $this->mint_token( array( 'knowledge:read' ) );
		$this->assertRefused( 403, 'mxchat_rest_forbidden', $this->request( 'GET', '/transcripts', array(), array( 'Authorization' => "Bearer $token" ) ) );
	}

	public function test_a_token_never_signs_a_user_in(): void {
		$token = $this->mint_token( array( 'transcripts:read' ) );
		$this->assertSame( 200, $this->request( 'GET', '/transcripts', array(), array( 'Authorization' => "Bearer $token" ) )->get_status() );
		$this->assertSame( 0, get_current_user_id() );
	}

	public function test_the_header_is_read_where_a_rewrite_has_put_it(): void {
		$_SERVER['REDIRECT_HTTP_AUTHORIZATION'] = 'Bearer ' . $this->mint_token( array( 'transcripts:read' ) );
		$this->assertSame( 200, $this->request( 'GET', '/transcripts' )->get_status() );
	}

	public function test_a_large_body_is_refused_before_it_is_read(): void {
		$session = $this->start_session();
		$body    = '{"message":"' . str_repeat( 'a', 70_000 ) . '"';
		$this->assertRefused( 413, 'mxchat_body_too_large', $this->raw_request( 'POST', '/chat', $body, array( 'X-MxChat-Session' => $session['secret'] ) ) );
		$this->assertRefused( 413, 'mxchat_body_too_large', $this->raw_request( 'POST', '/chat', '{}', array( 'Content-Length' => '44000000' ) ) );
	}

	/**
	 * @dataProvider unsound_bodies
	 */
	public function test_an_unsound_body_is_refused( string $body ): void {
		$session = $this->start_session();
		$this->assertRefused( 400, 'mxchat_invalid_json', $this->raw_request( 'POST', '/chat', $body, array( 'X-MxChat-Session' => $session['secret'] ) ) );
	}

	public function unsound_bodies(): array {
		return array(
			'cut'            => array( '{"message":"a' ),
			'a number'       => array( '5' ),
			'a list'         => array( '["message"]' ),
			'a word'         => array( '"message"' ),
			'null'           => array( 'null' ),
			'invalid UTF-8'  => array( "{\"message\":\"\xff\"}" ),
			'65 levels'      => array( str_repeat( '{"a":', 65 ) . '1' . str_repeat( '}', 65 ) ),
			'20,000 levels'  => array( str_repeat( '[', 20_000 ) ),
			'lone surrogate' => array( '{"message":"\ud800"}' ),
		);
	}

	/**
	 * @dataProvider bad_values
	 */
	public function test_a_bad_value_is_refused_by_name( string $name, mixed $value ): void {
		$session  = $this->start_session();
		$response = $this->ask( $session, 'Hello?', array() );
		$this->assertSame( 200, $response->get_status() );
		$body     = array( 'session_id' => $session['session_id'], 'message' => 'Hello?' );
		$response = $this->request( 'POST', '/chat', array( $name => $value ) + $body, array( 'X-MxChat-Session' => $session['secret'] ) );
		$this->assertRefused( 400, 'rest_invalid_param', $response );
		$this->assertSame( array( $name ), array_keys( $response->get_data()['data']['params'] ) );
	}

	public function bad_values(): array {
		return array(
			'empty message'     => array( 'message', '' ),
			'blank message'     => array( 'message', " \n\t" ),
			'8,001 characters'  => array( 'message', str_repeat( 'ä', 8001 ) ),
			'message as list'   => array( 'message', array( 'a' ) ),
			'message as number' => array( 'message', 5 ),
			'NUL'               => array( 'message', "a\0b" ),
			'id with a slash'   => array( 'client_message_id', '../x' ),
			'long id'           => array( 'client_message_id', str_repeat( 'a', 65 ) ),
			'page as text'      => array( 'page', 'https://example.com/' ),
			'page url as list'  => array( 'page', array( 'url' => array( 'a' ) ) ),
			'NUL in a page'     => array( 'page', array( 'url' => "\0" ) ),
			'bot id with space' => array( 'bot_id', 'a b' ),
		);
	}

	/**
	 * @dataProvider values_with_a_line_feed
	 */
	public function test_a_line_feed_at_the_end_is_part_of_a_text( string $path, array $params ): void {
		wp_set_current_user( 1 );
		$this->assertRefused( 400, 'rest_invalid_param', $this->request( 'POST', $path, $params ) );
	}

	public function values_with_a_line_feed(): array {
		return array(
			'an id'              => array( '/bots', array( 'bot_id' => "shop\n", 'name' => 'Shop' ) ),
			'a name in a list'   => array( '/connection', array( 'headers' => array( array( 'name' => "X-Team\n", 'value' => 'red' ) ) ) ),
			'a colour'           => array( '/settings', array( 'accent' => "#ffffff\n" ) ),
			'an address'         => array( '/knowledge', array( 'source_url' => "https://example.com/\n", 'content' => 'A text.' ) ),
		);
	}

	public function test_8000_characters_are_accepted(): void {
		$this->assertSame( 200, $this->ask( $this->start_session(), str_repeat( 'ä', 8000 ) )->get_status() );
	}

	public function test_invalid_utf8_in_a_query_is_refused_not_ignored(): void {
		$token    = $this->mint_token( array( 'transcripts:read' ) );
		$response = $this->request( 'GET', '/transcripts', array( 'session_id' => "\xff" ), array( 'Authorization' => "Bearer $token" ) );
		$this->assertRefused( 400, 'rest_invalid_param', $response );
		$this->assertSame( array( 'session_id' ), array_keys( $response->get_data()['data']['params'] ) );
	}

	public function test_a_missing_parameter_is_named(): void {
		$session  = $this->start_session();
		$response = $this->request( 'POST', '/chat', array( 'session_id' => $session['session_id'] ), array( 'X-MxChat-Session' => $session['secret'] ) );
		$this->assertRefused( 400, 'rest_missing_callback_param', $response );
		$this->assertSame( array( 'message' ), $response->get_data()['data']['params'] );
	}

	public function test_a_method_cannot_be_disguised(): void {
		$session = $this->start_session();
		$secret  = array( 'X-MxChat-Session' => $session['secret'] );
		$request = new WP_REST_Request( 'DELETE', "/mxchat/v1/sessions/{$session['session_id']}" );
		$request->set_query_params( array( '_method' => 'DELETE' ) );
		$this->assertRefused( 400, 'mxchat_method_override', $this->dispatch( $request, $secret ) );
		$this->assertRefused( 400, 'mxchat_method_override', $this->request( 'GET', '/health', array( '_jsonp' => 'steal' ) ) );
		$this->assertRefused( 400, 'mxchat_method_override', $this->request( 'GET', '/health', array(), array( 'X-HTTP-Method-Override' => 'DELETE' ) ) );
	}

	public function test_a_batch_changes_no_state(): void {
		$request = new WP_REST_Request( 'POST', '/batch/v1' );
		$request->set_header( 'Content-Type', 'application/json' );
		$request->set_body( (string) wp_json_encode( array( 'requests' => array( array( 'method' => 'POST', 'path' => '/mxchat/v1/sessions' ) ) ) ) );
		$this->dispatch( $request, array() );
		$this->assertSame( 0, $this->count_rows( 'sessions' ) );
	}

	public function test_unknown_body_fields_do_not_reach_the_answer(): void {
		$response = $this->ask( $this->start_session(), 'Hello?', array( 'model' => 'gpt', 'role' => 'system', 'history' => array( 'x' ) ) );
		$this->assertSame( 200, $response->get_status() );
	}

	public function test_a_route_without_a_scope_refuses_to_boot(): void {
		$this->expectException( LogicException::class );
		new Route( 'GET', '/open', '', stdClass::class, 'strlen', '' );
	}

	public function test_routes_register_nowhere_but_in_the_table(): void {
		$plugin = dirname( MxChat\PLUGIN_FILE ) . '/includes';
		$found  = array();
		foreach ( new RecursiveIteratorIterator( new RecursiveDirectoryIterator( $plugin, FilesystemIterator::SKIP_DOTS ) ) as $file ) {
			if ( str_contains( (string) file_get_contents( (string) $file ), 'register_rest_route' ) ) {
				$found[] = $file->getFilename();
			}
		}
		$this->assertSame( array( 'Routes.php' ), $found );
	}

	public function test_every_route_of_ours_is_in_the_table(): void {
		$ours = array();
		foreach ( rest_get_server()->get_routes() as $path => $handlers ) {
			if ( Routes::owns_path( $path ) && ! in_array( trim( $path, '/' ), Routes::NAMESPACES, true ) ) {
				foreach ( $handlers as $handler ) {
					foreach ( array_keys( $handler['methods'] ) as $method ) {
						$ours[] = "$method $path";
					}
				}
			}
		}
		$table = array_map( static fn( Route $route ) => "$route->method /$route->namespace$route->path", Routes::table() );
		sort( $ours );
		sort( $table );
		$this->assertNotEmpty( $ours );
		$this->assertSame( $table, $ours );
	}

	public function test_a_path_in_other_letters_meets_the_same_guard(): void {
		$request = new WP_REST_Request( 'GET', '/MXCHAT/v1/TRANSCRIPTS' );
		$this->assertContains( $this->dispatch( $request, array() )->get_status(), array( 401, 404 ) );
	}

	public function test_sessions_are_limited_and_say_when_to_come_back(): void {
		update_option( 'mxchat_settings', array( 'sessions_per_hour' => 3 ) );
		foreach ( array( '2', '1', '0' ) as $remaining ) {
			$response = $this->request( 'POST', '/sessions' );
			$this->assertSame( 201, $response->get_status() );
			$this->assertSame( $remaining, $response->get_headers()['RateLimit-Remaining'] );
		}
		$response = $this->request( 'POST', '/sessions' );
		$this->assertRefused( 429, 'mxchat_rate_limited', $response );
		$this->assertSame( '3', $response->get_headers()['RateLimit-Limit'] );
		$this->assertGreaterThanOrEqual( 1, (int) $response->get_headers()['Retry-After'] );
		$this->assertLessThanOrEqual( 7200, (int) $response->get_headers()['Retry-After'] );
		$this->assertSame( 3, $this->count_rows( 'sessions' ) );
	}

	public function test_another_address_has_its_own_limit(): void {
		update_option( 'mxchat_settings', array( 'sessions_per_hour' => 1 ) );
		$this->start_session();
		$_SERVER['REMOTE_ADDR'] = '203.0.113.8';
		$this->start_session();
		$this->assertSame( 2, $this->count_rows( 'sessions' ) );
	}

	/**
	 * @dataProvider networks
	 */
	public function test_addresses_are_counted_by_network( string $address, string $network ): void {
		$this->assertSame( $network, Client_Address::network( $address ) );
	}

	public function networks(): array {
		return array(
			'IPv4'        => array( '203.0.113.7', '203.0.113.7' ),
			'IPv6'        => array( '2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64' ),
			'mapped IPv4' => array( '::ffff:203.0.113.7', '203.0.113.7' ),
			'nonsense'    => array( 'x', 'unknown' ),
		);
	}

	public function test_a_proxy_header_counts_only_from_a_listed_proxy(): void {
		$_SERVER['HTTP_X_FORWARDED_FOR'] = '198.51.100.9, 192.0.2.1';
		$this->assertSame( '203.0.113.7', Client_Address::current() );
		update_option( 'mxchat_settings', array( 'trusted_proxies' => array( '203.0.113.7', '192.0.2.1' ) ) );
		$this->assertSame( '198.51.100.9', Client_Address::current() );
		update_option( 'mxchat_settings', array( 'trusted_proxies' => array( '2001:0DB8::1', '192.0.2.1' ) ) );
		foreach ( array( '2001:db8::1', '::ffff:192.0.2.1' ) as $spelling ) {
			$_SERVER['REMOTE_ADDR'] = $spelling;
			$this->assertSame( '198.51.100.9', Client_Address::current(), $spelling );
		}
		unset( $_SERVER['HTTP_X_FORWARDED_FOR'] );
	}
}
