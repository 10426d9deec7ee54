<?php
declare( strict_types=1 );

namespace MxChat\Assistant;

use MxChat\Rest\Context;
use MxChat\Rest\Rest_Error;
use MxChat\Rest\Schema;

/**
 * An assistant as it shall be from now on. `version` is the one that the change was made from.
 */
final class Change_Request {

	private function __construct( public readonly Record $record ) {}

	public static function schema(): array {
		return Record_Schema::fields() + array(
			'assistant_id' => Record_Schema::assistant_id(),
			'version'      => Schema::integer( 1, Schema::MAX_INTEGER ),
		);
	}

	public static function from( array $params, Context $context ): self|\WP_Error {
		$current = Store::find( $params['assistant_id'] );
		if ( $current === null ) {
			return Rest_Error::make( 'mxchat_assistant_not_found' );
		}
		if ( ( $params['version'] ?? $current->version ) !== $current->version ) {
			return Rest_Error::make( 'mxchat_assistant_changed' );
		}
		$record = Record_Schema::apply( $current, $params );
		return is_wp_error( $record ) ? $record : new self( $record );
	}
}
