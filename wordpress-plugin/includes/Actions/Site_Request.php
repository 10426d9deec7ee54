<?php
declare( strict_types=1 );

namespace MxChat\Actions;

use MxChat\Rest\Context;
use MxChat\Rest\Schema;

/**
 * What holds for all actions of the site; what is not named stays.
 */
final class Site_Request {

	/**
	 * @param array<string,mixed> $changes Setting by its key.
	 */
	private function __construct( public readonly array $changes ) {}

	public static function schema(): array {
		return array(
			'action_strictness'           => array( 'type' => 'number', 'minimum' => 0, 'maximum' => 1 ),
			'learns_from_messages'        => array( 'type' => 'boolean' ),
			'suggests_actions'            => array( 'type' => 'boolean' ),
			'image_model'                 => Schema::text( 191, 0 ),
			'image_max_tokens'            => array( 'type' => 'integer', 'minimum' => 1, 'maximum' => 1000000 ),
			'image_search_key'            => Schema::text( 200, 0 ) + array( 'pattern' => '^[!-~]*$' ),
			'allowed_abilities'           => array( 'minItems' => 0 ) + Schema::list_of( array( 'type' => 'string', 'pattern' => '^[a-z0-9-]{1,64}/[a-z0-9-/]{1,64}$' ), 100 ),
		);
	}

	public static function from( array $params, Context $context ): self {
		return new self( $params );
	}
}
