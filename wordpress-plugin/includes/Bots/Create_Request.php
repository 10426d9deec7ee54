<?php
declare( strict_types=1 );

namespace MxChat\Bots;

use MxChat\Rest\Context;

/**
 * A bot to be made.
 */
final class Create_Request {

	private function __construct( public readonly Bot $bot ) {}

	public static function schema(): array {
		$fields                     = Fields::schema();
		$fields['name']['required'] = true;
		return array(
			'bot_id' => array(
				'type'     => 'string',
				'pattern'  => '^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$',
				'required' => true,
			),
		) + $fields;
	}

	public static function from( array $params, Context $context ): self|\WP_Error {
		$bot = Fields::change( new Bot( $params['bot_id'], $params['name'] ), $params );
		return is_wp_error( $bot ) ? $bot : new self( $bot );
	}
}
