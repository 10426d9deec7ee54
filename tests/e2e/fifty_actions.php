<?php
/**
 * A model of fifty actions with six phrases each, as a browser gets it: php tests/e2e/fifty_actions.php
 */

declare( strict_types=1 );

$mxchat_plugin = dirname( __DIR__, 2 ) . '/wordpress-plugin';
require $mxchat_plugin . '/polyfill/bootstrap.php';

function mxchat_lines( string $pattern ): array {
	return array_merge( ...array_map( static fn( string $file ) => file( $file, FILE_IGNORE_NEW_LINES | FILE_SKIP_EMPTY_LINES ), glob( $pattern ) ) );
}

$mxchat_background = MxChat\Core\build_background( mxchat_lines( "$mxchat_plugin/background/*.txt" ), mxchat_lines( "$mxchat_plugin/background/synonyms/*.txt" ), '' );
$mxchat_things     = array( 'order', 'parcel', 'invoice', 'table', 'appointment', 'ticket', 'password', 'address', 'newsletter', 'subscription' );
$mxchat_deeds      = array( 'track', 'cancel', 'book', 'change', 'print' );
$mxchat_actions    = array();
foreach ( $mxchat_deeds as $mxchat_deed ) {
	foreach ( $mxchat_things as $mxchat_thing ) {
		$mxchat_actions[] = array(
			'id'              => "{$mxchat_deed}_$mxchat_thing",
			'label'           => ucfirst( "$mxchat_deed my $mxchat_thing" ),
			'phrases'         => array( "I want to $mxchat_deed my $mxchat_thing", "can you $mxchat_deed the $mxchat_thing", "please $mxchat_deed a $mxchat_thing for me", "how do I $mxchat_deed this $mxchat_thing", "$mxchat_thing $mxchat_deed", "need to $mxchat_deed the $mxchat_thing today" ),
			'counter_phrases' => array(),
			'threshold'       => null,
		);
	}
}
echo json_encode(
	array(
		'background' => base64_encode( $mxchat_background ),
		'model'      => base64_encode( MxChat\Core\train_actions( $mxchat_actions, $mxchat_background, '', false ) ),
	)
);
