<?php
declare( strict_types=1 );

namespace MxChat\Assistant;

use MxChat\Rest\Context;
use MxChat\Rest\Rest_Error;

/**
 * An assistant, by its id or one that it had elsewhere.
 */
final class Assistant_Request {

	private function __construct( public readonly Record $record ) {}

	public static function schema(): array {
		return array( 'assistant_id' => Record_Schema::assistant_id() );
	}

	public static function from( array $params, Context $context ): self|\WP_Error {
		$record = Store::find( $params['assistant_id'] );
		return $record === null ? Rest_Error::make( 'mxchat_assistant_not_found' ) : new self( $record );
	}
}
