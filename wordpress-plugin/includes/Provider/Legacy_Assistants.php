<?php
declare( strict_types=1 );

namespace MxChat\Provider;

/**
 * A server that still speaks the Assistants API, version 2: threads and runs, polled each second.
 *
 * A model named `asst_…` is an assistant of that server, taken as it is. For any other model one assistant is made there,
 * and every run brings its own instructions and tools.
 */
final class Legacy_Assistants implements Provider {

	private const RUN_SECONDS   = 60.0;
	private const POLL_SECONDS  = 1.0;
	private const FIRST_SECONDS = 0.25;
	private const TICK_SECONDS  = 0.5;
	private const CLOSE_SECONDS = 5.0;
	private const BEFORE_OTHERS = 2;

	private const UNFINISHED = array( 'queued', 'in_progress', 'cancelling' );

	private readonly Legacy_Server $server;

	public function __construct( Connection $connection ) {
		$this->server = new Legacy_Server( $connection );
	}

	public function engine(): string {
		return 'assistants';
	}

	public function stream( Model_Request $request, Deadline $deadline ): \Generator {
		$deadline = $deadline->at_most( self::RUN_SECONDS );
		$state    = (array) json_decode( (string) $request->host_state, true );
		$run      = $this->begin( $request, $state, $deadline );
		$seconds  = self::FIRST_SECONDS;
		$is_over  = false;
		try {
			while ( is_array( $run ) && in_array( $run['status'] ?? '', self::UNFINISHED, true ) ) {
				if ( $deadline->remaining() <= self::POLL_SECONDS ) {
					$this->server->cancel_last_run( Deadline::after( self::CLOSE_SECONDS ) );
					$run = Failure::of( 'timeout', detail: 'The run took too long.' );
					break;
				}
				yield from self::wait( $seconds );
				$seconds = self::POLL_SECONDS;
				$polled = $this->server->run( $run['thread_id'], $run['id'], $deadline );
				$run    = is_array( $polled ) ? $polled + $run : $polled;
			}
			$is_over = true;
			if ( is_array( $run ) ) {
				yield from $this->outcome( $run, $deadline );
			} else {
				yield Event::failed( $run );
			}
		} finally {
			$is_over || $this->cancel_later();
		}
	}

	/**
	 * The run goes on at the server, and is paid for, unless it is told. Whoever listened is gone, so the request is at its
	 * end; and while this generator is destroyed, no other can run.
	 */
	private function cancel_later(): void {
		$server = $this->server;
		add_action( 'shutdown', static fn() => $server->cancel_last_run( Deadline::after( self::CLOSE_SECONDS ) ), self::BEFORE_OTHERS );
	}

	/**
	 * @return array|Failure The run.
	 */
	private function begin( Model_Request $request, array $state, Deadline $deadline ): array|Failure {
		$thread_id = (string) ( $state['thread_id'] ?? '' );
		$run_id    = (string) ( $state['run_id'] ?? '' );
		$outputs   = self::last_outputs( $request->items );
		if ( $thread_id !== '' && $run_id !== '' && $outputs ) {
			return $this->server->submit( $thread_id, $run_id, $outputs, $deadline );
		}
		if ( $thread_id !== '' ) {
			// A run that still waits for its tools would hold the thread.
			$run_id === '' || $this->server->cancel( $thread_id, $run_id, $deadline );
			$failure = $this->server->add_messages( $thread_id, self::new_items( $request->items ), $deadline );
			if ( $failure === null ) {
				return $this->server->start_run( $thread_id, $request, $deadline );
			}
			if ( $failure->kind !== 'not_found' ) {
				return $failure;
			}
		}
		$thread_id = $this->server->create_thread( $request->items, $deadline );
		return is_string( $thread_id ) ? $this->server->start_run( $thread_id, $request, $deadline ) : $thread_id;
	}

	/**
	 * What came of a run that goes on no more.
	 */
	private function outcome( array $run, Deadline $deadline ): \Generator {
		$status = (string) ( $run['status'] ?? '' );
		if ( in_array( $status, array( 'completed', 'incomplete' ), true ) ) {
			$text = $this->server->answer( $run['thread_id'], $run['id'], $deadline );
			if ( $text instanceof Failure ) {
				yield Event::failed( $text );
				return;
			}
			if ( $text !== '' ) {
				yield Event::text( $text );
			}
		}
		if ( $status === 'requires_action' ) {
			foreach ( (array) ( $run['required_action']['submit_tool_outputs']['tool_calls'] ?? array() ) as $call ) {
				yield Event::call( (string) ( $call['id'] ?? '' ), (string) ( $call['function']['name'] ?? '' ), (string) ( $call['function']['arguments'] ?? '' ) );
			}
		}
		yield Event::usage( Usage::read( $run['usage'] ?? null ) );
		yield Event::state(
			(string) wp_json_encode(
				array(
					'thread_id' => $run['thread_id'],
					'run_id'    => $status === 'requires_action' ? $run['id'] : '',
				)
			)
		);
		yield match ( $status ) {
			'completed'       => Event::done( 'stop' ),
			'incomplete'      => Event::done( 'length' ),
			'requires_action' => Event::done( 'calls' ),
			'expired'         => Event::failed( Failure::of( 'timeout', detail: 'The run expired.' ) ),
			'failed'          => Event::failed( self::failure( (string) ( $run['last_error']['code'] ?? '' ) ) ),
			'cancelled'       => Event::failed( Failure::of( 'cut', detail: 'The run was cancelled.' ) ),
			default           => Event::failed( Failure::of( 'garbled', detail: 'The run has an unknown status.' ) ),
		};
	}

	private static function failure( string $code ): Failure {
		return match ( $code ) {
			'rate_limit_exceeded' => Failure::of( 'rate_limited', detail: 'The run failed: rate_limit_exceeded' ),
			'invalid_prompt'      => Failure::of( 'rejected', detail: 'The run failed: invalid_prompt' ),
			default               => Failure::of( 'server', detail: 'The run failed.' ),
		};
	}

	/**
	 * In pieces, since whoever listens may have gone.
	 */
	private static function wait( float $seconds ): \Generator {
		for ( $left = $seconds; $left > 0.0; $left -= self::TICK_SECONDS ) {
			yield Event::tick();
			usleep( (int) ( min( $left, self::TICK_SECONDS ) * 1e6 ) );
		}
	}

	/**
	 * The server's thread has everything up to its own last answer.
	 *
	 * @param Item[] $items
	 * @return Item[]
	 */
	private static function new_items( array $items ): array {
		$new = array();
		foreach ( array_reverse( $items ) as $item ) {
			if ( $item->type === Item::MESSAGE && $item->role === 'assistant' ) {
				break;
			}
			array_unshift( $new, $item );
		}
		return $new;
	}

	/**
	 * @param Item[] $items
	 * @return Item[] The outputs of the last round of calls.
	 */
	private static function last_outputs( array $items ): array {
		$outputs = array();
		while ( $items && end( $items )->type === Item::OUTPUT ) {
			array_unshift( $outputs, array_pop( $items ) );
		}
		return $outputs;
	}
}
