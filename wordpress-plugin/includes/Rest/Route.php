<?php
declare( strict_types=1 );

namespace MxChat\Rest;

/**
 * One row of the route table.
 *
 * `access` says who may come in: PUBLIC, SESSION (the visitor who holds the session's secret), OWNER (a signed-in user
 * with `capability`, no token), or a token scope. A scope is also open to a signed-in user with `capability`.
 */
final class Route {

	public const PUBLIC  = 'public';
	public const SESSION = 'session';
	public const OWNER   = 'owner';

	public const SCOPES = array(
		'transcripts:read',
		'transcripts:delete',
		'knowledge:read',
		'knowledge:write',
		'chat:write',
		'contacts:read',
		'contacts:write',
		'webhooks:manage',
		'prompts:read',
	);

	/**
	 * @param string        $method     GET, POST, PUT, PATCH or DELETE.
	 * @param string        $path       Pattern as WordPress takes it.
	 * @param string        $access     `public`, `session`, `owner`, or a token scope.
	 * @param string        $capability What a signed-in user needs instead of a token; empty for none.
	 * @param class-string  $request    Typed request: `schema(): array` and `from( array, Context )`.
	 * @param callable      $handler    Takes the typed request, gives a WP_REST_Response or WP_Error.
	 * @param string        $limiter    Name of a limit, see Limiter; empty for none.
	 * @param int           $max_bytes  Largest body.
	 * @param string        $cache      Cache-Control of a success.
	 * @param string        $namespace  REST namespace.
	 * @param bool          $envelope   Whether answers and failures come in the bot API's envelope, see Envelope.
	 * @param bool          $keeps_tests_apart Whether the handler itself shows a test token test data only; other rows are
	 *                                  closed to it, unless they name a bot in test mode.
	 * @param string        $produces   Media type of a success.
	 */
	public function __construct(
		public readonly string $method,
		public readonly string $path,
		public readonly string $access,
		public readonly string $request,
		/** @var callable */
		public readonly mixed $handler,
		public readonly string $limiter,
		public readonly string $capability = '',
		public readonly int $max_bytes = 65536,
		public readonly string $cache = 'no-store, private',
		public readonly string $namespace = 'mxchat/v1',
		public readonly bool $envelope = false,
		public readonly bool $keeps_tests_apart = false,
		public readonly string $produces = 'application/json',
	) {
		if ( ! in_array( $access, array( self::PUBLIC, self::SESSION, self::OWNER, ...self::SCOPES ), true ) ) {
			throw new \LogicException( "The route {$method} {$path} has no scope." );
		}
		if ( $access === self::OWNER && $capability === '' ) {
			throw new \LogicException( "The route {$method} {$path} names no capability." );
		}
	}

	public function needs_token(): bool {
		return in_array( $this->access, self::SCOPES, true );
	}

	/**
	 * A stranger need not be told of it.
	 */
	public function is_listed(): bool {
		return $this->access === self::PUBLIC || $this->access === self::SESSION;
	}

	public function matches_path( string $path ): bool {
		return (bool) preg_match( '@^/' . $this->namespace . $this->path . '$@i', $path );
	}

	/**
	 * Whether a path and this route share their namespace and first word.
	 */
	public function begins_like( string $path ): bool {
		$word = explode( '/', $this->path )[1];
		return stripos( $path . '/', '/' . $this->namespace . '/' . $word . '/' ) === 0;
	}
}
