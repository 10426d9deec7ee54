<?php
/**
 * Reserves and settles as one of several processes: php spender.php <site> <spender> <reservations> <tokens of each>
 *
 * Prints how many reservations it was granted. Of these it forgets every third, as a process that dies would.
 */

declare( strict_types=1 );

use MxChat\Provider\Usage;
use MxChat\Spend\Gate;
use MxChat\Spend\Reservation;

$mxchat_arguments = $_SERVER['argv'];
require dirname( __DIR__ ) . '/site/boot.php';
require wp_load_path( $mxchat_arguments[1] );

[ , , $mxchat_spender, $mxchat_count, $mxchat_tokens ] = $mxchat_arguments;
$mxchat_granted = 0;
for ( $mxchat_round = 0; $mxchat_round < (int) $mxchat_count; ++$mxchat_round ) {
	$mxchat_reservation = Gate::reserve( $mxchat_spender, 'chat', 'model', (int) $mxchat_tokens, 0 );
	if ( $mxchat_reservation instanceof Reservation ) {
		++$mxchat_granted;
		$mxchat_granted % 3 === 0 || $mxchat_reservation->settle( new Usage( (int) $mxchat_tokens, 0 ) );
	}
}
echo $mxchat_granted;
