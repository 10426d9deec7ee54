<?php
declare( strict_types=1 );

namespace MxChat\Api_Access;

use MxChat\Rest\Time;

/**
 * A stored API token: everything about it but the token.
 */
final class Token {

	/**
	 * @param string[] $scopes
	 * @param string   $hint    The last four characters, for people to tell tokens apart.
	 * @param bool     $is_test Whether it reaches bots in test mode only.
	 */
	public function __construct(
		public readonly int $id,
		public readonly string $name,
		public readonly array $scopes,
		public readonly string $hint,
		public readonly string $created_at,
		public readonly ?string $last_used_at,
		public readonly ?string $expires_at,
		public readonly bool $is_test = false,
	) {}

	/**
	 * Who asks with it, wherever something is counted or kept for them.
	 */
	public function identity(): string {
		return 'token:' . $this->id;
	}

	public function has_scope( string $scope ): bool {
		return in_array( $scope, $this->scopes, true );
	}

	public function is_expired(): bool {
		return $this->expires_at !== null && $this->expires_at <= Time::now();
	}
}
