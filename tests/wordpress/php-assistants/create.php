<?php
// The document's first example, as it stands there.

use AI\OpenAI;

$asssistant = OpenAI\Client::get_instance()->create_assistant(
	'gpt-4-1106-preview',
	'Shopping Helper',
	'A shopping assistant for WooCommerce sites',
	'You are a helpful shopping assistant for a fashion clothing ecommerce site. You can ask the shopper their preferences and hobbies to suggest useful products.',
);

update_option( 'ai_assistant_id', $asssistant->id );
