<?php
declare( strict_types=1 );

namespace MxChat\Chat;

use MxChat\Transcripts;

/**
 * Whose turn is it?
 */
final class Turn_Owner {

	public static function is( string $session_id, string $turn_id ): bool {
		return Turn_Store::find( $turn_id, $session_id ) !== null
			|| ( Transcripts\Store::turn( $turn_id )['user']->session_id ?? null ) === $session_id;
	}
}
