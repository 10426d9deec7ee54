<?php
declare( strict_types=1 );

/**
 * What a thief of the database or of the logs gets of a token: its hint.
 */
final class Token_Leak_Test extends Site_Test_Case {

	private const SLICE = 8;

	public function test_no_slice_of_a_token_is_kept_anywhere(): void {
		wp_set_current_user( 1 );
		$key   = array( 'Idempotency-Key' => 'a key that names this very request' );
		$first = $this->request( 'POST', '/tokens', array(), $key )->get_data();
		$this->request( 'POST', '/tokens', array(), $key );
		$second = $this->request( 'POST', "/tokens/{$first['id']}/rotate", array(), array( 'Idempotency-Key' => 'another' ) )->get_data();
		wp_set_current_user( 0 );
		foreach ( array( $first['token'], $second['token'] ) as $token ) {
			$bearer = array( 'Authorization' => "Bearer $token" );
			$this->request( 'GET', '/transcripts', array(), $bearer );
			$this->request( 'GET', '/transcripts', array( 'limit' => 'x' ), $bearer );
			$this->request( 'DELETE', '/transcripts', array( 'session_ids' => array( 'a' ) ), $bearer );
			$this->request( 'GET', '/tokens', array(), $bearer );
		}
		$dump = $this->database() . $this->logs() . serialize( wp_load_alloptions() );
		$this->assertStringContainsString( $second['hint'], $dump );
		$this->assertStringContainsString( MxChat\Core\hash_token( $second['token'] ), $dump );
		foreach ( array( $first['token'], $second['token'] ) as $token ) {
			foreach ( range( 0, strlen( $token ) - self::SLICE ) as $start ) {
				$this->assertStringNotContainsString( substr( $token, $start, self::SLICE ), $dump );
			}
		}
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
		$files = glob( dirname( rtrim( ABSPATH, '/' ) ) . '/log/*' );
		return implode( '', array_map( 'file_get_contents', array_filter( $files, 'is_file' ) ) );
	}
}
