<?php
declare( strict_types=1 );

namespace MxChat\Knowledge;

use MxChat\Bots;
use MxChat\Rest\Context;
use MxChat\Rest\Rest_Error;
use MxChat\Rest\Schema;
use function MxChat\Core\parse_threshold;

final class Search_Request {

	private function __construct(
		public readonly string $question,
		public readonly string $bot_id,
		public readonly int $limit,
		public readonly float $min_similarity,
	) {}

	public static function schema(): array {
		return array(
			'q'              => Schema::text( 1000, required: true ) + array( 'pattern' => '\S' ),
			'limit'          => Schema::integer( 1, 50, 10 ),
			'min_similarity' => Schema::threshold(),
			'bot_id'         => Schema::id() + array( 'default' => Bots\Store::DEFAULT_ID ),
		);
	}

	public static function from( array $params, Context $context ): self|\WP_Error {
		if ( Bots\Store::find( $params['bot_id'] ) === null ) {
			return Rest_Error::make( 'mxchat_bot_not_found' );
		}
		return new self(
			$params['q'],
			$params['bot_id'],
			$params['limit'],
			isset( $params['min_similarity'] ) ? parse_threshold( $params['min_similarity'] ) : 0.0,
		);
	}
}
