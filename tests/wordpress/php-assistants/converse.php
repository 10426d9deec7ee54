<?php
// The document's second example. Its foreach has the two sides exchanged, which no PHP parses; print_r() is left to the test.

use AI\OpenAI;

$client = OpenAI\Client::get_instance();
$thread = $client->create_thread();
$assistant_id = get_option( 'ai_assistant_id' );

// Update the user with the thread so they can continue conversations later
update_user_meta( wp_get_current_user_id(), 'ai_thread', $thread->id );

// Push a message to the thread from the user.
$message = $client->create_thread_message( new OpenAI\Thread_New_Message(
	role: 'user',
	thread_id: $thread->id,
	content: 'Hello',
) );

// Iterating run() will wait for all steps to be completed.
foreach ( $thread->run( $assistant_id ) as $step ) {
	// Step contains details about the next message the AI is processing. It can be writing a message,
	// use code_interpreter or running a custom function.
}

// Get all messages on the thread, including the AI's response.
$messages = $client->get_thread_messages( $thread->id );

return $messages;
