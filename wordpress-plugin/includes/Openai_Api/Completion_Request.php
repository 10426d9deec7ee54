<?php
declare( strict_types=1 );

namespace MxChat\Openai_Api;

use MxChat\Rest\Context;
use MxChat\Rest\Schema;

final class Completion_Request {

	private function __construct( public readonly Call_Request $call, public readonly Conversation $conversation ) {}

	public static function schema(): array {
		return Call_Request::schema() + array(
			'messages' => Schema::list_of( array( 'type' => 'object', 'additionalProperties' => true ), 500, true ),
		);
	}

	public static function from( array $params, Context $context ): self|\WP_Error {
		$call         = Call_Request::from( $params, $context );
		$conversation = Conversation::of_messages( $params['messages'] );
		return match ( true ) {
			is_wp_error( $call )         => $call,
			is_wp_error( $conversation ) => $conversation,
			default                      => new self( $call, $conversation ),
		};
	}
}
