<?php
declare( strict_types=1 );

use MxChat\Chat\Turn;
use MxChat\Chat\Turn_Store;
use MxChat\Rest\Idempotency_Store;
use MxChat\Schema;

final class Idempotency_Test extends Site_Test_Case {

	private const KEY = '5f0c3b9e-8d7a-4a51-9b0e-2f6f1f9f3f11';

	public function test_a_repeat_gets_the_first_answer_and_has_no_effect(): void {
		$first  = $this->start( self::KEY );
		$second = $this->start( self::KEY );
		$this->assertSame( array( 201, 201 ), array( $first->get_status(), $second->get_status() ) );
		$this->assertSame( wp_json_encode( $first->get_data() ), wp_json_encode( $second->get_data() ) );
		$this->assertSame( 'true', $second->get_headers()['Idempotency-Replayed'] );
		$this->assertSame( 1, $this->count_rows( 'sessions' ) );
	}

	public function test_a_refusal_is_repeated_too(): void {
		wp_set_current_user( 1 );
		foreach ( array( 1, 2 ) as $try ) {
			$this->assertSame( array( 201, 1 ), array( $this->mint( array( 'name' => 'A' ), 'k' )->get_status(), $this->count_rows( 'tokens' ) ) );
		}
		$session = $this->start_session();
		foreach ( array( 'First?', 'Second?' ) as $number => $message ) {
			$response = $this->chat( $session, array( 'message' => $message, 'client_message_id' => 'same' ), "c$number" );
		}
		$this->assertRefused( 422, 'mxchat_idempotency_mismatch', $response );
		$this->chat( $session, array( 'message' => 'First?', 'client_message_id' => 'other' ), 'c2' );
		$repeated = $this->chat( $session, array( 'message' => 'Second?', 'client_message_id' => 'same' ), 'c1' );
		$this->assertRefused( 422, 'mxchat_idempotency_mismatch', new WP_REST_Response( (array) json_decode( (string) wp_json_encode( $repeated->get_data() ), true ), $repeated->get_status() ) );
		$this->assertSame( 'true', $repeated->get_headers()['Idempotency-Replayed'] );
	}

	public function test_who_is_told_to_come_again_is_answered_then(): void {
		$auth  = array( 'Authorization' => 'Bearer ' . $this->mint_token( array( 'chat:write' ) ), 'Idempotency-Key' => self::KEY );
		$say   = fn() => $this->request( 'POST', '/bot/default', array( 'message' => 'Hi', 'sessionId' => 'mine' ), $auth );
		$other = $this->running_turn( $this->request( 'POST', '/conversations', array( 'sessionId' => 'mine' ), array( 'Idempotency-Key' => 'another' ) + $auth )->get_data()['data']['session_id'] );
		$busy  = $say();
		$this->assertSame( array( 409, true ), array( $busy->get_status(), isset( $busy->get_headers()['Retry-After'] ) ) );
		Turn_Store::release( $other->turn_id, 'claim' );
		$this->assertSame( 200, $say()->get_status() );
		$this->assertSame( 'true', $say()->get_headers()['Idempotency-Replayed'] );
	}

	public function test_another_body_with_the_same_key_is_refused(): void {
		wp_set_current_user( 1 );
		$this->mint( array( 'name' => 'A' ), self::KEY );
		$this->assertRefused( 422, 'mxchat_idempotency_mismatch', $this->mint( array( 'name' => 'B' ), self::KEY ) );
		$this->assertSame( 1, $this->count_rows( 'tokens' ) );
	}

	public function test_a_twin_of_a_running_request_is_told_so(): void {
		global $wpdb;
		$this->start( self::KEY );
		$wpdb->update( Schema::table( 'idempotency' ), array( 'status' => 0, 'sealed_body' => '' ), array( 'status' => 201 ) );
		$this->assertRefused( 409, 'mxchat_idempotency_in_progress', $this->start( self::KEY ) );
	}

	public function test_a_key_is_free_again_after_a_day(): void {
		global $wpdb;
		$this->start( self::KEY );
		$this->assertEqualsWithDelta( time() + 86400, (int) $wpdb->get_var( 'SELECT expires_at FROM ' . Schema::table( 'idempotency' ) ), 30 );
		$wpdb->update( Schema::table( 'idempotency' ), array( 'expires_at' => time() ), array( 'status' => 201 ) );
		$this->assertArrayNotHasKey( 'Idempotency-Replayed', $this->start( self::KEY )->get_headers() );
		$this->assertSame( 2, $this->count_rows( 'sessions' ) );
		$wpdb->update( Schema::table( 'idempotency' ), array( 'expires_at' => time() ), array( 'status' => 201 ) );
		Idempotency_Store::delete_expired();
		$this->assertSame( 0, $this->count_rows( 'idempotency' ) );
	}

	public function test_two_visitors_do_not_share_a_key(): void {
		$first = $this->start( self::KEY )->get_data();
		$_SERVER['REMOTE_ADDR'] = '203.0.113.8';
		$this->assertNotSame( $first['session_id'], $this->start( self::KEY )->get_data()['session_id'] );
	}

	public function test_a_stranger_needs_a_key_that_nobody_else_chooses(): void {
		$response = $this->start( '1' );
		$this->assertRefused( 400, 'rest_invalid_param', $response );
		$this->assertSame( array( 'Idempotency-Key' ), array_keys( $response->get_data()['data']['params'] ) );
	}

	public function test_255_characters_pass_and_256_do_not(): void {
		$this->assertSame( 201, $this->start( str_repeat( 'k', 255 ) )->get_status() );
		$this->assertRefused( 400, 'rest_invalid_param', $this->start( str_repeat( 'k', 256 ) ) );
	}

	public function test_the_kept_answer_is_sealed(): void {
		global $wpdb;
		wp_set_current_user( 1 );
		$token  = $this->mint( array( 'name' => 'A' ), self::KEY )->get_data()['token'];
		$stored = (string) wp_json_encode( $wpdb->get_results( 'SELECT * FROM ' . Schema::table( 'idempotency' ) ) );
		$this->assertStringNotContainsString( self::KEY, $stored );
		$this->assertStringNotContainsString( substr( $token, 4, 8 ), (string) base64_decode( $wpdb->get_var( 'SELECT sealed_body FROM ' . Schema::table( 'idempotency' ) ) ) );
		$this->assertSame( $token, $this->mint( array( 'name' => 'A' ), self::KEY )->get_data()['token'] );
	}

	private function running_turn( string $session_id ): Turn {
		$turn = new Turn( 'turn_other', $session_id, MxChat\Bot_Api\Store::find( $session_id )->thread_id(), 'default', 'Something else', '', '' );
		$this->assertSame( Turn_Store::CLAIMED, Turn_Store::claim( $turn, 'claim', time() ) );
		return $turn;
	}

	private function start( string $key ): WP_REST_Response {
		return $this->request( 'POST', '/sessions', array(), array( 'Idempotency-Key' => $key ) );
	}

	private function mint( array $body, string $key ): WP_REST_Response {
		return $this->request( 'POST', '/tokens', $body, array( 'Idempotency-Key' => $key ) );
	}

	private function chat( array $session, array $body, string $key ): WP_REST_Response {
		$body += array( 'session_id' => $session['session_id'] );
		return $this->request( 'POST', '/chat', $body, array( 'X-MxChat-Session' => $session['secret'], 'Idempotency-Key' => $key ) );
	}
}
