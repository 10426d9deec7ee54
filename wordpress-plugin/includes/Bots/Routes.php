<?php
declare( strict_types=1 );

namespace MxChat\Bots;

use MxChat\Capability;
use MxChat\Rest\Empty_Request;
use MxChat\Rest\Route;

/**
 * The bots of the site.
 */
final class Routes {

	private const BOT_PATH = '/bots/(?P<bot_id>[A-Za-z0-9_.:-]{1,64})';

	/**
	 * @return Route[]
	 */
	public static function rows(): array {
		return array(
			self::row( 'GET', '/bots', Empty_Request::class, 'list_bots' ),
			self::row( 'POST', '/bots', Create_Request::class, 'create_bot' ),
			self::row( 'GET', '/bot-choices', Empty_Request::class, 'list_choices', 'edit_posts' ),
			self::row( 'GET', self::BOT_PATH, Bot_Request::class, 'show_bot' ),
			self::row( 'GET', self::BOT_PATH . '/starter-proposals', Bot_Request::class, 'propose_starters' ),
			self::row( 'PATCH', self::BOT_PATH, Change_Request::class, 'change_bot' ),
			self::row( 'DELETE', self::BOT_PATH, Bot_Request::class, 'delete_bot' ),
		);
	}

	private static function row( string $method, string $path, string $request, string $handler, string $capability = Capability::MANAGE_BOTS ): Route {
		return new Route( $method, $path, Route::OWNER, $request, array( Rest_Controller::class, $handler ), limiter: 'data', capability: $capability );
	}
}
