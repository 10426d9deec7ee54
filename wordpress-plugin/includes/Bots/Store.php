<?php
declare( strict_types=1 );

namespace MxChat\Bots;

/**
 * The bots of the site.
 */
final class Store {

	public const DEFAULT_ID = 'default';

	/**
	 * @return string[]
	 */
	public static function ids(): array {
		return array( self::DEFAULT_ID );
	}

	public static function exists( string $bot_id ): bool {
		return in_array( $bot_id, self::ids(), true );
	}
}
