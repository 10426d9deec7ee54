<?php
declare( strict_types=1 );

namespace MxChat\Knowledge;

/**
 * A stored part of the inverted index: the chunks whose ids lie in a range.
 */
final class Segment {

	/**
	 * @param int $generation     Grows with every segment that is written.
	 * @param int $after_chunk_id The range begins after this id …
	 * @param int $max_chunk_id   … and ends with this one.
	 * @param int $chunk_count    How many chunks it was built from.
	 * @param int $bytes          How large it is.
	 */
	public function __construct(
		public readonly int $generation,
		public readonly int $after_chunk_id,
		public readonly int $max_chunk_id,
		public readonly int $chunk_count,
		public readonly int $bytes,
	) {}
}
