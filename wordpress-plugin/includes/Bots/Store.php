<?php
declare( strict_types=1 );

namespace MxChat\Bots;

/**
 * The bots of the site.
 */
final class Store {

	public const DEFAULT_ID = 'default';

	public static function exists( string $bot_id ): bool {
		return $bot_id === self::DEFAULT_ID;
	}
}
