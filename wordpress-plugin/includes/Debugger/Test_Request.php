<?php
declare( strict_types=1 );

namespace MxChat\Debugger;

use MxChat\Bots;
use MxChat\Rest\Context;
use MxChat\Rest\Rest_Error;
use MxChat\Rest\Schema;

final class Test_Request {

	private function __construct(
		public readonly string $bot_id,
		public readonly string $question,
		public readonly string $expects,
		public readonly string $expected,
	) {}

	public static function schema(): array {
		return array(
			'bot_id'   => Schema::id() + array( 'default' => Bots\Store::DEFAULT_ID ),
			'question' => Schema::text( 1000, required: true ) + array( 'pattern' => '\S' ),
			'expects'  => array( 'required' => true ) + Schema::one_of( array( Test_Case::ACTION, Test_Case::SOURCE, Test_Case::REFUSAL ), Test_Case::SOURCE ),
			'expected' => Schema::text( 2000, 0 ) + array( 'default' => '' ),
		);
	}

	public static function from( array $params, Context $context ): self|\WP_Error {
		if ( ! Bots\Store::exists( $params['bot_id'] ) ) {
			return Rest_Error::make( 'mxchat_bot_not_found' );
		}
		if ( $params['expects'] !== Test_Case::REFUSAL && $params['expected'] === '' ) {
			return Rest_Error::invalid_param( 'expected', __( 'must name an action or an address.', 'mxchat-engine' ) );
		}
		return new self( $params['bot_id'], $params['question'], $params['expects'], $params['expects'] === Test_Case::REFUSAL ? '' : $params['expected'] );
	}
}
