<?php
declare( strict_types=1 );

namespace MxChat\Rest;

use MxChat\Api_Access\Token;
use MxChat\Bots;

/**
 * What a test token reaches: bots in test mode, and the rows that keep test data apart. Everything else is closed to
 * it, so that a program under test can neither read what visitors said nor cost anything.
 */
final class Test_Tokens {

	/**
	 * @param array<string,mixed> $params Validated parameters of the request.
	 */
	public static function refuse( Route $route, Token $token, array $params ): ?\WP_Error {
		if ( ! $token->is_test || $route->keeps_tests_apart ) {
			return null;
		}
		$bot_id = $params['chatbot_id'] ?? $params['bot_id'] ?? null;
		if ( ! is_string( $bot_id ) ) {
			return Rest_Error::make( 'mxchat_test_token' );
		}
		return Bots\Store::is_test( $bot_id ) ? null : Rest_Error::make( 'mxchat_bot_not_found' );
	}
}
