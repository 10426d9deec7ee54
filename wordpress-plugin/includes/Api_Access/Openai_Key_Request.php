<?php
declare( strict_types=1 );

namespace MxChat\Api_Access;

use MxChat\Rest\Context;

/**
 * Whether the site's OpenAI key shall be taken for a credential.
 */
final class Openai_Key_Request {

	private function __construct( public readonly bool $is_accepted ) {}

	public static function schema(): array {
		return array(
			'is_accepted' => array(
				'type'     => 'boolean',
				'required' => true,
			),
		);
	}

	public static function from( array $params, Context $context ): self {
		return new self( $params['is_accepted'] );
	}
}
