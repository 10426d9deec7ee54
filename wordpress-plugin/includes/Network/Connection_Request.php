<?php
declare( strict_types=1 );

namespace MxChat\Network;

use MxChat\Provider;
use MxChat\Provider\Connection_Store;
use MxChat\Provider\Stored_Connection;
use MxChat\Rest\Context;
use MxChat\Rest\Schema;

/**
 * The connection that the sites of a network share, as it shall be.
 */
final class Connection_Request {

	private function __construct(
		public readonly Stored_Connection $connection,
		public readonly bool $allows_own,
	) {}

	public static function schema(): array {
		return Provider\Connection_Request::fields() + array( 'allows_own' => Schema::boolean( false ) );
	}

	public static function from( array $params, Context $context ): self|\WP_Error {
		$connection = Provider\Connection_Request::apply( Connection_Store::network(), $params );
		return is_wp_error( $connection ) ? $connection : new self( $connection, $params['allows_own'] );
	}
}
