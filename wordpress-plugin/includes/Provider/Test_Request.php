<?php
declare( strict_types=1 );

namespace MxChat\Provider;

use MxChat\Assistant\Record_Schema;
use MxChat\Assistant\Site_Assistant;
use MxChat\Rest\Context;
use MxChat\Rest\Schema;

/**
 * A test of the connection, with this model or else the one that answers on this site.
 */
final class Test_Request {

	private function __construct( public readonly string $model ) {}

	public static function schema(): array {
		return array( 'model' => Schema::text( Record_Schema::MAX_MODEL ) + array( 'pattern' => '^\S+$' ) );
	}

	public static function from( array $params, Context $context ): self {
		return new self( $params['model'] ?? Site_Assistant::find()->model ?? '' );
	}
}
