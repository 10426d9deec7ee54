<?php
declare( strict_types=1 );

namespace MxChat\Api_Access;

/**
 * A stored API token: everything about it but the token.
 */
final class Token {

	/**
	 * @param string[] $scopes
	 */
	public function __construct(
		public readonly int $id,
		public readonly string $name,
		public readonly array $scopes,
	) {}

	public function has_scope( string $scope ): bool {
		return in_array( $scope, $this->scopes, true );
	}
}
