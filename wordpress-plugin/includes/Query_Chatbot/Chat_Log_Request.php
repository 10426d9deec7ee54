<?php
declare( strict_types=1 );

namespace MxChat\Query_Chatbot;

use MxChat\Rest\Context;
use MxChat\Rest\Schema;
use MxChat\Transcripts\Transcript_Query;

/**
 * A page of the chat log. Who may not read transcripts finds what came through this API.
 */
final class Chat_Log_Request {

	private function __construct( public readonly Transcript_Query $query ) {}

	public static function schema(): array {
		return array( 'chatbot_id' => Schema::id() ) + Transcript_Query::schema();
	}

	public static function from( array $params, Context $context ): self|\WP_Error {
		if ( isset( $params['chatbot_id'] ) ) {
			$params['bot_id'] = $params['chatbot_id'];
		}
		$query = Transcript_Query::from( $params, $context );
		if ( is_wp_error( $query ) || $context->token?->has_scope( 'transcripts:read' ) ) {
			return is_wp_error( $query ) ? $query : new self( $query );
		}
		return new self( $query->of_user( Rest_Controller::USER ) );
	}
}
