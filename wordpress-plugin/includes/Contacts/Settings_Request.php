<?php
declare( strict_types=1 );

namespace MxChat\Contacts;

use MxChat\Rest\Context;
use MxChat\Rest\Schema;

/**
 * How long contacts are kept; nought is for ever.
 */
final class Settings_Request {

	private const MAX_DAYS = 3650;

	private function __construct( public readonly int $retention_days ) {}

	public static function schema(): array {
		return array( 'retention_days' => Schema::integer( 0, self::MAX_DAYS ) + array( 'required' => true ) );
	}

	public static function from( array $params, Context $context ): self {
		return new self( $params['retention_days'] );
	}
}
