<?php
declare( strict_types=1 );

namespace MxChat\Settings;

use MxChat\Rest\Context;

/**
 * Settings as they shall be; what is not named stays.
 */
final class Settings_Request {

	/**
	 * @param array<string,mixed> $values By name.
	 */
	private function __construct( public readonly array $values ) {}

	public static function schema(): array {
		return Fields::schema();
	}

	public static function from( array $params, Context $context ): self|\WP_Error {
		return Fields::problem( $params ) ?? new self( $params );
	}
}
