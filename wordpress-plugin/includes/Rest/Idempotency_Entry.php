<?php
declare( strict_types=1 );

namespace MxChat\Rest;

/**
 * A key of an identity, and the request it was used for.
 */
final class Idempotency_Entry {

	/**
	 * @param string $claim Names the one process that may write the answer.
	 */
	public function __construct(
		public readonly string $identity_hash,
		public readonly string $key_hash,
		public readonly string $request_hash,
		public readonly string $claim,
	) {}
}
