<?php
declare( strict_types=1 );

namespace MxChat\Actions;

use MxChat\Embeddings\Embedder;
use MxChat\Embeddings\Question_Store;
use MxChat\Embeddings\Space;
use MxChat\Provider\Failure;
use MxChat\Spend\Gate;

/**
 * The embeddings of phrases; one that was asked for before costs no call.
 */
final class Phrase_Embeddings {

	/**
	 * @param string[] $texts
	 * @return ?string Packed, one after the other; null if the provider gives none now.
	 */
	public static function of( Space $space, array $texts ): ?string {
		$collection = $space->collection();
		$known      = array();
		foreach ( array_unique( $texts ) as $text ) {
			$known[ $text ] = Question_Store::find( $collection, $text );
		}
		$missing  = array_map( 'strval', array_keys( array_filter( $known, 'is_null' ) ) );
		$embedded = $missing === array() ? null : Embedder::embed( $missing, Gate::SITE, $space );
		if ( $embedded instanceof Failure ) {
			$embedded->log();
			return null;
		}
		foreach ( $missing as $place => $text ) {
			$known[ $text ] = $embedded->vectors[ $place ];
			Question_Store::put( $collection, $text, $known[ $text ] );
		}
		return implode( '', array_map( static fn( string $text ) => $known[ $text ], $texts ) );
	}
}
