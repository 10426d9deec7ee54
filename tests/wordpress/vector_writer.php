<?php
/**
 * Writes and deletes vectors as one of several processes: php vector_writer.php <site> <first chunk> <rounds>
 */

declare( strict_types=1 );

use MxChat\Knowledge\Vectors\Collection;
use MxChat\Knowledge\Vectors\Store;
use MxChat\Knowledge\Vectors\Vector;

$mxchat_arguments = $_SERVER['argv'];
require dirname( __DIR__ ) . '/site/boot.php';
require wp_load_path( $mxchat_arguments[1] );

[ , , $mxchat_first, $mxchat_rounds ] = array_map( 'intval', $mxchat_arguments );
$mxchat_collection = new Collection( 'parallel', 2 );
for ( $mxchat_id = $mxchat_first; $mxchat_id < $mxchat_first + 3 * $mxchat_rounds; $mxchat_id += 3 ) {
	$mxchat_vectors = array();
	foreach ( array( 0, 1, 2 ) as $mxchat_step ) {
		$mxchat_vectors[] = new Vector( $mxchat_id + $mxchat_step, pack( 'g*', 1, 2 ), 'default', '', 'page', 1, 1 );
	}
	Store::put( $mxchat_collection, $mxchat_vectors );
	Store::delete_chunks( array( $mxchat_id + 1 ), 1 );
}
Store::take_changed();
echo 'done';
