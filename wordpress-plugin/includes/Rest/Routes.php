<?php
declare( strict_types=1 );

namespace MxChat\Rest;

use MxChat\Api_Access;
use MxChat\Capability;
use MxChat\Chat;
use MxChat\Health;
use MxChat\Knowledge;
use MxChat\Openapi;
use MxChat\Sessions;
use MxChat\Transcripts;

/**
 * The one table of routes. What is not a row here does not exist.
 */
final class Routes {

	public const NAMESPACES = array( 'mxchat/v1', 'twxchat/v1' );

	private const SESSION_PATH = '/sessions/(?P<session_id>[A-Za-z0-9_]{1,128})';

	private const TOKEN_PATH = '/tokens/(?P<token_id>[0-9]{1,18})';

	/** @var Route[]|null */
	private static ?array $table = null;

	/**
	 * @return Route[]
	 */
	public static function table(): array {
		self::$table ??= array(
			new Route(
				'GET',
				'/health',
				Route::PUBLIC,
				Health\Health_Request::class,
				array( Health\Rest_Controller::class, 'show_health' ),
				limiter: ''
			),
			new Route(
				'GET',
				'/openapi\.json',
				Route::PUBLIC,
				Openapi\Openapi_Request::class,
				array( Openapi\Rest_Controller::class, 'show_document' ),
				limiter: 'reads',
				cache: 'public, max-age=300'
			),
			new Route(
				'POST',
				'/sessions',
				Route::PUBLIC,
				Sessions\Start_Request::class,
				array( Sessions\Rest_Controller::class, 'start_session' ),
				limiter: 'sessions',
				max_bytes: 4096
			),
			new Route(
				'GET',
				self::SESSION_PATH . '/messages',
				Route::SESSION,
				Sessions\Session_Request::class,
				array( Sessions\Rest_Controller::class, 'list_messages' ),
				limiter: 'reads'
			),
			new Route(
				'DELETE',
				self::SESSION_PATH,
				Route::SESSION,
				Sessions\Clear_Request::class,
				array( Sessions\Rest_Controller::class, 'clear_session' ),
				limiter: 'messages',
				max_bytes: 4096
			),
			new Route(
				'POST',
				'/chat',
				Route::SESSION,
				Chat\Chat_Request::class,
				array( Chat\Rest_Controller::class, 'answer' ),
				limiter: 'messages'
			),
			new Route(
				'GET',
				'/knowledge/index',
				Route::PUBLIC,
				Knowledge\Index_Request::class,
				array( Knowledge\Rest_Controller::class, 'show_index' ),
				limiter: 'reads',
				cache: 'public, max-age=300'
			),
			new Route(
				'GET',
				'/transcripts',
				'transcripts:read',
				Transcripts\Transcript_Query::class,
				array( Transcripts\Rest_Controller::class, 'list_transcripts' ),
				limiter: 'data',
				capability: Capability::READ_TRANSCRIPTS
			),
			new Route(
				'DELETE',
				'/transcripts',
				'transcripts:delete',
				Transcripts\Delete_Request::class,
				array( Transcripts\Rest_Controller::class, 'delete_transcripts' ),
				limiter: 'data',
				capability: Capability::DELETE_TRANSCRIPTS,
				max_bytes: 524288
			),
			new Route(
				'GET',
				'/transcripts/conversations',
				'transcripts:read',
				Transcripts\Conversation_Query::class,
				array( Transcripts\Rest_Controller::class, 'list_conversations' ),
				limiter: 'data',
				capability: Capability::READ_TRANSCRIPTS
			),
			new Route(
				'GET',
				'/tokens',
				Route::OWNER,
				Api_Access\List_Request::class,
				array( Api_Access\Rest_Controller::class, 'list_tokens' ),
				limiter: 'data',
				capability: Capability::MANAGE_TOKENS
			),
			new Route(
				'POST',
				'/tokens',
				Route::OWNER,
				Api_Access\Mint_Request::class,
				array( Api_Access\Rest_Controller::class, 'mint_token' ),
				limiter: 'data',
				capability: Capability::MANAGE_TOKENS,
				max_bytes: 4096
			),
			new Route(
				'POST',
				self::TOKEN_PATH . '/rotate',
				Route::OWNER,
				Api_Access\Token_Request::class,
				array( Api_Access\Rest_Controller::class, 'rotate_token' ),
				limiter: 'data',
				capability: Capability::MANAGE_TOKENS,
				max_bytes: 4096
			),
			new Route(
				'DELETE',
				self::TOKEN_PATH,
				Route::OWNER,
				Api_Access\Token_Request::class,
				array( Api_Access\Rest_Controller::class, 'revoke_token' ),
				limiter: 'data',
				capability: Capability::MANAGE_TOKENS,
				max_bytes: 4096
			),
		);
		return self::$table;
	}

	public static function register(): void {
		foreach ( self::table() as $route ) {
			register_rest_route(
				$route->namespace,
				$route->path,
				array(
					'methods'             => $route->method,
					'args'                => array_map( array( Schema::class, 'with_validation' ), $route->request::schema() ),
					'permission_callback' => static fn( \WP_REST_Request $request ) => Guard::admit( $route, $request ),
					'callback'            => static fn( \WP_REST_Request $request ) => Guard::run( $route, $request ),
					'show_in_index'       => $route->is_listed(),
				)
			);
		}
	}

	public static function owns_path( string $path ): bool {
		foreach ( self::NAMESPACES as $namespace ) {
			if ( stripos( $path . '/', '/' . $namespace . '/' ) === 0 ) {
				return true;
			}
		}
		return false;
	}

	public static function find( string $method, string $path ): ?Route {
		$method = $method === 'HEAD' ? 'GET' : $method;
		foreach ( self::table() as $route ) {
			if ( $route->method === $method && $route->matches_path( $path ) ) {
				return $route;
			}
		}
		return null;
	}
}
