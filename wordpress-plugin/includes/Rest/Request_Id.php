<?php
declare( strict_types=1 );

namespace MxChat\Rest;

/**
 * The id that a visitor can quote and an owner can find in the log.
 */
final class Request_Id {

	private static ?string $current = null;

	public static function current(): string {
		return self::$current ??= 'req_' . bin2hex( random_bytes( 8 ) );
	}
}
