<?php
declare( strict_types=1 );

namespace MxChat\Chat;

use MxChat\Assistant\Answer;
use MxChat\Assistant\Extractive;
use MxChat\Rest\Rest_Error;
use MxChat\Transcripts;

/**
 * POST /chat: one question, one answer.
 */
final class Rest_Controller {

	public static function answer( Chat_Request $request ): \WP_REST_Response|\WP_Error {
		$turn    = self::turn( $request );
		$earlier = Transcripts\Store::turn( $turn->turn_id );
		if ( isset( $earlier['user'] ) && $earlier['user']->message !== $turn->question ) {
			return Rest_Error::make( 'mxchat_idempotency_mismatch' );
		}
		if ( isset( $earlier['assistant'] ) ) {
			return new \WP_REST_Response( self::stored_answer( $turn, $earlier['assistant'] ) );
		}
		if ( ! isset( $earlier['user'] ) && ! Transcripts\Store::insert_question( $turn ) ) {
			return Rest_Error::make( 'mxchat_storage_failed' );
		}
		return self::new_answer( $turn );
	}

	private static function turn( Chat_Request $request ): Turn {
		return new Turn(
			Turn::id( $request->session->session_id, $request->client_message_id ),
			$request->session->session_id,
			Threads::current( $request->session, time() ),
			$request->session->bot_id,
			$request->message,
			$request->page_url,
			$request->page_title,
		);
	}

	private static function new_answer( Turn $turn ): \WP_REST_Response|\WP_Error {
		$answer = Answer::gather( new Extractive(), $turn );
		if ( ! Transcripts\Store::insert_answer( $turn, $answer->content, $answer->sources, $answer->engine, $answer->rag_context ) ) {
			return Rest_Error::make( 'mxchat_storage_failed' );
		}
		return new \WP_REST_Response( self::body( $turn, $answer->content, $answer->sources, $answer->engine, $answer->is_answered ) );
	}

	private static function stored_answer( Turn $turn, \stdClass $row ): array {
		$sources = json_decode( $row->sources, true ) ?? array();
		return self::body( $turn, $row->message, $sources, $row->engine, (bool) $row->has_rag_context );
	}

	private static function body( Turn $turn, string $content, array $sources, string $engine, bool $is_answered ): array {
		return array(
			'turn_id'     => $turn->turn_id,
			'session_id'  => $turn->session_id,
			'thread_id'   => $turn->thread_id,
			'message'     => array(
				'role'    => 'assistant',
				'content' => $content,
			),
			'sources'     => $sources,
			'scoring'     => 'lexical',
			'action'      => null,
			'engine'      => $engine,
			'is_answered' => $is_answered,
			'usage'       => array(
				'input_tokens'  => 0,
				'output_tokens' => 0,
			),
		);
	}
}
