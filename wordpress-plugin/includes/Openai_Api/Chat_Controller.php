<?php
declare( strict_types=1 );

namespace MxChat\Openai_Api;

use MxChat\Http\Event_Stream;
use MxChat\Provider\Event;

/**
 * Chat Completions.
 */
final class Chat_Controller {

	public static function complete( Completion_Request $request ): \WP_REST_Response|\WP_Error {
		$exchange = $request->call->exchange( $request->conversation );
		if ( is_wp_error( $exchange ) ) {
			return $exchange;
		}
		$body   = new Completion( 'chatcmpl-' . bin2hex( random_bytes( 12 ) ), time(), $request->call->target->model );
		$events = $exchange->events();
		if ( $request->call->is_streamed ) {
			return new Event_Stream( self::frames( $events, $body, $request->call->has_usage_chunk ) );
		}
		foreach ( $events as $event ) {
			continue;
		}
		$result = $events->getReturn();
		return $result->failure === null
			? new \WP_REST_Response( $body->whole( $result ) )
			: new \WP_REST_Response( Errors::of_failure( $result->failure ), 503 );
	}

	/**
	 * @return \Generator<int,string,?bool,void> Ends early when nobody listens any more: that stops the model, too.
	 */
	private static function frames( \Generator $events, Completion $body, bool $has_usage ): \Generator {
		$is_gone = yield self::frame( $body->chunk( array( 'role' => 'assistant', 'content' => '' ) ) );
		foreach ( $events as $event ) {
			if ( $is_gone ) {
				return;
			}
			$is_text = $event instanceof Event && in_array( $event->type, array( Event::TEXT, Event::REFUSAL ), true );
			$is_gone = yield $is_text ? self::frame( $body->chunk( array( $event->type === Event::TEXT ? 'content' : 'refusal' => $event->text ) ) ) : '';
		}
		$result = $events->getReturn();
		if ( $result->failure !== null ) {
			yield self::frame( Errors::of_failure( $result->failure ) );
			return;
		}
		foreach ( $result->calls as $place => $call ) {
			yield self::frame( $body->chunk( array( 'tool_calls' => array( array( 'index' => $place ) + Completion::call( $call ) ) ) ) );
		}
		yield self::frame( $body->chunk( $result->annotations() ? array( 'annotations' => array_map( array( Completion::class, 'annotation' ), $result->annotations() ) ) : array(), $body->finish( $result ) ) );
		if ( $has_usage ) {
			yield self::frame( $body->usage_chunk( $result ) );
		}
		yield "data: [DONE]\n\n";
	}

	private static function frame( array $data ): string {
		return 'data: ' . wp_json_encode( $data, JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES | JSON_INVALID_UTF8_SUBSTITUTE ) . "\n\n";
	}
}
