<?php
declare( strict_types=1 );

namespace MxChat\Provider;

/**
 * The Responses API. The host keeps nothing, unless the connection says that it can and shall.
 */
final class Responses implements Provider {

	private const PATH         = '/responses';
	private const POLL_SECONDS = 1.0;
	private const MOST_SECONDS = 60.0;
	private const STEP_SECONDS = 0.25;

	private readonly bool $is_stateful;

	public function __construct( private readonly Connection $connection ) {
		$this->is_stateful = $connection->mode === 'responses_stateful';
	}

	public function engine(): string {
		return 'responses';
	}

	public function stream( Model_Request $request, Deadline $deadline ): \Generator {
		$state = $this->is_stateful ? Responses_State::read( $request->host_state, $request->items ) : null;
		$body  = $this->body( $request, $state );
		for ( $dropped = 0; ; ) {
			$reader  = new Responses_Reader( $this->is_stateful, $request->host_state );
			$failure = yield from $this->ask( $body, $reader, $deadline );
			if ( $failure === null ) {
				return;
			}
			$refused = $reader->has_begun() ? '' : Optional_Parameters::refused( $failure, $body );
			if ( $refused !== '' && $dropped < Optional_Parameters::MOST ) {
				Refused_Parameters::remember( $this->connection, $request->model, $refused );
				$body = Optional_Parameters::without( $refused, $body );
				++$dropped;
			} elseif ( $state !== null && ! $reader->has_begun() && self::has_forgotten( $failure ) ) {
				$state = null;
				$body  = $this->body( $request, null );
			} else {
				yield Event::failed( $failure );
				return;
			}
		}
	}

	private function body( Model_Request $request, ?Responses_State $state ): array {
		return Refused_Parameters::strip( $this->connection, Responses_Body::of( $this->connection, $request, $this->is_stateful, $state ) );
	}

	/**
	 * @return \Generator<int,Event,mixed,?Failure> Returns a failure that has not been told; null if the last event has come.
	 */
	private function ask( array $body, Responses_Reader $reader, Deadline $deadline ): \Generator {
		if ( $body['stream'] ) {
			return yield from $this->listen( $body, $reader, $deadline );
		}
		$reply = yield from $this->ticking( Client::exchange( $this->connection, 'POST', self::PATH, $body, $deadline ) );
		if ( $reply instanceof Reply && ( $body['background'] ?? false ) ) {
			$reply = yield from $this->poll( $reply, $deadline->at_most( self::MOST_SECONDS ) );
		}
		return $reply instanceof Failure ? $reply : yield from $reader->whole( $reply->json );
	}

	private function listen( array $body, Responses_Reader $reader, Deadline $deadline ): \Generator {
		$stream = new Json_Stream();
		$events = $stream->events( $this->connection, self::PATH, $body, $deadline );
		foreach ( $events as $json ) {
			if ( $json === null ) {
				yield Event::tick();
				continue;
			}
			$failure = $stream->is_whole() ? yield from $reader->whole( $json ) : yield from $reader->read( $json );
			if ( $failure !== null || $reader->is_over() ) {
				return $failure;
			}
		}
		return $events->getReturn() ?? Failure::of( 'cut', detail: 'The stream ended without its last event.' );
	}

	/**
	 * Asks each second what has become of a response; whoever does not wait for it stops it.
	 *
	 * @return \Generator<int,Event,mixed,Reply|Failure>
	 */
	private function poll( Reply $reply, Deadline $deadline ): \Generator {
		$path    = self::PATH . '/' . rawurlencode( (string) ( $reply->json['id'] ?? '' ) );
		$is_over = false;
		try {
			while ( $reply instanceof Reply && in_array( $reply->json['status'] ?? '', array( 'queued', 'in_progress' ), true ) ) {
				if ( $deadline->remaining() <= self::POLL_SECONDS ) {
					$is_over = true;
					Client::post( $this->connection, $path . '/cancel', array(), Deadline::after( 2 * self::POLL_SECONDS ) );
					return Failure::of( 'timeout', detail: 'The response was not ready in time.' );
				}
				yield from self::pause( Deadline::after( self::POLL_SECONDS ) );
				$reply = yield from $this->ticking( Client::exchange( $this->connection, 'GET', $path, null, $deadline ) );
			}
			$is_over = true;
			return $reply;
		} finally {
			$is_over || $this->cancel_later( $path );
		}
	}

	/**
	 * While this generator is destroyed no other can run, so the host is told at the request's end.
	 */
	private function cancel_later( string $path ): void {
		$connection = $this->connection;
		add_action( 'shutdown', static fn() => Client::post( $connection, $path . '/cancel', array(), Deadline::after( 5.0 ) ), 2 );
	}

	private function ticking( \Generator $call ): \Generator {
		foreach ( $call as $tick ) {
			yield Event::tick();
		}
		return $call->getReturn();
	}

	private static function pause( Deadline $until ): \Generator {
		while ( ! $until->is_over() ) {
			usleep( (int) ( 1e6 * min( self::STEP_SECONDS, $until->remaining() ) ) );
			yield Event::tick();
		}
	}

	/**
	 * Whether the host has lost the conversation that it was to go on with.
	 */
	private static function has_forgotten( Failure $failure ): bool {
		return $failure->kind === 'not_found' || $failure->param === 'previous_response_id' || $failure->code === 'previous_response_not_found'
			|| ( $failure->kind === 'rejected' && $failure->param === 'input' );
	}
}
