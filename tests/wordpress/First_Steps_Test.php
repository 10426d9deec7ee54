<?php
declare( strict_types=1 );

use MxChat\Admin\First_Steps;
use MxChat\Chat\Widget;
use MxChat\Settings\Store;

/**
 * From a plugin that was just activated to a chat on every page.
 */
final class First_Steps_Test extends Site_Test_Case {

	protected function setUp(): void {
		parent::setUp();
		( new ReflectionProperty( Widget::class, 'is_on_page' ) )->setValue( null, false );
	}

	public function test_visitors_see_no_chat_until_the_owner_shows_it(): void {
		$this->assertSame( '', $this->printed( array( Widget::class, 'print_on_every_page' ) ) );
	}

	public function test_a_shown_chat_is_a_button_on_every_page(): void {
		Store::set( 'is_on_every_page', true );
		$this->assertStringStartsWith( '<mxchat-widget floating ', $this->printed( array( Widget::class, 'print_on_every_page' ) ) );
	}

	public function test_a_page_with_a_chat_of_its_own_gets_no_second_one(): void {
		Store::set( 'is_on_every_page', true );
		do_shortcode( '[mxchat_chatbot]' );
		$this->assertSame( '', $this->printed( array( Widget::class, 'print_on_every_page' ) ) );
	}

	public function test_the_owner_switches_it_on_over_rest(): void {
		wp_set_current_user( 1 );
		$values = $this->request( 'POST', '/settings', array( 'is_on_every_page' => true ) )->get_data()['values'];
		$this->assertTrue( $values['is_on_every_page'] );
		$this->assertRefused( 400, 'rest_invalid_param', $this->request( 'POST', '/settings', array( 'is_on_every_page' => 'sometimes' ) ) );
	}

	public function test_the_list_of_plugins_leads_the_owner_on_and_nobody_else(): void {
		wp_set_current_user( 1 );
		$this->assertStringContainsString( 'page=mxchat-start', First_Steps::add_links( array( 'Deactivate' ) )[0] );
		wp_set_current_user( 0 );
		$this->assertSame( array( 'Deactivate' ), First_Steps::add_links( array( 'Deactivate' ) ) );
	}

	private function printed( callable $print ): string {
		ob_start();
		$print();
		return (string) ob_get_clean();
	}
}
