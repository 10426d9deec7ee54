<?php
declare( strict_types=1 );

namespace MxChat\Openai_Api;

use MxChat\Rest\Context;
use MxChat\Rest\Rest_Error;
use MxChat\Rest\Schema;

/**
 * The outputs of all calls that a run waits for.
 */
final class Outputs_Request {

	/**
	 * @param array<string,string> $outputs By the call's id.
	 */
	private function __construct( public readonly Stored $thread, public readonly Stored $run, public readonly array $outputs, public readonly bool $is_streamed, public readonly string $spender ) {}

	public static function schema(): array {
		return array(
			'thread_id'    => Schema::id( 64, true ),
			'run_id'       => Schema::id( 64, true ),
			'tool_outputs' => Schema::list_of( array( 'type' => 'object', 'additionalProperties' => true ), 128, true ),
			'stream'       => array( 'type' => array( 'boolean', 'null' ) ),
		);
	}

	public static function from( array $params, Context $context ): self|\WP_Error {
		$objects = Object_Request::find( $params, $context->limited_identity() );
		if ( is_wp_error( $objects ) ) {
			return $objects;
		}
		$outputs = array();
		foreach ( $params['tool_outputs'] as $output ) {
			$text = Conversation::text( $output['output'] ?? '' );
			if ( ! is_string( $output['tool_call_id'] ?? null ) || $text === null ) {
				return Rest_Error::invalid_param( 'tool_outputs', __( 'must have a tool_call_id and an output each.', 'mxchat-engine' ) );
			}
			$outputs[ $output['tool_call_id'] ] = $text;
		}
		if ( $objects['run']->content['status'] !== 'requires_action' ) {
			return Rest_Error::make( 'mxchat_run_not_waiting' );
		}
		$wanted = array_column( $objects['run']->content['required_action']['submit_tool_outputs']['tool_calls'], 'id' );
		if ( array_diff( $wanted, array_map( 'strval', array_keys( $outputs ) ) ) || count( $outputs ) !== count( $wanted ) ) {
			return Rest_Error::invalid_param( 'tool_outputs', __( 'must answer every call of the run, and no other.', 'mxchat-engine' ) );
		}
		return new self( $objects['thread'], $objects['run'], $outputs, (bool) ( $params['stream'] ?? false ), $context->spender() );
	}
}
