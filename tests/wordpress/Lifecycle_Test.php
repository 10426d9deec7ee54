<?php
declare( strict_types=1 );

use MxChat\Plugin_Conflict;
use MxChat\Schema;

final class Lifecycle_Test extends Site_Test_Case {

	public function test_upgrading_twice_changes_nothing(): void {
		$this->start_session();
		Schema::upgrade();
		$this->assertSame( 1, $this->count_rows( 'sessions' ) );
	}

	public function test_the_original_plugin_keeps_its_routes(): void {
		$this->assertFalse( Plugin_Conflict::is_present() );
		$original = static fn( array $plugins ) => array_merge( $plugins, array( 'mxchat-basic/mxchat-basic.php' ) );
		add_filter( 'option_active_plugins', $original );
		$is_present = Plugin_Conflict::is_present();
		remove_filter( 'option_active_plugins', $original );
		$this->assertTrue( $is_present );
	}

	public function test_the_conflict_is_told_to_who_can_end_it(): void {
		$this->assertSame( '', $this->notice() );
		wp_set_current_user( 1 );
		$this->assertStringContainsString( 'original MxChat plugin is active', $this->notice() );
	}

	public function test_the_shortcode_carries_no_nonce_and_no_secret(): void {
		wp_set_current_user( 1 );
		$html = do_shortcode( '[mxchat_chatbot floating="yes" greeting="Hi \"you\" <b>"]' );
		$this->assertStringStartsWith( '<mxchat-widget floating rest-url="', $html );
		$this->assertStringContainsString( 'bot-id="default"', $html );
		$this->assertStringNotContainsString( '<b>', $html );
		$this->assertStringNotContainsString( wp_create_nonce( 'wp_rest' ), $html );
	}

	public function test_an_unknown_bot_prints_nothing(): void {
		$this->assertSame( '', do_shortcode( '[mxchat_chatbot bot_id="nobody"]' ) );
	}

	public function test_personal_data_is_exported_and_erased(): void {
		wp_set_current_user( 1 );
		$session = $this->start_session();
		$this->ask( $session, 'Where is my order?' );
		$email = wp_get_current_user()->user_email;
		$this->assertStringContainsString( 'Where is my order?', (string) wp_json_encode( $this->exporter()( $email, 1 ) ) );
		$this->assertSame( array( true, true ), array_values( array_intersect_key( $this->eraser()( $email, 1 ), array( 'items_removed' => 1, 'done' => 1 ) ) ) );
		$this->assertSame( array( 0, 0 ), array( $this->count_rows( 'transcripts' ), $this->count_rows( 'sessions' ) ) );
		$this->assertSame( array(), $this->exporter()( $email, 1 )['data'] );
	}

	public function test_uninstalling_leaves_nothing_of_ours_and_everything_of_others(): void {
		global $wpdb;
		update_option( 'mxchat_options', 'of the original plugin' );
		$this->ask( $this->start_session(), 'Hello?' );
		$folder = MxChat\Knowledge\Vectors\Index_Folder::create();
		defined( 'WP_UNINSTALL_PLUGIN' ) || define( 'WP_UNINSTALL_PLUGIN', 'mxchat-engine/mxchat-engine.php' );
		require dirname( MxChat\PLUGIN_FILE ) . '/uninstall.php';
		wp_cache_flush();
		$tables  = $wpdb->get_col( $wpdb->prepare( 'SHOW TABLES LIKE %s', $wpdb->esc_like( $wpdb->prefix . 'mxchat_' ) . '%' ) );
		$options = $wpdb->get_col( "SELECT option_name FROM $wpdb->options WHERE option_name LIKE '%mxchat%' AND option_name <> 'mxchat_options'" );
		Schema::upgrade();
		delete_option( 'mxchat_options' );
		$this->assertSame( array( array(), array() ), array( $tables, $options ) );
		$this->assertDirectoryDoesNotExist( $folder );
	}

	private function notice(): string {
		ob_start();
		Plugin_Conflict::show_notice();
		return (string) ob_get_clean();
	}

	private function exporter(): callable {
		return apply_filters( 'wp_privacy_personal_data_exporters', array() )['mxchat-engine']['callback'];
	}

	private function eraser(): callable {
		return apply_filters( 'wp_privacy_personal_data_erasers', array() )['mxchat-engine']['callback'];
	}
}
