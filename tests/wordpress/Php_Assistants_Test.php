<?php
declare( strict_types=1 );

use MxChat\OpenAI\Client;
use MxChat\OpenAI\Thread_Busy;
use MxChat\OpenAI\Thread_New_Message;
use MxChat\OpenAI\Thread_Store;

require_once __DIR__ . '/Upstream.php';
require_once __DIR__ . '/Modelled_Test_Case.php';

/**
 * Assistants for programs.
 */
final class Php_Assistants_Test extends Modelled_Test_Case {

	/**
	 * The site's pages are the answer where there is no provider.
	 */
	public function test_a_thread_is_answered_from_the_site_without_a_provider(): void {
		$this->publish( 'Returns', 'You can return everything within 30 days of delivery.' );
		$client    = Client::get_instance();
		$assistant = $client->create_assistant( 'any-model', 'Helper', 'Helps', 'Help.' );
		$thread    = $client->create_thread();
		$client->create_thread_message( new Thread_New_Message( role: 'user', thread_id: $thread->id, content: 'Within how many days can I return everything?' ) );
		$steps = iterator_to_array( $thread->run( $assistant->id ), false );
		$this->assertSame( array( 'message_creation', 'in_progress' ), array( $steps[0]->type, $steps[0]->status ) );
		$this->assertSame( 'completed', end( $steps )->status );
		$messages = $client->get_thread_messages( $thread->id );
		$this->assertSame( array( 'assistant', 'user' ), array_column( $messages, 'role' ) );
		$this->assertStringContainsString( '30 days', $messages[0]->content[0]->text->value );
	}

	public function test_the_names_of_the_document_are_ours(): void {
		$this->assertSame( Client::class, get_class( AI\OpenAI\Client::get_instance() ) );
		$this->assertFalse( class_exists( 'AI\OpenAI\Signature' ) );
		wp_set_current_user( 1 );
		$this->assertSame( 1, wp_get_current_user_id() );
	}
}
