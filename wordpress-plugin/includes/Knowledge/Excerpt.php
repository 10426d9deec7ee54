<?php
declare( strict_types=1 );

namespace MxChat\Knowledge;

/**
 * Text of one source that a model is given to answer from.
 */
final class Excerpt {

	public function __construct(
		public readonly int $source_id,
		public readonly string $source_url,
		public readonly string $title,
		public readonly string $text,
	) {}
}
