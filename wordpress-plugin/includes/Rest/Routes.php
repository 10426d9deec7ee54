<?php
declare( strict_types=1 );

namespace MxChat\Rest;

use MxChat\Actions;
use MxChat\Api_Access;
use MxChat\Assistant;
use MxChat\Bot_Api;
use MxChat\Bots;
use MxChat\Chat;
use MxChat\Contacts;
use MxChat\Confirmations;
use MxChat\Debugger;
use MxChat\Embeddings;
use MxChat\Health;
use MxChat\Jobs;
use MxChat\Knowledge;
use MxChat\Network;
use MxChat\Openai_Api;
use MxChat\Openapi;
use MxChat\Provider;
use MxChat\Query_Chatbot;
use MxChat\Sessions;
use MxChat\Settings;
use MxChat\Spend;
use MxChat\Transcripts;
use MxChat\Webhooks;

/**
 * The one table of routes, put together from the features' rows. What is not a row does not exist.
 */
final class Routes {

	public const NAMESPACES = array( 'mxchat/v1', 'twxchat/v1' );

	/** Classes with `rows(): Route[]`. */
	private const FEATURES = array(
		Health\Routes::class,
		Openapi\Routes::class,
		Sessions\Routes::class,
		Chat\Routes::class,
		Knowledge\Routes::class,
		Knowledge\Sources\Routes::class,
		Jobs\Routes::class,
		Api_Access\Routes::class,
		Query_Chatbot\Routes::class,
		Transcripts\Routes::class,
		Transcripts\Unanswered\Routes::class,
		Bots\Routes::class,
		Bot_Api\Routes::class,
		Contacts\Routes::class,
		Webhooks\Routes::class,
		Actions\Routes::class,
		Debugger\Routes::class,
		Openai_Api\Routes::class,
		Spend\Routes::class,
		Assistant\Routes::class,
		Provider\Routes::class,
		Settings\Routes::class,
		Network\Routes::class,
		Embeddings\Routes::class,
		Confirmations\Routes::class,
	);

	/** @var Route[]|null */
	private static ?array $table = null;

	/**
	 * @return Route[]
	 */
	public static function table(): array {
		return self::$table ??= array_merge( ...array_map( static fn( string $feature ) => $feature::rows(), self::FEATURES ) );
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

	/**
	 * A path that no route has belongs to the routes that begin like it.
	 */
	public static function is_enveloped( string $path ): bool {
		$routes = array_filter( self::table(), static fn( Route $route ) => $route->matches_path( $path ) )
			?: array_filter( self::table(), static fn( Route $route ) => $route->begins_like( $path ) );
		return in_array( true, array_column( $routes, 'envelope' ), true );
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
