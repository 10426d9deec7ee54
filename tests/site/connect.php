<?php
/**
 * Lets an assistant with a model answer on a site: php connect.php <folder of the site> <base URL> <model>
 * Without a base URL its own pages answer again.
 */

declare( strict_types=1 );

use MxChat\Assistant;
use MxChat\Provider;
use MxChat\Settings;

require __DIR__ . '/boot.php';
require wp_load_path( $argv[1] );

if ( ! isset( $argv[3] ) ) {
	Settings\Store::set( 'assistant_enabled', false );
	return;
}
[ , , $mxchat_base_url, $mxchat_model ] = $argv;

Provider\Connection_Store::save(
	Provider\Stored_Connection::of( array() )->at( $mxchat_base_url )->in_mode( 'responses' )->with_key( new Settings\Secret( 'sk-test' ) )
);
$mxchat_name   = 'Shop assistant';
$mxchat_record = current( array_filter( Assistant\Store::all(), static fn( Assistant\Record $record ) => $record->name === $mxchat_name ) )
	?: Assistant\Store::save( new Assistant\Record( name: $mxchat_name, model: $mxchat_model, instructions: 'You answer the customers of a small shop for outdoor clothes. Be brief and name your source.' ) );
Settings\Store::set( 'assistant_enabled', true );
Settings\Store::set( 'assistant_id', $mxchat_record->id );
