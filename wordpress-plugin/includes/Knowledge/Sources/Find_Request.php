<?php
declare( strict_types=1 );

namespace MxChat\Knowledge\Sources;

use MxChat\Rest\Context;
use MxChat\Rest\Rest_Error;
use MxChat\Rest\Schema;

/**
 * One address, by its id.
 */
final class Find_Request {

	private function __construct( public readonly Web_Source $source ) {}

	public static function schema(): array {
		return array( 'source_id' => Schema::id( 64, true ) );
	}

	public static function from( array $params, Context $context ): self|\WP_Error {
		$source = Store::find( $params['source_id'] );
		return $source === null ? Rest_Error::make( 'mxchat_source_not_found' ) : new self( $source );
	}
}
