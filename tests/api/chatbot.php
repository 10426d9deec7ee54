<?php
/**
 * Makes the chatbot that the documents' examples name: php tests/api/chatbot.php <folder of the site>
 */

declare( strict_types=1 );

require dirname( __DIR__ ) . '/site/boot.php';
require wp_load_path( $argv[1] );

MxChat\Bots\Store::save( new MxChat\Bots\Bot( '3', 'Documented', reads: array( 'default' ) ) );
