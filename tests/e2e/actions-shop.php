<?php
/**
 * Plugin Name: A shop with services
 * Description: What the built-in actions ask: a shop in memory, and the scripted upstream for pictures and image search.
 */

declare( strict_types=1 );

require_once __DIR__ . '/../actions-woocommerce.php';

// A visitor of its own: what the limits count here, no other test has used up.
$_SERVER['REMOTE_ADDR'] = '127.0.0.9';

WC_Order::$all = array(
	new WC_Order( '31', 0, 'guest@example.com', array( 'Trail boots' => 1, 'Socks' => 3 ) ),
	new WC_Order( '32', 0, 'somebody@example.com', array( 'Secret hat' => 1 ) ),
);

$mxchat_services = json_decode( (string) file_get_contents( __DIR__ . '/../actions-services.json' ), true );
add_filter( 'mxchat_connection', static fn() => new MxChat\Provider\Connection( $mxchat_services['model'], 'responses' ) );
add_filter( 'mxchat_image_search_url', static fn() => $mxchat_services['model'] );
add_filter( 'mxchat_fetch_exemptions', static fn() => array( $mxchat_services['pictures'] ) );
add_filter(
	'pre_wp_mail',
	static function ( mixed $is_sent, array $mail ): bool {
		file_put_contents( __DIR__ . '/../actions-mails.jsonl', json_encode( array( $mail['to'], $mail['message'] ) ) . "\n", FILE_APPEND );
		return true;
	},
	20,
	2
);
add_action(
	'init',
	static function (): void {
		wp_mkdir_p( WP_CONTENT_DIR . '/uploads' );
		copy( ABSPATH . 'wp-includes/images/w-logo-blue.png', WP_CONTENT_DIR . '/uploads/boots.jpg' );
	}
);
