<?php
declare( strict_types=1 );

use MxChat\Rest\Route;
use MxChat\Rest\Routes;

/**
 * Every route with every kind of caller that it is not for.
 */
final class Rights_Test extends Site_Test_Case {

	/** What anybody may ask. Whoever adds a row here has thought about it. */
	private const PUBLIC = array(
		'GET /mxchat/v1/actions/model',
		'GET /mxchat/v1/actions/thumbnails',
		'GET /mxchat/v1/authorization',
		'GET /mxchat/v1/health',
		'GET /mxchat/v1/knowledge/index',
		'GET /mxchat/v1/openapi\.json',
		'GET /mxchat/v1/streaming',
		'POST /mxchat/v1/sessions',
	);

	/** What stands for a part of a path: the first that fits. */
	private const SAMPLES = array( '1', 'asst_AAAAAAAAAAAAAAAAAAAAAAAA', 'job_00000000000000000000000000000000', 'thumbnail' );

	/** @var int[] */
	private array $user_ids = array();

	protected function tearDown(): void {
		require_once ABSPATH . 'wp-admin/includes/user.php';
		array_map( 'wp_delete_user', $this->user_ids );
		parent::tearDown();
	}

	public function test_what_is_public_is_written_here(): void {
		$public = array();
		foreach ( Routes::table() as $route ) {
			if ( $route->access === Route::PUBLIC ) {
				$public[] = "$route->method /$route->namespace$route->path";
			}
		}
		$this->assertEqualsCanonicalizing( self::PUBLIC, $public );
	}

	public function test_a_stranger_reaches_what_is_public_alone(): void {
		$this->assertRefusedEverywhere( array( Route::SESSION => 404, Route::OWNER => 401, 'token' => 401 ) );
		$this->mint_token( array( 'chat:write' ) );
		$this->assertRefusedEverywhere( array( Route::SESSION => 404, Route::OWNER => 401, 'token' => 401 ) );
	}

	public function test_a_visitor_reaches_no_owner_s_route(): void {
		$session = $this->start_session();
		$this->assertRefusedEverywhere( array( Route::OWNER => 401, 'token' => 401 ), array( 'X-MxChat-Session' => $session['secret'] ) );
	}

	public function test_a_session_that_is_over_opens_nothing(): void {
		global $wpdb;
		$session = $this->start_session();
		$wpdb->query( 'UPDATE ' . MxChat\Schema::table( 'sessions' ) . " SET expires_at = '2020-01-01 00:00:00'" );
		$this->assertRefusedEverywhere( array( Route::SESSION => 404 ), array( 'X-MxChat-Session' => $session['secret'] ) );
	}

	/**
	 * @dataProvider roles
	 */
	public function test_who_is_signed_in_and_may_manage_nothing_is_refused( string $role ): void {
		$this->user_ids[] = wp_insert_user( array( 'user_login' => "rights_$role", 'user_pass' => wp_generate_password(), 'role' => $role ) );
		wp_set_current_user( end( $this->user_ids ) );
		$this->assertRefusedEverywhere( array( Route::SESSION => 404, Route::OWNER => 403, 'token' => 401 ) );
	}

	public static function roles(): array {
		return array( 'a subscriber' => array( 'subscriber' ), 'an editor' => array( 'editor' ) );
	}

	public function test_a_token_opens_its_scopes_alone(): void {
		foreach ( Route::SCOPES as $scope ) {
			$others = $this->mint_token( array_values( array_diff( Route::SCOPES, array( $scope ) ) ) );
			$auth   = array( 'Authorization' => "Bearer $others" );
			$this->assertRefusedEverywhere( array( Route::SESSION => 404, Route::OWNER => 401, $scope => 403 ), $auth );
		}
	}

	public function test_a_token_that_has_expired_opens_nothing(): void {
		$token = $this->mint_token( Route::SCOPES, '2020-01-01 00:00:00' );
		$this->assertRefusedEverywhere( array( Route::SESSION => 404, Route::OWNER => 401, 'token' => 401 ), array( 'Authorization' => "Bearer $token" ) );
	}

	public function test_a_test_token_reaches_no_live_bot_s_data(): void {
		$this->publish( 'Repairs', 'We repair zips.' );
		$token   = $this->mint_test_token();
		$reached = array();
		foreach ( Routes::table() as $route ) {
			if ( $route->needs_token() && ! $route->keeps_tests_apart ) {
				$status = $this->status( $route, array( 'Authorization' => "Bearer $token" ) );
				if ( ! in_array( $status, array( 400, 403, 404, 422 ), true ) ) {
					$reached[] = "$route->method $route->path: $status";
				}
			}
		}
		$this->assertSame( array(), $reached );
	}

	/**
	 * @param array<string,int>    $statuses By the access of a route; `token` stands for every scope.
	 * @param array<string,string> $headers
	 */
	private function assertRefusedEverywhere( array $statuses, array $headers = array() ): void {
		$wrong = array();
		$count = 0;
		foreach ( Routes::table() as $route ) {
			$expected = $statuses[ $route->access ] ?? ( $route->needs_token() ? $statuses['token'] ?? null : null );
			// What is for authors is not refused to an editor.
			if ( $expected === null || ( $route->capability === 'edit_posts' && current_user_can( 'edit_posts' ) ) ) {
				continue;
			}
			++$count;
			$status = $this->status( $route, $headers );
			if ( $status !== $expected ) {
				$wrong[] = "$route->method $route->path: $status instead of $expected";
			}
		}
		$this->assertSame( array(), $wrong );
		$this->assertGreaterThan( 0, $count );
	}

	private function status( Route $route, array $headers ): int {
		$request = new WP_REST_Request( $route->method, "/$route->namespace" . self::path( $route ) );
		$request->set_header( 'Content-Type', 'application/json' );
		if ( $route->method !== 'GET' ) {
			$request->set_body( '{}' );
		}
		return $this->dispatch( $request, $headers )->get_status();
	}

	private static function path( Route $route ): string {
		$path = preg_replace_callback(
			'/\(\?P<\w+>((?:[^()]|\((?1)\))*)\)/',
			static fn( array $part ) => current( preg_grep( "@^(?:$part[1])\$@D", self::SAMPLES ) ) ?: 'none',
			$route->path
		);
		self::assertTrue( $route->matches_path( "/$route->namespace$path" ), "$path is no sample of $route->path" );
		return $path;
	}

	private function mint_test_token(): string {
		$token = MxChat\Core\mint_token( random_bytes( 32 ) );
		MxChat\Api_Access\Store::insert( 'Test', MxChat\Core\hash_token( $token ), substr( $token, -4 ), Route::SCOPES, null, true );
		return $token;
	}
}
