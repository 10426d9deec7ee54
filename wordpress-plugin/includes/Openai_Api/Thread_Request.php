<?php
declare( strict_types=1 );

namespace MxChat\Openai_Api;

use MxChat\Rest\Context;
use MxChat\Rest\Rest_Error;
use MxChat\Rest\Schema;

/**
 * A new thread, or new metadata of one.
 */
final class Thread_Request {

	/**
	 * @param array<int,array{role:string,text:string,metadata:array}> $messages
	 */
	private function __construct( public readonly ?Stored $thread, public readonly array $messages, public readonly ?array $metadata, public readonly string $owner ) {}

	public static function schema(): array {
		return array(
			'thread_id' => Schema::id(),
			'messages'  => array( 'minItems' => 0 ) + Schema::list_of( array( 'type' => 'object', 'additionalProperties' => true ), 100 ),
			'metadata'  => Assistant_Request::metadata(),
		);
	}

	public static function from( array $params, Context $context ): self|\WP_Error {
		$owner    = $context->limited_identity();
		$thread   = isset( $params['thread_id'] ) ? Store::find( 'thread', $owner, $params['thread_id'] ) : null;
		$messages = self::messages( $params['messages'] ?? array() );
		return match ( true ) {
			isset( $params['thread_id'] ) && $thread === null => Rest_Error::make( 'mxchat_object_not_found' ),
			is_wp_error( $messages )                          => $messages,
			default                                           => new self( $thread, $messages, $params['metadata'] ?? null, $owner ),
		};
	}

	/**
	 * @return array<int,array{role:string,text:string,metadata:array}>|\WP_Error
	 */
	public static function messages( array $messages ): array|\WP_Error {
		$read = array();
		foreach ( $messages as $message ) {
			$text = is_array( $message ) ? Conversation::text( $message['content'] ?? null ) : null;
			if ( ! in_array( $message['role'] ?? null, array( 'user', 'assistant' ), true ) || $text === null || trim( $text ) === '' || mb_strlen( $text ) > Message_Request::MAX_CHARACTERS ) {
				return Rest_Error::invalid_param( 'messages', __( 'must have a role and a text each.', 'mxchat-engine' ) );
			}
			$read[] = array(
				'role'     => $message['role'],
				'text'     => $text,
				'metadata' => is_array( $message['metadata'] ?? null ) ? array_map( 'strval', array_filter( $message['metadata'], 'is_scalar' ) ) : array(),
			);
		}
		return $read;
	}
}
