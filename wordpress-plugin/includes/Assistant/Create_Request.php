<?php
declare( strict_types=1 );

namespace MxChat\Assistant;

use MxChat\Rest\Context;

/**
 * A new assistant.
 */
final class Create_Request {

	private function __construct( public readonly Record $record ) {}

	public static function schema(): array {
		$fields                     = Record_Schema::fields();
		$fields['name']['required'] = true;
		return $fields;
	}

	public static function from( array $params, Context $context ): self|\WP_Error {
		$record = Record_Schema::apply( new Record(), $params );
		return is_wp_error( $record ) ? $record : new self( $record );
	}
}
