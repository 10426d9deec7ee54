<?php
declare( strict_types=1 );

namespace MxChat\Knowledge;

use MxChat\Bots;
use MxChat\Embeddings\Embed_Job;
use MxChat\Embeddings\Embedded;
use MxChat\Embeddings\Embedder;
use MxChat\Embeddings\Missing_Store;
use MxChat\Embeddings\Replacement_Store;
use MxChat\Embeddings\Space;
use MxChat\Embeddings\State_Store;
use MxChat\Provider\Deadline;
use MxChat\Provider\Failure;
use MxChat\Spend\Gate;

/**
 * Writes a source in the place of an older text of it.
 *
 * Where questions are answered by meaning, the old text lives until the new one is embedded: at once, or when the
 * provider, which fails at the moment, is back. It does not live for ever, see Embed_Job. For a bot in test mode nothing
 * is embedded, for that costs.
 */
final class Writer {

	/**
	 * @throws \MxChat\Storage_Exception If it could not be stored.
	 */
	public static function write( Source $source, Deadline $deadline ): Written {
		if ( Bots\Store::is_test( $source->bot_id ) ) {
			return new Written( Store::replace( $source ), false );
		}
		$space = State_Store::serving();
		if ( $space === null || Store::is_stored( $source ) || Store::is_displaced( $source ) ) {
			$has_changed = Store::replace( $source );
			return new Written( $has_changed, self::is_embedded( $source ) );
		}
		$embedded = self::embed( $source, $space, $deadline );
		if ( $embedded instanceof Embedded ) {
			return new Written( Store::replace( $source, new Chunk_Vectors( $space->collection(), $embedded->vectors ) ), true );
		}
		$embedded->log();
		if ( self::can_wait( $embedded ) && self::vectors_of( $source, $space ) > 0 ) {
			Replacement_Store::put( $source, time() );
			Embed_Job::add_after( $embedded );
			return new Written( false, Written::PENDING );
		}
		return new Written( Store::replace( $source ), Written::PENDING );
	}

	/**
	 * The embeddings of a source's pieces, paid by the site.
	 */
	public static function embed( Source $source, Space $space, Deadline $deadline ): Embedded|Failure {
		if ( $deadline->is_over() ) {
			return Failure::of( 'timeout' );
		}
		$texts = array_map( static fn( string $piece ) => self::text( $source->title, $piece ), Pieces::of( $source ) );
		return Embedder::embed( $texts, Gate::SITE, $space, $deadline );
	}

	/**
	 * A piece as a model reads it: without its title, many a piece does not say what it is about.
	 */
	public static function text( string $title, string $piece ): string {
		return $title === '' ? $piece : $title . "\n\n" . $piece;
	}

	/**
	 * Whether the provider is likely to answer soon. A spent budget is not.
	 */
	public static function can_wait( Failure $failure ): bool {
		return ( $failure->is_retryable || $failure->kind === 'breaker_open' ) && $failure->kind !== 'budget';
	}

	private static function is_embedded( Source $source ): bool|string {
		$space = State_Store::serving();
		if ( $space === null ) {
			return State_Store::chosen() === null ? false : Written::PENDING;
		}
		return self::vectors_of( $source, $space ) >= Store::count_chunks_of( $source ) ? true : Written::PENDING;
	}

	private static function vectors_of( Source $source, Space $space ): int {
		return array_sum( Missing_Store::embedded_of( $space->collection(), array( Store::id_of( $source ) ) ) );
	}
}
