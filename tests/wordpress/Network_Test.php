<?php
declare( strict_types=1 );

use MxChat\Provider\Connection_Store;
use MxChat\Provider\Providers;

/**
 * A connection that the sites of a network share.
 *
 * @group network
 */
final class Network_Test extends Site_Test_Case {

	private const KEY = 'sk-network-0123456789';

	protected function setUp(): void {
		parent::setUp();
		$this->forget();
		wp_set_current_user( 1 );
	}

	protected function tearDown(): void {
		$this->forget();
		parent::tearDown();
	}

	public function test_only_the_network_s_administrator_sets_it(): void {
		require_once ABSPATH . 'wp-admin/includes/ms.php';
		$user_id = wp_insert_user( array( 'user_login' => 'of_a_site', 'user_pass' => 'secret', 'role' => 'administrator' ) );
		wp_set_current_user( $user_id );
		$this->assertSame( 200, $this->request( 'GET', '/connection' )->get_status() );
		$this->assertRefused( 403, 'mxchat_rest_forbidden', $this->request( 'POST', '/network/connection', array( 'api_key' => self::KEY ) ) );
		$this->assertRefused( 403, 'mxchat_rest_forbidden', $this->request( 'GET', '/network/connection' ) );
		wp_set_current_user( 1 );
		wpmu_delete_user( $user_id );
	}

	public function test_every_site_inherits_it_and_sees_no_more_than_that(): void {
		$this->share();
		foreach ( get_sites( array( 'fields' => 'ids' ) ) as $site_id ) {
			switch_to_blog( (int) $site_id );
			$connection = Providers::connection();
			restore_current_blog();
			$this->assertSame( array( 'https://models.example/v1', self::KEY ), array( $connection->base_url, $connection->key->reveal() ) );
		}
		$state = $this->request( 'GET', '/connection' )->get_data();
		$this->assertSame( array( true, false, 'network', true ), array( $state['is_inherited'], $state['allows_own'], $state['key']['source'], $state['key']['is_fixed'] ) );
		$this->assertStringNotContainsString( substr( self::KEY, 0, 12 ), (string) wp_json_encode( $state ) );
	}

	public function test_the_network_s_administrator_can_change_the_key(): void {
		$this->share();
		$key = $this->request( 'GET', '/network/connection' )->get_data()['key'];
		$this->assertSame( array( true, false, '6789' ), array( $key['is_set'], $key['is_fixed'], $key['hint'] ) );
		$this->share( array( 'api_key' => 'sk-network-9876543210' ) );
		$this->assertSame( 'sk-network-9876543210', Providers::connection()->key->reveal() );
	}

	public function test_a_site_changes_nothing_unless_it_is_allowed(): void {
		$this->share();
		$this->assertRefused( 409, 'mxchat_connection_of_network', $this->request( 'POST', '/connection', array( 'base_url' => 'https://evil.example/v1' ) ) );
		$this->share( array( 'allows_own' => true ) );
		$own = $this->request( 'POST', '/connection', array( 'base_url' => 'https://own.example/v1', 'api_key' => 'sk-own-0123456789abc' ) )->get_data();
		$this->assertSame( array( false, 'option', 'https://own.example/v1' ), array( $own['is_inherited'], $own['key']['source'], $own['base_url'] ) );
		$this->assertSame( 'https://models.example/v1', $this->request( 'POST', '/connection', array( 'uses_network' => true ) )->get_data()['base_url'] );
	}

	public function test_a_site_s_own_connection_never_carries_the_network_s_key(): void {
		$this->share( array( 'allows_own' => true ) );
		$this->request( 'POST', '/connection', array( 'base_url' => 'https://elsewhere.example/v1' ) );
		$this->assertSame( 'not_configured', Providers::connection()->kind );
		$this->request( 'POST', '/connection', array( 'base_url' => 'https://models.example/v1' ) );
		$this->assertSame( 'not_configured', Providers::connection()->kind );
	}

	public function test_the_server_s_key_goes_to_no_address_of_a_site(): void {
		putenv( 'MXCHAT_API_KEY=sk-of-the-server-0123' );
		try {
			$this->assertSame( 'https://api.openai.com/v1', Providers::connection()->base_url );
			$this->request( 'POST', '/connection', array( 'base_url' => 'https://evil.example/v1' ) );
			$this->assertSame( 'not_configured', Providers::connection()->kind );
			$this->assertSame( 'option', $this->request( 'POST', '/connection', array( 'api_key' => 'sk-own-0123456789abc' ) )->get_data()['key']['source'] );
			$this->request( 'POST', '/connection', array( 'api_key' => null ) );
			$this->share( array( 'allows_own' => true, 'api_key' => null ) );
			$this->assertSame( 'not_configured', Providers::connection()->kind );
			$this->request( 'POST', '/connection', array( 'uses_network' => true ) );
			$this->assertSame( 'sk-of-the-server-0123', Providers::connection()->key->reveal() );
		} finally {
			putenv( 'MXCHAT_API_KEY' );
		}
	}

	public function test_a_site_that_was_allowed_once_falls_back_when_it_no_longer_is(): void {
		$this->share( array( 'allows_own' => true ) );
		$this->request( 'POST', '/connection', array( 'base_url' => 'https://own.example/v1', 'needs_key' => false ) );
		$this->share();
		$this->assertSame( 'https://models.example/v1', Providers::connection()->base_url );
	}

	public function test_sharing_none_leaves_each_site_to_itself(): void {
		$this->share();
		$this->assertFalse( $this->request( 'DELETE', '/network/connection' )->get_data()['is_shared'] );
		$this->assertFalse( Connection_Store::is_inherited() );
		$this->assertSame( 'not_configured', Providers::connection()->kind );
	}

	public function test_the_server_s_key_of_a_vector_store_goes_to_no_address_of_a_site(): void {
		require_once ABSPATH . 'wp-admin/includes/ms.php';
		$evil    = array( 'vector_store' => array( 'kind' => 'qdrant', 'url' => 'https://evil.example' ) );
		$user_id = wp_insert_user( array( 'user_login' => 'of_a_site', 'user_pass' => 'secret', 'role' => 'administrator' ) );
		wp_set_current_user( $user_id );
		$this->assertRefused( 400, 'rest_invalid_param', $this->request( 'POST', '/settings', $evil ) );
		$this->assertSame( 200, $this->request( 'POST', '/settings', array( 'vector_store' => array( 'kind' => 'table' ) ) )->get_status() );
		wp_set_current_user( 1 );
		$this->assertSame( 200, $this->request( 'POST', '/settings', $evil )->get_status() );
		wp_set_current_user( $user_id );
		$this->assertSame( 200, $this->request( 'POST', '/settings', $evil )->get_status(), 'What is set may be saved again.' );
		wp_set_current_user( 1 );
		wpmu_delete_user( $user_id );
	}

	public function test_a_page_that_is_written_on_another_site_is_known_there(): void {
		global $wpdb;
		$site_id = $this->other_site();
		switch_to_blog( $site_id );
		MxChat\Schema::upgrade_if_needed();
		$post_id = wp_insert_post( array( 'post_title' => 'Repairs', 'post_content' => 'We repair zips.', 'post_type' => 'page', 'post_status' => 'publish' ) );
		restore_current_blog();
		$here = $this->count_rows( 'sources' );
		MxChat\Knowledge\Sync::write_changes();
		$this->assertSame( $here, $this->count_rows( 'sources' ) );
		switch_to_blog( $site_id );
		$there = $wpdb->get_col( 'SELECT title FROM ' . MxChat\Schema::table( 'sources' ) );
		wp_delete_post( $post_id, true );
		restore_current_blog();
		MxChat\Knowledge\Sync::write_changes();
		$this->assertContains( 'Repairs', $there );
	}

	public function test_a_site_that_nobody_activated_the_plugin_on_is_read_once(): void {
		global $wpdb;
		switch_to_blog( $this->other_site() );
		delete_option( 'mxchat_schema_version' );
		MxChat\Schema::upgrade_if_needed();
		$wpdb->query( 'DELETE FROM ' . MxChat\Schema::table( 'jobs' ) );
		delete_option( 'mxchat_schema_version' );
		MxChat\Schema::upgrade_if_needed();
		MxChat\Schema::upgrade_if_needed();
		$kinds = $wpdb->get_col( 'SELECT kind FROM ' . MxChat\Schema::table( 'jobs' ) );
		restore_current_blog();
		$this->assertSame( array( 'reindex' ), $kinds );
	}

	public function test_no_site_keeps_events_of_a_plugin_that_the_network_has_switched_off(): void {
		$site_id = $this->other_site();
		$events  = static function () use ( $site_id ): array {
			switch_to_blog( $site_id );
			MxChat\Jobs\Daily::schedule();
			restore_current_blog();
			MxChat\Plugin::deactivate( true );
			switch_to_blog( $site_id );
			$left = wp_next_scheduled( 'mxchat_daily' );
			restore_current_blog();
			return array( $left, wp_next_scheduled( 'mxchat_daily' ) );
		};
		$this->assertSame( array( false, false ), $events() );
		MxChat\Jobs\Daily::schedule();
	}

	private function other_site(): int {
		return (int) max( get_sites( array( 'fields' => 'ids' ) ) );
	}

	private function share( array $more = array() ): void {
		$this->assertSame( 200, $this->request( 'POST', '/network/connection', $more + array( 'base_url' => 'https://models.example/v1', 'api_key' => self::KEY ) )->get_status() );
	}

	private function forget(): void {
		delete_site_option( Connection_Store::NETWORK_OPTION );
		delete_option( Connection_Store::OPTION );
	}
}
