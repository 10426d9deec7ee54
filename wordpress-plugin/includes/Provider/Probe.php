<?php
declare( strict_types=1 );

namespace MxChat\Provider;

use MxChat\Spend\Estimate;
use MxChat\Spend\Gate;

/**
 * Tries a connection out, step by step, and remembers what the host can do.
 *
 * Without a model it only asks for the list of models: it never guesses one that would be billed.
 */
final class Probe {

	private const QUESTION          = 'Count from one to twenty in words, nothing else.';
	private const MAX_OUTPUT_TOKENS = 256;

	/** Pieces further apart than this did not wait for each other in a buffer. */
	private const APART_MS = 20.0;

	/** What a host says to a route that it does not have. */
	private const NO_SUCH_ROUTE = array( 404, 405, 501 );

	private function __construct(
		private readonly Connection $connection,
		private readonly string $model,
		private readonly Deadline $deadline,
	) {}

	/**
	 * @param string $mode  As the owner has set it: `auto` lets the host show what it speaks.
	 * @param string $model Empty if none is chosen yet.
	 */
	public static function run( Connection $connection, string $mode, string $model, Deadline $deadline ): Probe_Report {
		// The owner wants to know how it is now, whatever visitors have met before.
		Breaker_Store::forget( $connection->host_key() );
		return ( new self( $connection, $model, $deadline ) )->report( $mode );
	}

	private function report( string $mode ): Probe_Report {
		$started = hrtime( true );
		$models  = Models::list( $this->connection, $this->deadline, true );
		$report  = Probe_Report::reached( $models, self::ms_since( $started ), $this->model, Models::shutdown_date( $this->connection->base_url, $this->model ) );
		if ( $this->model === '' || ( $models instanceof Failure && ! self::can_do_without_list( $models ) ) ) {
			return $report;
		}
		foreach ( self::apis( $mode ) as $api ) {
			$trial = $this->ask( $api );
			if ( $trial->failure === null || ! in_array( $trial->failure->status, self::NO_SUCH_ROUTE, true ) ) {
				break;
			}
		}
		$is_stateful = $trial->failure === null && $trial->api === 'responses' && $this->keeps_state();
		if ( $trial->failure === null && $trial->api !== 'wordpress' ) {
			Verdict_Store::save( $this->connection->base_url, new Verdict( $trial->api, $is_stateful, $trial->is_streamed, time() ) );
		}
		return $report->with_trial( $trial, $is_stateful );
	}

	/**
	 * @return string[] The APIs to try, in this order.
	 */
	private static function apis( string $mode ): array {
		return match ( $mode ) {
			'auto'               => array( 'responses', 'chat' ),
			'responses_stateful' => array( 'responses' ),
			default              => array( $mode ),
		};
	}

	/**
	 * Some hosts have no list of their models and answer all the same.
	 */
	private static function can_do_without_list( Failure $failure ): bool {
		return in_array( $failure->status, self::NO_SUCH_ROUTE, true ) || $failure->kind === 'garbled';
	}

	private function ask( string $api ): Probe_Trial {
		$reservation = Gate::reserve( Gate::SITE, 'chat', $this->model, Estimate::at_most( self::QUESTION ), self::MAX_OUTPUT_TOKENS );
		if ( $reservation instanceof Failure ) {
			return new Probe_Trial( $api, $reservation );
		}
		$provider = Providers::for_connection( new Connection( $this->connection->base_url, $api, $this->connection->key, $this->connection->headers ) );
		$request  = new Model_Request( model: $this->model, instructions: '', items: array( Item::message( 'user', self::QUESTION ) ), max_output_tokens: self::MAX_OUTPUT_TOKENS );
		$started  = hrtime( true );
		$times    = array();
		$usage    = Usage::unknown();
		$failure  = Failure::of( 'cut' );
		foreach ( $provider->stream( $request, $this->deadline ) as $event ) {
			match ( $event->type ) {
				Event::TEXT, Event::REFUSAL => $times[] = self::ms_since( $started ),
				Event::USAGE                => $usage   = $event->usage,
				Event::DONE                 => $failure = null,
				Event::FAILED               => $failure = $event->failure,
				default                     => null,
			};
		}
		$failure === null ? $reservation->settle( $usage ) : $reservation->fail( $failure );
		$is_streamed = count( $times ) > 1 && end( $times ) - $times[0] >= self::APART_MS;
		return new Probe_Trial( $api, $failure, self::ms_since( $started ), $times[0] ?? null, $is_streamed );
	}

	/**
	 * Whether the host gives back a response that it was asked to keep. OpenRouter refuses such a request, so it is not asked.
	 */
	private function keeps_state(): bool {
		if ( str_ends_with( (string) wp_parse_url( $this->connection->base_url, PHP_URL_HOST ), 'openrouter.ai' ) ) {
			return false;
		}
		$reservation = Gate::reserve( Gate::SITE, 'chat', $this->model, Estimate::at_most( self::QUESTION ), self::MAX_OUTPUT_TOKENS );
		if ( $reservation instanceof Failure ) {
			return false;
		}
		$body = array( 'model' => $this->model, 'input' => self::QUESTION, 'max_output_tokens' => self::MAX_OUTPUT_TOKENS, 'store' => true );
		$kept = Client::post( $this->connection, '/responses', $body, $this->deadline );
		if ( $kept instanceof Failure ) {
			$reservation->fail( $kept );
			return false;
		}
		$reservation->settle( Usage::read( $kept->json['usage'] ?? null ) );
		$id = $kept->json['id'] ?? null;
		if ( ! is_string( $id ) || $id === '' ) {
			return false;
		}
		$path  = '/responses/' . rawurlencode( $id );
		$again = Client::get( $this->connection, $path, $this->deadline );
		Client::delete( $this->connection, $path, $this->deadline );
		return $again instanceof Reply && ( $again->json['id'] ?? null ) === $id;
	}

	private static function ms_since( int $started ): float {
		return ( hrtime( true ) - $started ) / 1e6;
	}
}
