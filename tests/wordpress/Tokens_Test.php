<?php
declare( strict_types=1 );

use MxChat\Core;
use MxChat\Schema;

final class Tokens_Test extends Site_Test_Case {

	protected function setUp(): void {
		parent::setUp();
		wp_set_current_user( 1 );
	}

	public function test_a_generated_token_has_the_documented_length_and_scopes(): void {
		$made = $this->mint();
		$this->assertSame( 48, strlen( $made['token'] ) );
		$this->assertTrue( Core\is_token( $made['token'] ) );
		$this->assertSame( array( 'transcripts:read', 'transcripts:delete', 'knowledge:read', 'knowledge:write', 'chat:write' ), $made['scopes'] );
		$this->assertSame( substr( $made['token'], -4 ), $made['hint'] );
	}

	public function test_a_token_is_shown_once(): void {
		$made = $this->mint( array( 'name' => 'n8n' ) );
		$list = $this->request( 'GET', '/tokens' )->get_data();
		$this->assertSame( array( 'n8n' ), array_column( $list['items'], 'name' ) );
		$this->assertStringNotContainsString( substr( $made['token'], 4, 8 ), (string) wp_json_encode( $list ) );
	}

	public function test_a_rotated_token_dies_at_once(): void {
		$old = $this->mint( array( 'name' => 'n8n', 'scopes' => array( 'transcripts:read' ) ) );
		$new = $this->request( 'POST', "/tokens/{$old['id']}/rotate" )->get_data();
		$this->assertSame( array( $old['id'], 'n8n', array( 'transcripts:read' ) ), array( $new['id'], $new['name'], $new['scopes'] ) );
		$this->assertSame( array( 401, 200 ), array( $this->read_with( $old ), $this->read_with( $new ) ) );
	}

	public function test_a_revoked_token_is_refused_like_an_unknown_one(): void {
		$token = $this->mint();
		$this->assertSame( array( 'id' => $token['id'], 'revoked' => true ), $this->request( 'DELETE', "/tokens/{$token['id']}" )->get_data() );
		$this->assertRefused( 404, 'mxchat_token_not_found', $this->request( 'DELETE', "/tokens/{$token['id']}" ) );
		$this->assertSame( 0, $this->request( 'GET', '/tokens' )->get_data()['total'] );
		wp_set_current_user( 0 );
		$response = $this->request( 'GET', '/transcripts', array(), array( 'Authorization' => "Bearer {$token['token']}" ) );
		$this->assertRefused( 401, 'mxchat_rest_unauthorized', $response );
	}

	public function test_use_is_noted_at_most_once_a_minute(): void {
		global $wpdb;
		$token = $this->mint();
		$this->assertNull( $token['last_used_at'] );
		$this->read_with( $token );
		$this->assertEqualsWithDelta( time(), strtotime( $this->last_used() ), 30 );
		$recent = gmdate( 'Y-m-d\TH:i:s\Z', time() - 30 );
		$wpdb->update( Schema::table( 'tokens' ), array( 'last_used_at' => str_replace( array( 'T', 'Z' ), array( ' ', '' ), $recent ) ), array( 'id' => $token['id'] ) );
		$this->read_with( $token );
		$this->assertSame( $recent, $this->last_used() );
	}

	public function test_an_expired_token_is_not_rotated(): void {
		global $wpdb;
		$token = $this->mint( array( 'expires_at' => gmdate( 'c', time() + 60 ) ) );
		$wpdb->update( Schema::table( 'tokens' ), array( 'expires_at' => '2001-01-01 00:00:00' ), array( 'id' => $token['id'] ) );
		$this->assertRefused( 409, 'mxchat_token_expired', $this->request( 'POST', "/tokens/{$token['id']}/rotate" ) );
		$this->assertTrue( $this->request( 'GET', '/tokens' )->get_data()['items'][0]['is_expired'] );
	}

	/**
	 * @dataProvider bad_values
	 */
	public function test_a_bad_value_is_refused_by_name( string $name, mixed $value ): void {
		$response = $this->request( 'POST', '/tokens', array( $name => $value ) );
		$this->assertRefused( 400, 'rest_invalid_param', $response );
		$this->assertSame( array( $name ), array_keys( $response->get_data()['data']['params'] ) );
		$this->assertSame( 0, $this->count_rows( 'tokens' ) );
	}

	public function bad_values(): array {
		return array(
			'blank name'       => array( 'name', '   ' ),
			'no scopes'        => array( 'scopes', array() ),
			'unknown scope'    => array( 'scopes', array( 'everything' ) ),
			'scope twice'      => array( 'scopes', array( 'chat:write', 'chat:write' ) ),
			'scopes as text'   => array( 'scopes', 'chat:write,knowledge:read' ),
			'expired at birth' => array( 'expires_at', '2001-01-01T00:00:00Z' ),
			'expires never'    => array( 'expires_at', 'never' ),
		);
	}

	public function test_only_a_signed_in_owner_manages_tokens(): void {
		$all = $this->mint_token( MxChat\Rest\Route::SCOPES );
		wp_set_current_user( 0 );
		foreach ( array( array(), array( 'Authorization' => "Bearer $all" ) ) as $headers ) {
			$this->assertRefused( 401, 'mxchat_sign_in_required', $this->request( 'GET', '/tokens', array(), $headers ) );
			$this->assertRefused( 401, 'mxchat_sign_in_required', $this->request( 'POST', '/tokens', array( 'name' => 5 ), $headers ) );
		}
		$take_away = static fn() => array( 'do_not_allow' );
		wp_set_current_user( 1 );
		add_filter( 'map_meta_cap', $take_away, 99 );
		$response = $this->request( 'GET', '/tokens' );
		remove_filter( 'map_meta_cap', $take_away, 99 );
		$this->assertRefused( 403, 'mxchat_rest_forbidden', $response );
	}

	private function mint( array $body = array() ): array {
		$response = $this->request( 'POST', '/tokens', $body );
		$this->assertSame( 201, $response->get_status() );
		return $response->get_data();
	}

	private function read_with( array $token ): int {
		wp_set_current_user( 0 );
		$status = $this->request( 'GET', '/transcripts', array(), array( 'Authorization' => "Bearer {$token['token']}" ) )->get_status();
		wp_set_current_user( 1 );
		return $status;
	}

	private function last_used(): string {
		return $this->request( 'GET', '/tokens' )->get_data()['items'][0]['last_used_at'];
	}
}
