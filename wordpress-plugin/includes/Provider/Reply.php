<?php
declare( strict_types=1 );

namespace MxChat\Provider;

/**
 * A provider's answer that worked.
 */
final class Reply {

	/**
	 * @param array<string,string> $headers Names in lower case.
	 */
	public function __construct(
		public readonly int $status,
		public readonly array $headers,
		public readonly array $json,
	) {}
}
