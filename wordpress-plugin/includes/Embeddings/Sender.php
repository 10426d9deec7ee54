<?php
declare( strict_types=1 );

namespace MxChat\Embeddings;

use MxChat\Provider\Client;
use MxChat\Provider\Connection;
use MxChat\Provider\Deadline;
use MxChat\Provider\Failure;
use MxChat\Provider\Usage;
use MxChat\Spend\Estimate;
use MxChat\Spend\Gate;

/**
 * Sends texts to one model of one host.
 */
final class Sender {

	/** So many texts may be refused one by one. Beyond that it is not the texts. */
	private const MAX_REFUSED = 3;

	private int $refused = 0;

	public function __construct(
		private readonly Connection $connection,
		private readonly Space $space,
		private readonly string $spender,
		private readonly Deadline $deadline,
	) {}

	/**
	 * A host that takes fewer texts at once than it is sent refuses them all, as it does for a single one that it does
	 * not like: then they are sent by halves, and what is refused alone has no embedding.
	 *
	 * @param array<int,string> $batch Texts by position.
	 */
	public function send( array $batch ): Part|Failure {
		if ( $this->connection->mode === 'wordpress' ) {
			return Failure::of( 'not_configured', detail: 'The AI client of WordPress gives no embeddings.' );
		}
		$part = $this->send_once( $batch );
		if ( $part instanceof Part || count( $batch ) === 1 || ! self::is_refused( $part ) ) {
			return $part;
		}
		$whole = new Part( array(), new Usage( input_tokens: 0, output_tokens: 0, is_known: true ) );
		foreach ( array_chunk( $batch, intdiv( count( $batch ) + 1, 2 ), true ) as $half ) {
			$part = $this->send( $half );
			if ( $part instanceof Part ) {
				$whole = $whole->with( $part );
			} elseif ( ! self::is_refused( $part ) || ++$this->refused > self::MAX_REFUSED ) {
				return $part;
			}
		}
		return $whole;
	}

	private function send_once( array $batch ): Part|Failure {
		$reservation = Gate::reserve( $this->spender, 'embedding', $this->space->model, Estimate::at_most( ...array_values( $batch ) ), 0 );
		if ( $reservation instanceof Failure ) {
			return $reservation;
		}
		$reply = Client::post( $this->connection, '/embeddings', $this->body( $batch ), $this->deadline );
		if ( $reply instanceof Failure ) {
			$reservation->fail( $reply );
			return $reply;
		}
		$response = Response::read( $reply->json, count( $batch ) );
		if ( $response === null || ! $this->fits( $response ) ) {
			$failure = Failure::of( 'garbled', status: $reply->status, detail: 'The embeddings are not those that were asked for.' );
			$reservation->fail( $failure );
			return $failure;
		}
		$reservation->settle( $response->usage );
		return new Part( array_combine( array_keys( $batch ), $response->vectors ), $response->usage );
	}

	private static function is_refused( Failure $failure ): bool {
		return in_array( $failure->kind, array( 'rejected', 'too_long' ), true );
	}

	/**
	 * A model that suddenly has other dimensions is another model.
	 */
	private function fits( Response $response ): bool {
		return $this->space->dimensions === 0 || strlen( $response->vectors[0] ) === 4 * $this->space->dimensions;
	}

	private function body( array $batch ): array {
		$body = array(
			'model' => $this->space->model,
			'input' => array_values( $batch ),
		);
		if ( $this->space->takes_base64 ) {
			$body['encoding_format'] = 'base64';
		}
		if ( $this->space->wanted_dimensions !== null ) {
			$body['dimensions'] = $this->space->wanted_dimensions;
		}
		return $body;
	}
}
