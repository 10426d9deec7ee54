<?php
declare( strict_types=1 );

namespace MxChat\Openai_Api;

use MxChat\Rest\Context;
use MxChat\Rest\Rest_Error;
use MxChat\Rest\Schema;

final class Message_Request {

	public const MAX_CHARACTERS = 32_000;

	private function __construct( public readonly Stored $thread, public readonly string $role, public readonly string $text, public readonly array $metadata ) {}

	public static function schema(): array {
		return array(
			'thread_id' => Schema::id( 64, true ),
			'role'      => array( 'type' => 'string', 'enum' => array( 'user', 'assistant' ), 'required' => true ),
			'content'   => array( 'type' => array( 'string', 'array' ), 'required' => true, 'maxItems' => 100 ),
			'metadata'  => Assistant_Request::metadata(),
		);
	}

	public static function from( array $params, Context $context ): self|\WP_Error {
		$thread = Store::find( 'thread', $context->limited_identity(), $params['thread_id'] );
		if ( $thread === null ) {
			return Rest_Error::make( 'mxchat_object_not_found' );
		}
		$text = Conversation::text( $params['content'] );
		return $text === null || trim( $text ) === '' || mb_strlen( $text ) > self::MAX_CHARACTERS
			? Rest_Error::invalid_param( 'content', __( 'must be a text.', 'mxchat-engine' ) )
			: new self( $thread, $params['role'], $text, $params['metadata'] ?? array() );
	}
}
