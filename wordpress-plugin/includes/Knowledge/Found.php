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
	 * @param int[]     $lexical   Ids of the chunks whose words match, best first.
	 * @param array<int,float> $similar Similarity of the chunks whose meaning matches, by id, best first.
	 */
	public function __construct(
		public readonly array $passages,
		public readonly array $segments,
		public readonly bool $is_hybrid,
		public readonly array $lexical = array(),
		public readonly array $similar = array(),
	) {}

	/**
	 * How it was found: `lexical`, `vector` or `hybrid`.
	 */
	public function scoring(): string {
		return match ( true ) {
			! $this->is_hybrid         => 'lexical',
			$this->lexical === array() => 'vector',
			default                    => 'hybrid',
		};
	}
}
