<?php
declare( strict_types=1 );

namespace MxChat\Actions;

use MxChat\Rest\Context;
use MxChat\Rest\Schema;

final class Thumbnail_Request {

	private function __construct( public readonly string $url, public readonly string $signature ) {}

	public static function schema(): array {
		return array(
			'url'       => Schema::web_address( true ),
			'signature' => array( 'type' => 'string', 'pattern' => '^[0-9a-f]{32}$', 'required' => true ),
		);
	}

	public static function from( array $params, Context $context ): self {
		return new self( $params['url'], $params['signature'] );
	}
}
