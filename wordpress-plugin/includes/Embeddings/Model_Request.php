<?php
declare( strict_types=1 );

namespace MxChat\Embeddings;

use MxChat\Rest\Context;
use MxChat\Rest\Schema;

final class Model_Request {

	private const MAX_DIMENSIONS = 4096;

	/**
	 * @param ?int $dimensions Null for as many as the model has.
	 */
	private function __construct( public readonly string $model, public readonly ?int $dimensions ) {}

	public static function schema(): array {
		return array(
			'model'      => Schema::text( 100, required: true ) + array( 'pattern' => '^[^\s\x00-\x1f]+$' ),
			'dimensions' => array( 'type' => array( 'integer', 'null' ), 'minimum' => 1, 'maximum' => self::MAX_DIMENSIONS ),
		);
	}

	public static function from( array $params, Context $context ): self {
		return new self( $params['model'], $params['dimensions'] ?? null );
	}
}
