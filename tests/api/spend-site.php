<?php
/**
 * A site whose assistant asks the scripted upstream: php tests/api/spend-site.php <folder of the site> <base URL>
 */

declare( strict_types=1 );

require dirname( __DIR__ ) . '/site/boot.php';
require wp_load_path( $argv[1] );

MxChat\Provider\Connection_Store::save( MxChat\Provider\Stored_Connection::of( array( 'base_url' => $argv[2], 'mode' => 'responses', 'needs_key' => false ) ) );
$mxchat_assistant = MxChat\Assistant\Store::save( new MxChat\Assistant\Record( name: 'Test', model: 'scripted-large', instructions: 'Answer.' ) );
update_option( 'mxchat_settings', array( 'assistant_enabled' => true, 'assistant_id' => $mxchat_assistant->id, 'trusted_proxies' => array( '127.0.0.1' ) ) );
wp_insert_post( array( 'post_title' => 'Returns', 'post_content' => '<p>Returns are accepted for thirty days.</p>', 'post_type' => 'page', 'post_status' => 'publish' ) );
MxChat\Knowledge\Sync::write_changes();
