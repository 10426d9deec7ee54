<?php
declare( strict_types=1 );

namespace MxChat\Bots;

use MxChat\Core\Core_Exception;
use MxChat\Settings;
use function MxChat\Core\parse_threshold;

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

	/**
	 * How close a source must be to count, where a request does not say; nothing but a threshold is taken for one.
	 */
	public static function min_similarity( string $bot_id ): float {
		try {
			return parse_threshold( (string) Settings\Store::get( 'min_similarity' ) );
		} catch ( Core_Exception ) {
			return 0.0;
		}
	}
}
