<?php
declare( strict_types=1 );

namespace MxChat\Openai_Api;

use MxChat\Assistant\Record;
use MxChat\Assistant\Store as Assistants;
use MxChat\Provider\Tool_Spec;
use MxChat\Rest\Context;
use MxChat\Rest\Rest_Error;
use MxChat\Rest\Schema;

/**
 * A new run, in a thread that is there or in a new one.
 */
final class Run_Request {

	/**
	 * @param Tool_Spec[]                                              $specs    Functions that the program runs.
	 * @param array<int,array{role:string,text:string,metadata:array}> $messages To be added to the thread before.
	 */
	private function __construct(
		public readonly ?Stored $thread,
		public readonly Stored $assistant,
		public readonly Record $record,
		public readonly array $tools,
		public readonly array $specs,
		public readonly string $guidance,
		public readonly array $messages,
		public readonly array $metadata,
		public readonly array $thread_metadata,
		public readonly bool $is_streamed,
		public readonly string $owner,
		public readonly string $spender,
	) {}

	public static function schema(): array {
		$messages = array( 'minItems' => 0 ) + Schema::list_of( array( 'type' => 'object', 'additionalProperties' => true ), 100 );
		return array(
			'thread_id'               => Schema::id(),
			'assistant_id'            => Schema::id( 64, true ),
			'instructions'            => array( 'type' => array( 'string', 'null' ), 'maxLength' => 20000 ),
			'additional_instructions' => array( 'type' => array( 'string', 'null' ), 'maxLength' => 20000 ),
			'additional_messages'     => $messages,
			'thread'                  => array( 'type' => 'object', 'additionalProperties' => true, 'properties' => array( 'messages' => $messages, 'metadata' => Assistant_Request::metadata() ) ),
			'tools'                   => array( 'minItems' => 0 ) + Schema::list_of( array( 'type' => 'object', 'additionalProperties' => true ), 128 ),
			'metadata'                => Assistant_Request::metadata(),
			'stream'                  => array( 'type' => array( 'boolean', 'null' ) ),
		);
	}

	public static function from( array $params, Context $context ): self|\WP_Error {
		$owner     = $context->limited_identity();
		$thread    = isset( $params['thread_id'] ) ? Store::find( 'thread', $owner, $params['thread_id'] ) : null;
		$assistant = Store::find( 'assistant', $owner, $params['assistant_id'] );
		$record    = $assistant === null ? null : Assistants::find( $assistant->object_id );
		if ( $record === null || ( isset( $params['thread_id'] ) && $thread === null ) ) {
			return Rest_Error::make( 'mxchat_object_not_found' );
		}
		$tools    = $params['tools'] ?? $assistant->content['tools'];
		$specs    = Program_Tools::read( $tools );
		$messages = Thread_Request::messages( array_merge( $params['thread']['messages'] ?? array(), $params['additional_messages'] ?? array() ) );
		foreach ( array( $specs, $messages ) as $part ) {
			if ( is_wp_error( $part ) ) {
				return $part;
			}
		}
		return new self(
			$thread,
			$assistant,
			Assistant_Object::with_model( isset( $params['instructions'] ) ? $record->with( array( 'instructions' => $params['instructions'] ) ) : $record ),
			$tools,
			$specs,
			(string) ( $params['additional_instructions'] ?? '' ),
			$messages,
			$params['metadata'] ?? array(),
			(array) ( $params['thread']['metadata'] ?? array() ),
			(bool) ( $params['stream'] ?? false ),
			$owner,
			$context->spender(),
		);
	}
}
