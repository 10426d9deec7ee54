<?php
declare( strict_types=1 );

namespace MxChat\Api_Access;

use MxChat\Rest\Context;
use MxChat\Rest\Rest_Error;
use MxChat\Rest\Route;
use MxChat\Rest\Schema;
use MxChat\Rest\Time;

/**
 * A token to be made.
 */
final class Mint_Request {

	/** What "Generate Token" gives: the documented API, and to ask and search. */
	public const DEFAULT_SCOPES = array( 'transcripts:read', 'transcripts:delete', 'knowledge:read', 'knowledge:write', 'chat:write' );

	/**
	 * @param string[] $scopes
	 */
	private function __construct(
		public readonly string $name,
		public readonly array $scopes,
		public readonly ?string $expires_at,
		public readonly bool $is_test,
	) {}

	public static function schema(): array {
		return array(
			'name'       => Schema::text( 100 ) + array(
				'pattern' => '\S',
				'default' => 'API token',
			),
			'scopes'     => Schema::list_of( array( 'type' => 'string', 'enum' => Route::SCOPES ), count( Route::SCOPES ) ) + array(
				'uniqueItems' => true,
				'default'     => self::DEFAULT_SCOPES,
			),
			'expires_at' => Schema::time(),
			'is_test'    => Schema::boolean( false ),
		);
	}

	public static function from( array $params, Context $context ): self|\WP_Error {
		$expires_at = isset( $params['expires_at'] ) ? Time::parse( $params['expires_at'] ) : null;
		if ( $expires_at !== null && $expires_at <= Time::now() ) {
			return Rest_Error::invalid_param( 'expires_at', __( 'must be in the future.', 'mxchat-engine' ) );
		}
		return new self( trim( $params['name'] ), $params['scopes'], $expires_at, $params['is_test'] );
	}
}
