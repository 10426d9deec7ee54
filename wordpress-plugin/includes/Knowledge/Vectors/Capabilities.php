<?php
declare( strict_types=1 );

namespace MxChat\Knowledge\Vectors;

/**
 * What can be expected of a store.
 */
final class Capabilities {

	/**
	 * @param bool $is_exact     Every search finds the true best, with the scores of cosine_similarity().
	 * @param bool $is_immediate What was written is found by the next search.
	 * @param bool $is_shared    All web servers of the site use the same copy; otherwise each one has its own.
	 * @param int  $max_batch    The most vectors to be written at once.
	 */
	public function __construct(
		public readonly bool $is_exact,
		public readonly bool $is_immediate,
		public readonly bool $is_shared,
		public readonly int $max_batch,
	) {}
}
