<?php
declare( strict_types=1 );

namespace MxChat\Transcripts\Unanswered;

use MxChat\Rest\Context;
use MxChat\Rest\Rest_Error;
use MxChat\Rest\Schema;

/**
 * One unanswered question, named by the latest message that the owner has seen of it.
 */
final class Question_Request {

	private function __construct( public readonly int $id, public readonly Question $question ) {}

	public static function schema(): array {
		return array( 'id' => Schema::integer( 1, 10 ** 15 - 1 ) );
	}

	public static function from( array $params, Context $context ): self|\WP_Error {
		$question = Questions::with_message( $params['id'] );
		return $question === null ? Rest_Error::make( 'mxchat_turn_not_found' ) : new self( $params['id'], $question );
	}
}
