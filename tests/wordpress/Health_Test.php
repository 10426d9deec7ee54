<?php
declare( strict_types=1 );

final class Health_Test extends Site_Test_Case {

	public function test_it_has_exactly_the_documented_fields(): void {
		$this->assertSame(
			array(
				'ok'              => true,
				'plugin_version'  => MxChat\VERSION,
				'token_set'       => false,
				'embedding_model' => '',
				'utils_loaded'    => true,
				'namespace'       => 'mxchat/v1',
			),
			$this->request( 'GET', '/health' )->get_data()
		);
	}

	public function test_it_tells_that_a_token_is_set(): void {
		$this->mint_token( array( 'transcripts:read' ) );
		$this->assertTrue( $this->request( 'GET', '/health' )->get_data()['token_set'] );
	}

	public function test_an_expired_token_does_not_count_as_set(): void {
		$this->mint_token( array( 'transcripts:read' ), '2001-01-01 00:00:00' );
		$this->assertFalse( $this->request( 'GET', '/health' )->get_data()['token_set'] );
	}

	public function test_a_setting_reduces_it_for_strangers_only(): void {
		update_option( 'mxchat_settings', array( 'health_for_strangers' => 'minimal' ) );
		$this->assertSame(
			array(
				'ok'        => true,
				'namespace' => 'mxchat/v1',
			),
			$this->request( 'GET', '/health' )->get_data()
		);
		wp_set_current_user( 1 );
		$this->assertArrayHasKey( 'plugin_version', $this->request( 'GET', '/health' )->get_data() );
	}

	public function test_it_carries_a_request_id_and_is_not_stored(): void {
		$headers = $this->request( 'GET', '/health' )->get_headers();
		$this->assertMatchesRegularExpression( '/^req_[0-9a-f]{16}$/', $headers['X-Request-Id'] );
		$this->assertSame( 'no-store, private', $headers['Cache-Control'] );
	}
}
