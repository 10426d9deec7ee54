<?php
declare( strict_types=1 );

namespace MxChat\Knowledge\Vectors;

/**
 * What a store is asked: the vectors most alike to an embedding.
 */
final class Query {

	public const MAX_LIMIT = 1000;

	/**
	 * @param string $embedding Packed little-endian 32-bit floats.
	 * @param float  $threshold The smallest score that counts, 0 to 1.
	 */
	public function __construct(
		public readonly string $embedding,
		public readonly int $limit = 10,
		public readonly float $threshold = 0.0,
		public readonly ?Filter $filter = null,
	) {
		if ( $limit < 1 || $limit > self::MAX_LIMIT || ! ( $threshold >= 0.0 && $threshold <= 1.0 ) ) {
			throw new \InvalidArgumentException( 'A query has a limit of 1 to 1,000 and a threshold of 0 to 1.' );
		}
	}
}
