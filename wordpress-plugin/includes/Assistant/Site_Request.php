<?php
declare( strict_types=1 );

namespace MxChat\Assistant;

use MxChat\Rest\Context;
use MxChat\Rest\Rest_Error;
use MxChat\Rest\Schema;

/**
 * Which assistant answers on this site. What is not named stays.
 */
final class Site_Request {

	/**
	 * @param ?bool   $is_enabled
	 * @param ?Record $record     The one that shall answer.
	 * @param ?string $model      The model that it shall have.
	 */
	private function __construct(
		public readonly ?bool $is_enabled,
		public readonly ?Record $record,
		public readonly ?string $model,
	) {}

	public static function schema(): array {
		return array(
			'is_enabled'   => array( 'type' => 'boolean' ),
			'assistant_id' => Schema::id( 128 ),
			'model'        => Schema::text( Record_Schema::MAX_MODEL ) + array( 'pattern' => '^\S+$' ),
		);
	}

	public static function from( array $params, Context $context ): self|\WP_Error {
		$record = isset( $params['assistant_id'] ) ? Store::find( $params['assistant_id'] ) : null;
		if ( $record === null && isset( $params['assistant_id'] ) ) {
			return Rest_Error::make( 'mxchat_assistant_not_found' );
		}
		return new self( $params['is_enabled'] ?? null, $record, $params['model'] ?? null );
	}
}
