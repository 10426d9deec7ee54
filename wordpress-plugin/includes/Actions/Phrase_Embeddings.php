<?php
declare( strict_types=1 );

namespace MxChat\Actions;

use MxChat\Embeddings\Embedder;
use MxChat\Embeddings\Question_Store;
use MxChat\Embeddings\Space;
use MxChat\Provider\Failure;
use MxChat\Spend\Gate;

/**
 * The embeddings of phrases and messages; one that was asked for before costs no call.
 */
final class Phrase_Embeddings {

	/**
	 * @param string[] $texts
	 * @return string|Failure Packed, one after the other.
	 */
	public static function packed( Space $space, array $texts ): string|Failure {
		$known = self::of( $space, $texts );
		if ( $known instanceof Failure ) {
			return $known;
		}
		return in_array( '', $known, true )
			? Failure::of( 'rejected', detail: 'The model embeds not every phrase.' )
			: implode( '', array_map( static fn( string $text ) => $known[ $text ], $texts ) );
	}

	/**
	 * @param string[] $texts
	 * @return array<string,string>|Failure By text; empty for one that the model does not take.
	 */
	public static function of( Space $space, array $texts ): array|Failure {
		$collection = $space->collection();
		$known      = array();
		foreach ( array_unique( $texts ) as $text ) {
			$known[ $text ] = Question_Store::find( $collection, $text );
		}
		$missing  = array_map( 'strval', array_keys( array_filter( $known, 'is_null' ) ) );
		$embedded = $missing === array() ? null : Embedder::embed( $missing, Gate::SITE, $space );
		if ( $embedded instanceof Failure ) {
			$embedded->log();
			return $embedded;
		}
		foreach ( $missing as $place => $text ) {
			$known[ $text ] = $embedded->vectors[ $place ];
			Question_Store::put( $collection, $text, $known[ $text ] );
		}
		return $known;
	}
}
