<?php
declare( strict_types=1 );

use MxChat\Rest\Limit_Cache;

final class Limits_Test extends Site_Test_Case {

	protected function tearDown(): void {
		wp_using_ext_object_cache( false );
		parent::tearDown();
	}

	public function test_a_persistent_object_cache_counts_instead_of_the_database(): void {
		update_option( 'mxchat_settings', array( 'sessions_per_hour' => 2 ) );
		wp_using_ext_object_cache( true );
		$statuses = array();
		foreach ( range( 1, 4 ) as $try ) {
			$statuses[] = $this->request( 'POST', '/sessions' )->get_status();
		}
		$this->assertSame( array( 201, 201, 429, 429 ), $statuses );
		$this->assertSame( 0, $this->count_rows( 'limits' ) );
	}

	public function test_what_the_cache_refuses_does_not_count(): void {
		$this->assertSame(
			array( true, false, false, true ),
			array(
				Limit_Cache::try_hit( 'key', 60, 1, 120 ),
				Limit_Cache::try_hit( 'key', 60, 1, 120 ),
				Limit_Cache::try_hit( 'key', 60, 1, 120 ),
				Limit_Cache::try_hit( 'key', 60, 2, 120 ),
			)
		);
		$this->assertSame( 2, Limit_Cache::hits( 'key', 60 ) );
	}

	public function test_a_cache_that_holds_something_else_does_not_open_the_door(): void {
		wp_cache_set( 'key:60', -5, 'mxchat_limits' );
		$this->assertFalse( Limit_Cache::try_hit( 'key', 60, 0, 120 ) );
		$this->assertSame( 0, Limit_Cache::hits( 'key', 60 ) );
	}

	/**
	 * Another request may have begun the next window from what this one held until then.
	 *
	 * @dataProvider counters
	 */
	public function test_a_hit_that_comes_after_the_end_of_its_window_counts_in_the_next( bool $has_cache ): void {
		wp_using_ext_object_cache( $has_cache );
		update_option( 'mxchat_settings', array( 'sessions_per_hour' => 2 ) );
		$turn = HOUR_IN_SECONDS * intdiv( time(), HOUR_IN_SECONDS );
		// Before the turn when it began to count, after it when it had counted.
		Clock::tell( $turn - 1, $turn, $turn, $turn );
		$headers = $this->request( 'POST', '/sessions' )->get_headers();
		$this->assertSame( array( '1', '3600' ), array( $headers['RateLimit-Remaining'], $headers['RateLimit-Reset'] ) );
		Clock::tell( $turn, $turn );
		$this->assertSame( '0', $this->request( 'POST', '/sessions' )->get_headers()['RateLimit-Remaining'] );
		Clock::tell( $turn, $turn );
		$this->assertSame( 429, $this->request( 'POST', '/sessions' )->get_status() );
		// An hour later both still count, so none is left; after half of it more, one of them has gone.
		Clock::tell( $turn + HOUR_IN_SECONDS );
		$this->assertSame( 429, $this->request( 'POST', '/sessions' )->get_status() );
		Clock::tell( $turn + HOUR_IN_SECONDS * 3 / 2, $turn + HOUR_IN_SECONDS * 3 / 2 );
		$this->assertSame( 201, $this->request( 'POST', '/sessions' )->get_status() );
	}

	public static function counters(): array {
		return array( 'the database' => array( false ), 'the cache' => array( true ) );
	}

	public function test_a_token_has_the_documented_limit_of_its_own(): void {
		foreach ( array( $this->mint_token( array( 'transcripts:read' ) ), $this->mint_token( array( 'transcripts:read' ) ) ) as $token ) {
			$headers = $this->request( 'GET', '/transcripts', array(), array( 'Authorization' => "Bearer $token" ) )->get_headers();
			$this->assertSame( array( '1000', '999' ), array( $headers['RateLimit-Limit'], $headers['RateLimit-Remaining'] ) );
		}
	}
}
