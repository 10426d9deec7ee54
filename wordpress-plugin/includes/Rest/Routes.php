<?php
declare( strict_types=1 );

namespace MxChat\Rest;

use MxChat\Api_Access;
use MxChat\Capability;
use MxChat\Chat;
use MxChat\Health;
use MxChat\Jobs;
use MxChat\Knowledge;
use MxChat\Openapi;
use MxChat\Query_Chatbot;
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
				'POST',
				'/knowledge',
				'knowledge:write',
				Knowledge\Push_Request::class,
				array( Knowledge\Rest_Controller::class, 'push' ),
				limiter: 'data',
				capability: Capability::MANAGE_KNOWLEDGE,
				max_bytes: Knowledge\Push_Request::MAX_BYTES
			),
			new Route(
				'GET',
				'/knowledge',
				'knowledge:read',
				Knowledge\Source_Query::class,
				array( Knowledge\Rest_Controller::class, 'list_sources' ),
				limiter: 'data',
				capability: Capability::MANAGE_KNOWLEDGE
			),
			new Route(
				'DELETE',
				'/knowledge',
				'knowledge:write',
				Knowledge\Delete_Request::class,
				array( Knowledge\Rest_Controller::class, 'delete_sources' ),
				limiter: 'data',
				capability: Capability::MANAGE_KNOWLEDGE,
				max_bytes: 262144
			),
			new Route(
				'GET',
				'/knowledge/search',
				'knowledge:read',
				Knowledge\Search_Request::class,
				array( Knowledge\Rest_Controller::class, 'search' ),
				limiter: 'data',
				capability: Capability::MANAGE_KNOWLEDGE
			),
			new Route(
				'POST',
				'/knowledge/reindex',
				'knowledge:write',
				Knowledge\Reindex_Request::class,
				array( Knowledge\Rest_Controller::class, 'reindex' ),
				limiter: 'data',
				capability: Capability::MANAGE_KNOWLEDGE,
				max_bytes: 4096
			),
			new Route(
				'GET',
				'/knowledge/jobs',
				'knowledge:read',
				Page_Request::class,
				array( Jobs\Rest_Controller::class, 'list_jobs' ),
				limiter: 'data',
				capability: Capability::MANAGE_KNOWLEDGE
			),
			new Route(
				'POST',
				'/knowledge/jobs/run',
				'knowledge:write',
				Page_Request::class,
				array( Jobs\Rest_Controller::class, 'run_jobs' ),
				limiter: 'reads',
				capability: Capability::MANAGE_KNOWLEDGE,
				max_bytes: 4096
			),
			new Route(
				'GET',
				'/knowledge/jobs/(?P<job_id>job_[0-9a-f]{32})',
				'knowledge:read',
				Jobs\Job_Request::class,
				array( Jobs\Rest_Controller::class, 'show_job' ),
				limiter: 'data',
				capability: Capability::MANAGE_KNOWLEDGE
			),
			new Route(
				'GET',
				'/openai-key',
				Route::OWNER,
				Api_Access\List_Request::class,
				array( Api_Access\Rest_Controller::class, 'show_openai_key' ),
				limiter: 'data',
				capability: Capability::MANAGE_TOKENS
			),
			new Route(
				'POST',
				'/openai-key',
				Route::OWNER,
				Api_Access\Openai_Key_Request::class,
				array( Api_Access\Rest_Controller::class, 'change_openai_key' ),
				limiter: 'data',
				capability: Capability::MANAGE_TOKENS,
				max_bytes: 4096
			),
			new Route(
				'POST',
				'/query-chatbot',
				'chat:write',
				Query_Chatbot\Query_Request::class,
				array( Query_Chatbot\Rest_Controller::class, 'query' ),
				limiter: 'chat',
				namespace: 'twxchat/v1'
			),
			new Route(
				'GET',
				'/knowledge',
				'chat:write',
				Query_Chatbot\Knowledge_Request::class,
				array( Query_Chatbot\Rest_Controller::class, 'search_knowledge' ),
				limiter: 'data',
				namespace: 'twxchat/v1'
			),
			new Route(
				'GET',
				'/chat-log',
				'chat:write',
				Query_Chatbot\Chat_Log_Request::class,
				array( Query_Chatbot\Rest_Controller::class, 'list_chat_log' ),
				limiter: 'data',
				namespace: 'twxchat/v1'
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
				Page_Request::class,
				array( Transcripts\Rest_Controller::class, 'list_conversations' ),
				limiter: 'data',
				capability: Capability::READ_TRANSCRIPTS
			),
			new Route(
				'GET',
				'/authorization',
				Route::PUBLIC,
				Api_Access\Authorization_Request::class,
				array( Api_Access\Site_Health::class, 'show_authorization' ),
				limiter: 'reads'
			),
			new Route(
				'GET',
				'/authorization/test',
				Route::OWNER,
				Api_Access\List_Request::class,
				array( Api_Access\Site_Health::class, 'test_authorization' ),
				limiter: 'data',
				capability: Capability::SEE_HEALTH
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
