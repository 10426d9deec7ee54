<?php
declare( strict_types=1 );

namespace MxChat\Bots;

use MxChat\Rest\Schema;
use MxChat\Settings;

/**
 * Questions to start with: what an empty chat offers as buttons, in the owner's words.
 */
final class Starters {

	public const MOST = 4;

	public const MAX_CHARACTERS = 120;

	/**
	 * At most four, each a line with something in it; none is a list, too.
	 */
	public static function schema(): array {
		return array( 'minItems' => 0 ) + Schema::list_of( Schema::text( self::MAX_CHARACTERS ) + array( 'pattern' => '^[^\r\n]*\S[^\r\n]*$' ), self::MOST );
	}

	/**
	 * The bot's own, or else the site's.
	 *
	 * @return string[]
	 */
	public static function of( Bot $bot ): array {
		return $bot->starters ?: (array) Settings\Store::get( 'starters' );
	}
}
