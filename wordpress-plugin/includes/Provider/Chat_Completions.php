<?php
declare( strict_types=1 );

namespace MxChat\Provider;

/**
 * The Chat Completions API, which nearly every host speaks.
 */
final class Chat_Completions implements Provider {

	private const PATH = '/chat/completions';

	public function __construct( private readonly Connection $connection ) {}

	public function engine(): string {
		return 'chat';
	}

	public function stream( Model_Request $request, Deadline $deadline ): \Generator {
		$body = Refused_Parameters::strip( $this->connection, Chat_Completions_Body::of( $this->connection, $request ) );
		for ( $dropped = 0; ; $dropped++ ) {
			$reader  = new Chat_Completions_Reader();
			$failure = yield from $request->is_streamed ? $this->listen( $body, $reader, $deadline ) : $this->ask( $body, $reader, $deadline );
			if ( $failure === null ) {
				return;
			}
			$refused = $reader->has_begun() ? '' : Optional_Parameters::refused( $failure, $body );
			if ( $refused === '' || $dropped === Optional_Parameters::MOST ) {
				yield Event::failed( $failure );
				return;
			}
			Refused_Parameters::remember( $this->connection, $request->model, $refused );
			$body = Optional_Parameters::without( $refused, $body );
		}
	}

	/**
	 * @return \Generator<int,Event,mixed,?Failure> Returns a failure that has not been told; null if the last event has come.
	 */
	private function listen( array $body, Chat_Completions_Reader $reader, Deadline $deadline ): \Generator {
		$stream = new Json_Stream();
		$events = $stream->events( $this->connection, self::PATH, $body, $deadline );
		foreach ( $events as $json ) {
			if ( $json === null ) {
				if ( $stream->has_ended() ) {
					return yield from $reader->end( true );
				}
				yield Event::tick();
				continue;
			}
			$failure = $stream->is_whole() ? yield from $reader->whole( $json ) : yield from $reader->read( $json );
			if ( $failure !== null || $stream->is_whole() ) {
				return $failure;
			}
		}
		$failure = $events->getReturn();
		// Where the model has said why it stopped, only the count of tokens can be missing.
		return $failure !== null && ! $reader->has_finished() ? $failure : yield from $reader->end( false );
	}

	private function ask( array $body, Chat_Completions_Reader $reader, Deadline $deadline ): \Generator {
		$call = Client::exchange( $this->connection, 'POST', self::PATH, $body, $deadline );
		foreach ( $call as $tick ) {
			yield Event::tick();
		}
		$reply = $call->getReturn();
		return $reply instanceof Failure ? $reply : yield from $reader->whole( $reply->json );
	}
}
