<?php
declare( strict_types=1 );

namespace MxChat\Knowledge;

/**
 * What retrieval found for a question, and the statistics it was scored with.
 */
final class Found {

	/**
	 * @param Passage[] $passages  Best first.
	 * @param string[]  $segments
	 * @param bool      $is_hybrid Whether embeddings took part.
	 */
	public function __construct(
		public readonly array $passages,
		public readonly array $segments,
		public readonly bool $is_hybrid,
	) {}
}
