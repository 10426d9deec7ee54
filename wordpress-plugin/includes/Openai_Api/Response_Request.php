<?php
declare( strict_types=1 );

namespace MxChat\Openai_Api;

use MxChat\Rest\Context;
use MxChat\Rest\Rest_Error;
use MxChat\Rest\Schema;

final class Response_Request {

	private function __construct(
		public readonly Call_Request $call,
		public readonly Conversation $conversation,
		public readonly string $instructions,
		public readonly bool $is_stored,
		public readonly ?string $previous_id,
		public readonly array $metadata,
	) {}

	public static function schema(): array {
		return Call_Request::schema() + array(
			'input'                => array( 'type' => array( 'string', 'array' ), 'required' => true, 'maxLength' => 100000, 'maxItems' => 500 ),
			'instructions'         => array( 'type' => array( 'string', 'null' ), 'maxLength' => 20000 ),
			'previous_response_id' => array( 'type' => array( 'string', 'null' ), 'pattern' => '^resp_[0-9a-f]{32}$' ),
			'store'                => array( 'type' => array( 'boolean', 'null' ) ),
			'metadata'             => array( 'type' => array( 'object', 'null' ), 'additionalProperties' => array( 'type' => 'string', 'maxLength' => 512 ) ),
		);
	}

	public static function from( array $params, Context $context ): self|\WP_Error {
		$call = Call_Request::from( $params, $context );
		if ( is_wp_error( $call ) ) {
			return $call;
		}
		$input    = $params['input'];
		$previous = isset( $params['previous_response_id'] ) ? Store::find( 'response', $call->owner, $params['previous_response_id'] ) : null;
		if ( isset( $params['previous_response_id'] ) ) {
			if ( $previous === null ) {
				return Rest_Error::make( 'mxchat_object_not_found' );
			}
			$said  = is_string( $input ) ? array( array( 'role' => 'user', 'content' => $input ) ) : $input;
			$input = array( ...$previous->content['conversation'], ...$said );
		}
		$conversation = Conversation::of_input( $input, $params['instructions'] ?? '' );
		return is_wp_error( $conversation ) ? $conversation : new self(
			$call,
			$conversation,
			$params['instructions'] ?? '',
			(bool) ( $params['store'] ?? true ),
			$previous?->object_id,
			$params['metadata'] ?? array(),
		);
	}
}
