<?php
declare( strict_types=1 );

namespace MxChat\Provider;

/**
 * What a host was seen to do.
 */
final class Verdict {

	/**
	 * @param string $api         responses, chat or assistants.
	 * @param bool   $is_stateful Whether it gives back what it was asked to keep.
	 * @param bool   $is_streamed Whether text came piece by piece.
	 */
	public function __construct(
		public readonly string $api,
		public readonly bool $is_stateful,
		public readonly bool $is_streamed,
		public readonly int $checked_at,
	) {}
}
