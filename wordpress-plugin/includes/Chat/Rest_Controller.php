<?php
declare( strict_types=1 );

namespace MxChat\Chat;

use MxChat\Bots;
use MxChat\Http\Continued_Response;
use MxChat\Http\Event_Stream;

/**
 * POST /chat: one question, one answer; and what belongs to an answer under way.
 */
final class Rest_Controller {

	/**
	 * As JSON when the answer is there; as events while it comes; or at once, with the events to be asked for.
	 */
	public static function answer( Chat_Request $request ): \WP_REST_Response|\WP_Error {
		$turn = self::turn( $request );
		return match ( $request->delivery ) {
			Chat_Request::EVENTS => self::stream( Turn_Runner::start( $turn, true ), $turn->turn_id ),
			Chat_Request::LATER  => self::later( $turn ),
			default              => self::whole( $turn ),
		};
	}

	/**
	 * GET /chat/{turn_id}/events: what comes after an event, as a stream or as what there is now.
	 */
	public static function resume( Events_Request $request ): \WP_REST_Response|\WP_Error {
		if ( $request->wants_stream ) {
			return self::stream( Replay::waiting( $request->turn_id, $request->session_id, $request->after ), $request->turn_id );
		}
		[ 'status' => $status, 'events' => $events ] = ( new Replay( $request->turn_id, $request->session_id, $request->after ) )->so_far();
		return new \WP_REST_Response(
			array(
				'turn_id' => $request->turn_id,
				'status'  => $status,
				'events'  => array_map(
					static fn( Turn_Event $event ) => array(
						'id'    => $event->id,
						'event' => $event->name,
						'data'  => (object) $event->data,
					),
					$events
				),
				'next'    => $events ? end( $events )->id : $request->after,
			)
		);
	}

	/**
	 * POST /chat/{turn_id}/stop. What was said until then is kept.
	 */
	public static function stop( Stop_Request $request ): \WP_REST_Response {
		$is_stopping = Turn_Store::request_stop( $request->turn_id, $request->session_id );
		return new \WP_REST_Response(
			array(
				'turn_id' => $request->turn_id,
				'status'  => $is_stopping ? 'stopping' : 'done',
			)
		);
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
			min_similarity: Bots\Store::min_similarity( $request->session->bot_id ),
			spender: $request->spender,
			user_id: get_current_user_id(),
		);
	}

	private static function whole( Turn $turn ): \WP_REST_Response|\WP_Error {
		$answer = Turn_Runner::answer( $turn );
		return is_wp_error( $answer ) ? $answer : new \WP_REST_Response( Turn_Body::of( $turn, $answer ) );
	}

	private static function stream( Telling|\WP_Error $telling, string $turn_id ): \WP_REST_Response|\WP_Error {
		return is_wp_error( $telling )
			? $telling
			: new Event_Stream( self::frames( $telling ), array( 'turn_id' => $turn_id, 'status' => 'running' ) );
	}

	private static function frames( Telling $telling ): \Generator {
		$events = $telling->events();
		for ( $event = $events->current(); $events->valid(); $event = $events->send( $is_gone ) ) {
			$is_gone = yield $event->is_tick() ? '' : Event_Stream::frame( $event->id, $event->name, $event->data );
		}
	}

	/**
	 * For servers that keep a stream back: the answer is read from the events, again and again.
	 */
	private static function later( Turn $turn ): \WP_REST_Response|\WP_Error {
		$telling = Turn_Runner::start( $turn, true );
		if ( is_wp_error( $telling ) ) {
			return $telling;
		}
		return new Continued_Response(
			array(
				'turn_id'    => $turn->turn_id,
				'session_id' => $turn->session_id,
				'thread_id'  => $turn->thread_id,
				'status'     => 'running',
			),
			static function () use ( $telling ): void {
				if ( $telling instanceof Run ) {
					// Nobody listens here: whoever asks for the events keeps the run going.
					$events = $telling->events();
					for ( $events->current(); $events->valid(); $events->send( true ) ) {
						continue;
					}
				}
			}
		);
	}
}
