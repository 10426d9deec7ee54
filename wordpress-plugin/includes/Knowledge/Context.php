<?php
declare( strict_types=1 );

namespace MxChat\Knowledge;

use MxChat\Knowledge\Vectors\Fusion;

/**
 * From passages that were found to the excerpts that a model is given: hits with what stands beside them, within a budget.
 */
final class Context {

	private const REACH = 2;

	/**
	 * @return Excerpt[] In the order of their best hit.
	 */
	public static function excerpts( Found $found, int $max_model_tokens ): array {
		$hits = array_map(
			static fn( Passage $passage ) => array(
				'source_id' => $passage->source_id,
				'position'  => $passage->position,
			),
			$found->passages
		);
		$texts    = Store::texts_around( $hits, self::REACH );
		$bytes    = array_map( static fn( array $chunks ) => array_map( 'strlen', $chunks ), $texts );
		$spans    = Fusion::with_neighbours( $hits, $bytes, self::REACH, $max_model_tokens );
		$passages = array_column( $found->passages, null, 'source_id' );
		return array_map(
			static fn( array $span ) => new Excerpt(
				$span['source_id'],
				$passages[ $span['source_id'] ]->source_url,
				$passages[ $span['source_id'] ]->title,
				implode( "\n\n", array_intersect_key( $texts[ $span['source_id'] ], array_flip( range( $span['first'], $span['last'] ) ) ) ),
			),
			$spans
		);
	}
}
