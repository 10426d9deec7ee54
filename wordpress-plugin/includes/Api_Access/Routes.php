<?php
declare( strict_types=1 );

namespace MxChat\Api_Access;

use MxChat\Capability;
use MxChat\Rest\Empty_Request;
use MxChat\Rest\Route;

/**
 * Tokens, and whether they arrive.
 */
final class Routes {

	private const TOKEN_PATH = '/tokens/(?P<token_id>[0-9]{1,18})';

	/**
	 * @return Route[]
	 */
	public static function rows(): array {
		return array(
			new Route(
				'GET',
				'/openai-key',
				Route::OWNER,
				Empty_Request::class,
				array( Rest_Controller::class, 'show_openai_key' ),
				limiter: 'data',
				capability: Capability::MANAGE_TOKENS
			),
			new Route(
				'POST',
				'/openai-key',
				Route::OWNER,
				Openai_Key_Request::class,
				array( Rest_Controller::class, 'change_openai_key' ),
				limiter: 'data',
				capability: Capability::MANAGE_TOKENS,
				max_bytes: 4096
			),
			new Route(
				'GET',
				'/authorization',
				Route::PUBLIC,
				Authorization_Request::class,
				array( Site_Health::class, 'show_authorization' ),
				limiter: 'reads'
			),
			new Route(
				'GET',
				'/authorization/test',
				Route::OWNER,
				Empty_Request::class,
				array( Site_Health::class, 'test_authorization' ),
				limiter: 'data',
				capability: Capability::SEE_HEALTH
			),
			new Route(
				'GET',
				'/tokens',
				Route::OWNER,
				Empty_Request::class,
				array( Rest_Controller::class, 'list_tokens' ),
				limiter: 'data',
				capability: Capability::MANAGE_TOKENS
			),
			new Route(
				'POST',
				'/tokens',
				Route::OWNER,
				Mint_Request::class,
				array( Rest_Controller::class, 'mint_token' ),
				limiter: 'data',
				capability: Capability::MANAGE_TOKENS,
				max_bytes: 4096
			),
			new Route(
				'POST',
				self::TOKEN_PATH . '/rotate',
				Route::OWNER,
				Token_Request::class,
				array( Rest_Controller::class, 'rotate_token' ),
				limiter: 'data',
				capability: Capability::MANAGE_TOKENS,
				max_bytes: 4096
			),
			new Route(
				'DELETE',
				self::TOKEN_PATH,
				Route::OWNER,
				Token_Request::class,
				array( Rest_Controller::class, 'revoke_token' ),
				limiter: 'data',
				capability: Capability::MANAGE_TOKENS,
				max_bytes: 4096
			),
		);
	}
}
