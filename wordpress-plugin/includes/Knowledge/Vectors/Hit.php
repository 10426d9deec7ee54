<?php
declare( strict_types=1 );

namespace MxChat\Knowledge\Vectors;

/**
 * A chunk that was found.
 */
final class Hit {

	/**
	 * @param float $score Cosine similarity; 0 where it is negative.
	 */
	private function __construct( public readonly int $chunk_id, public readonly float $score ) {}

	/**
	 * From the cosine similarity that a store gives, from -1 to 1.
	 */
	public static function of( int $chunk_id, float $cosine ): self {
		return new self( $chunk_id, max( 0.0, min( 1.0, $cosine ) ) );
	}

	/**
	 * The best that reach the query's threshold, equal scores by chunk.
	 *
	 * @param self[] $hits In any order.
	 * @return list<self>
	 */
	public static function best( array $hits, Query $query ): array {
		$hits = array_filter( $hits, static fn( self $hit ) => $hit->score >= $query->threshold );
		usort( $hits, static fn( self $a, self $b ) => array( $b->score, $a->chunk_id ) <=> array( $a->score, $b->chunk_id ) );
		return array_slice( $hits, 0, $query->limit );
	}
}
