<?php
declare( strict_types=1 );

namespace MxChat\Embeddings;

use MxChat\Provider\Connection;
use MxChat\Provider\Deadline;
use MxChat\Provider\Failure;
use MxChat\Provider\Providers;
use MxChat\Provider\Usage;
use MxChat\Spend\Gate;

/**
 * Asks the provider for the embeddings of texts.
 */
final class Embedder {

	private const SECONDS = 60.0;

	/** Without words of anybody: it tells what a model gives. */
	private const PROBE = 'ping';

	/**
	 * The embeddings of texts in the space that questions are answered from, or in another.
	 *
	 * @param string[] $texts
	 * @param string   $spender Whose budget pays, see Gate::reserve().
	 */
	public static function embed( array $texts, string $spender, ?Space $space = null, ?Deadline $deadline = null ): Embedded|Failure {
		$space    ??= State_Store::serving();
		$connection = $space === null ? Failure::of( 'not_configured' ) : self::connection( $space );
		if ( $connection instanceof Failure ) {
			return $connection;
		}
		$sender = new Sender( $connection, $space, $spender, $deadline ?? Deadline::after( self::SECONDS ) );
		$whole  = new Part( array(), new Usage( input_tokens: 0, output_tokens: 0, is_known: true ) );
		foreach ( Batch::split( $texts, $space->dimensions ) as $batch ) {
			$part = $sender->send( $batch );
			if ( $part instanceof Failure ) {
				return $part;
			}
			$whole = $whole->with( $part );
		}
		$vectors = $whole->vectors + array_fill( 0, count( $texts ), '' );
		ksort( $vectors );
		return new Embedded( $space->model, $space->dimensions, $vectors, $whole->usage );
	}

	/**
	 * The space of a model, measured by one small request.
	 *
	 * @param ?int $wanted_dimensions Null for as many as the model has.
	 */
	public static function probe( string $model, ?int $wanted_dimensions ): Space|Failure {
		$connection = Providers::connection();
		if ( $connection instanceof Failure ) {
			return $connection;
		}
		$deadline = Deadline::after( self::SECONDS );
		foreach ( array( true, false ) as $takes_base64 ) {
			$space = new Space( $model, $wanted_dimensions, 0, $connection->host_key(), $takes_base64 );
			$part  = ( new Sender( $connection, $space, Gate::SITE, $deadline ) )->send( array( self::PROBE ) );
			if ( $part instanceof Part ) {
				return new Space( $model, $wanted_dimensions, intdiv( strlen( $part->vectors[0] ), 4 ), $space->host, $takes_base64 );
			}
			if ( $part->kind !== 'rejected' ) {
				return $part;
			}
		}
		return $part;
	}

	private static function connection( Space $space ): Connection|Failure {
		$connection = Providers::connection();
		if ( $connection instanceof Connection && $connection->host_key() !== $space->host ) {
			return Failure::of( 'not_configured', detail: 'The embeddings are of another host.' );
		}
		return $connection;
	}
}
