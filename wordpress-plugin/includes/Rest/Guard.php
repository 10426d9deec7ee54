<?php
declare( strict_types=1 );

namespace MxChat\Rest;

use MxChat\Api_Access;
use MxChat\Core\Core_Exception;
use MxChat\Error_Log;
use MxChat\Sessions;

/**
 * The one gate before every route.
 *
 * WordPress checks parameters before `permission_callback`. So the door is checked in `rest_pre_dispatch`, before JSON
 * is parsed: a wrong token with a bad parameter gets 401, and a huge body costs nothing. The permission callback then
 * admits only a request that came through the door, builds the typed request and counts it.
 */
final class Guard {

	private const MAX_DEPTH = 64;

	/** @var \WeakMap<\WP_REST_Request,Context>|null */
	private static ?\WeakMap $admitted = null;

	/**
	 * WordPress takes `?_method[]=` for text and dies of it before anybody is asked. Here it stays what it is: refused.
	 */
	public static function flatten_overrides( \WP $wp ): void {
		$path = $wp->query_vars['rest_route'] ?? '';
		if ( is_array( $_GET['_method'] ?? null ) && is_string( $path ) && Routes::owns_path( '/' . ltrim( $path, '/' ) ) ) {
			$_GET['_method'] = 'array';
		}
	}

	public static function check_door( mixed $result, \WP_REST_Server $server, \WP_REST_Request $request ): mixed {
		if ( $result !== null || ! Routes::owns_path( $request->get_route() ) ) {
			return $result;
		}
		if ( self::is_overridden( $request ) ) {
			return Rest_Error::make( 'mxchat_method_override' );
		}
		$route = Routes::find( $request->get_method(), $request->get_route() );
		if ( $route === null ) {
			return $result;
		}
		if ( self::body_bytes( $request ) > $route->max_bytes ) {
			return Rest_Error::make( 'mxchat_body_too_large' );
		}
		$context = self::authenticate( $route, $request );
		if ( is_wp_error( $context ) ) {
			return $context;
		}
		if ( ! self::has_sound_body( $request ) ) {
			return Rest_Error::make( 'mxchat_invalid_json' );
		}
		self::admitted()[ $request ] = $context;
		return $result;
	}

	/**
	 * Notes that WordPress found nothing wrong with the parameters. It asks permission also after it has refused them.
	 */
	public static function note_validation( mixed $response, array $handler, \WP_REST_Request $request ): mixed {
		$context = self::admitted()[ $request ] ?? null;
		if ( $context !== null ) {
			$context->has_valid_parameters = ! is_wp_error( $response );
		}
		return $response;
	}

	public static function admit( Route $route, \WP_REST_Request $request ): bool|\WP_Error {
		$context = self::admitted()[ $request ] ?? null;
		if ( $context === null || $context->route !== $route || ! $context->has_valid_parameters ) {
			return false;
		}
		if ( $context->typed_request !== null ) {
			return true;
		}
		$params  = self::parameters( $route, $request );
		$refused = $context->token === null ? null : Test_Tokens::refuse( $route, $context->token, $params );
		if ( $refused !== null ) {
			return $refused;
		}
		$typed = $route->request::from( $params, $context );
		if ( is_wp_error( $typed ) ) {
			return $typed;
		}
		$refused = Limiter::count( $context );
		if ( $refused !== null ) {
			return $refused;
		}
		$context->typed_request = $typed;
		return true;
	}

	public static function run( Route $route, \WP_REST_Request $request ): \WP_REST_Response|\WP_Error {
		$context  = self::admitted()[ $request ];
		$response = Idempotency::once( $context, $request, static fn() => self::handle( $route, $context, $request ) );
		if ( $response instanceof \WP_REST_Response ) {
			self::complete( $route, $response );
		}
		return $response;
	}

	private static function complete( Route $route, \WP_REST_Response $response ): void {
		if ( ! isset( $response->get_headers()['Cache-Control'] ) ) {
			$response->header( 'Cache-Control', $route->cache );
		}
		// For `_fields` and `_embed` WordPress takes an answer apart as an array.
		if ( $response->get_data() instanceof \stdClass ) {
			$response->set_data( (array) $response->get_data() );
		}
	}

	public static function add_headers( \WP_HTTP_Response $response, \WP_REST_Server $server, \WP_REST_Request $request ): \WP_HTTP_Response {
		if ( ! Routes::owns_path( $request->get_route() ) ) {
			return $response;
		}
		$response->header( 'X-Request-Id', Request_Id::current() );
		if ( ! isset( $response->get_headers()['Cache-Control'] ) || $response->get_status() >= 400 ) {
			$response->header( 'Cache-Control', 'no-store, private' );
		}
		$wait = self::seconds_to_wait( $response );
		if ( $wait !== null ) {
			$response->header( 'Retry-After', (string) $wait );
		}
		foreach ( self::admitted()[ $request ]?->headers ?? array() as $name => $value ) {
			$response->header( $name, $value );
		}
		return $response;
	}

	/**
	 * After which an error says that the request may be sent again.
	 */
	private static function seconds_to_wait( \WP_HTTP_Response $response ): ?int {
		$body = $response->get_status() >= 400 ? $response->get_data() : null;
		$wait = is_array( $body ) && is_array( $body['data'] ?? null ) ? $body['data']['retry_after_seconds'] ?? null : null;
		return is_int( $wait ) ? $wait : null;
	}

	private static function handle( Route $route, Context $context, \WP_REST_Request $request ): \WP_REST_Response|\WP_Error {
		try {
			return ( $route->handler )( $context->typed_request );
		} catch ( Core_Exception $error ) {
			return Rest_Error::from_core( $error );
		} catch ( \Throwable $error ) {
			self::log( $request, $error );
			return Rest_Error::make( 'mxchat_internal_error' );
		}
	}

	private static function authenticate( Route $route, \WP_REST_Request $request ): Context|\WP_Error {
		$token   = null;
		$session = null;
		if ( $route->access === Route::SESSION ) {
			$session = Sessions\Store::find_by_secret( (string) $request->get_header( 'X-MxChat-Session' ) );
			if ( $session === null ) {
				return Rest_Error::make( 'mxchat_session_not_found' );
			}
		} elseif ( $route->access === Route::OWNER ) {
			if ( ! self::is_capable( $route ) ) {
				return Rest_Error::make( is_user_logged_in() ? 'mxchat_rest_forbidden' : 'mxchat_sign_in_required' );
			}
		} elseif ( $route->needs_token() && ! self::is_capable( $route ) ) {
			$token = Api_Access\Openai_Key::authenticate( $route, $request ) ?? Api_Access\Bearer::authenticate( $request, $route->access );
			if ( is_wp_error( $token ) ) {
				return $token;
			}
		}
		return new Context( $route, $token, $session, Client_Address::current(), self::prefers_async( $request ), Api_Access\Bearer::is_sent( $request ), self::accepts_events( $request ), (int) $request->get_header( 'Last-Event-ID' ) );
	}

	/**
	 * An envelope has no place for a stream.
	 */
	private static function accepts_events( \WP_REST_Request $request ): bool {
		return stripos( (string) $request->get_header( 'Accept' ), 'text/event-stream' ) !== false && ! isset( $request->get_query_params()['_envelope'] );
	}

	private static function prefers_async( \WP_REST_Request $request ): bool {
		return (bool) preg_match( '/(?:^|,)\s*respond-async\s*(?:[,;]|$)/i', (string) $request->get_header( 'Prefer' ) );
	}

	/**
	 * A signed-in owner comes with a cookie and its nonce, which WordPress has checked; the capability is checked here.
	 */
	private static function is_capable( Route $route ): bool {
		return $route->capability !== '' && is_user_logged_in() && current_user_can( $route->capability );
	}

	private static function is_overridden( \WP_REST_Request $request ): bool {
		$query = $request->get_query_params();
		return isset( $query['_method'] ) || isset( $query['_jsonp'] )
			|| $request->get_header( 'X-HTTP-Method-Override' ) !== null;
	}

	private static function body_bytes( \WP_REST_Request $request ): int {
		return max( strlen( (string) $request->get_body() ), (int) $request->get_header( 'Content-Length' ) );
	}

	private static function has_sound_body( \WP_REST_Request $request ): bool {
		$body = (string) $request->get_body();
		if ( $body === '' || ! $request->is_json_content_type() ) {
			return true;
		}
		$decoded = json_decode( $body, false, self::MAX_DEPTH );
		return is_object( $decoded );
	}

	/**
	 * Only what the schema names: a body can smuggle in nothing else, and not take the place of what the path names.
	 */
	private static function parameters( Route $route, \WP_REST_Request $request ): array {
		$known = $route->request::schema();
		return array_intersect_key( $request->get_url_params() + $request->get_params(), $known );
	}

	private static function log( \WP_REST_Request $request, \Throwable $error ): void {
		Error_Log::add( sprintf( 'MxChat [%s] %s', Request_Id::current(), $request->get_route() ), $error );
	}

	private static function admitted(): \WeakMap {
		return self::$admitted ??= new \WeakMap();
	}
}
