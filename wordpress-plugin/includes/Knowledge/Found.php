<?php
declare( strict_types=1 );

namespace MxChat\Knowledge;

/**
 * What retrieval found for a question, and the statistics it was scored with.
 */
final class Found {

	/**
	 * @param Passage[] $passages Best first.
	 * @param string[]  $segments
	 */
	public function __construct( public readonly array $passages, public readonly array $segments ) {}
}
