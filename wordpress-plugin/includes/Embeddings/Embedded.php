<?php
declare( strict_types=1 );

namespace MxChat\Embeddings;

use MxChat\Provider\Usage;

/**
 * The embeddings of texts, in the texts' order.
 */
final class Embedded {

	/**
	 * @param string[] $vectors Packed little-endian 32-bit floats of unit length; an empty string for a text without any words.
	 */
	public function __construct(
		public readonly string $model,
		public readonly int $dimensions,
		public readonly array $vectors,
		public readonly Usage $usage,
	) {}
}
