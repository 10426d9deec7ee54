<?php
declare( strict_types=1 );

namespace MxChat\Chat;

use MxChat\Assistant\Answer;
use MxChat\Assistant\Event;

/**
 * An answer as the chat's clients get it; new or out of the transcript, the same.
 */
final class Turn_Body {

	public static function of( Turn $turn, Answer $answer ): array {
		return array(
			'turn_id'     => $turn->turn_id,
			'session_id'  => $turn->session_id,
			'thread_id'   => $turn->thread_id,
			'message'     => array(
				'role'    => 'assistant',
				'content' => $answer->content,
			),
			'sources'     => $answer->sources,
			'scoring'     => $answer->rag_context['scoring'] ?? 'lexical',
			'action'      => $answer->actions ? $answer->actions[ array_key_last( $answer->actions ) ] : null,
			'actions'     => self::latest( $answer->actions ),
			'engine'      => $answer->engine,
			'is_answered' => $answer->is_answered,
			'finish'      => $answer->finish,
			'error_id'    => $answer->error_id(),
			'usage'       => $answer->usage,
		);
	}

	/**
	 * Each action as it was shown last.
	 */
	private static function latest( array $actions ): array {
		return array_values( array_column( $actions, null, 'id' ) );
	}

	/**
	 * The answer that a row of the transcript holds.
	 */
	public static function stored( \stdClass $row ): Answer {
		$usage  = json_decode( $row->model_usage, true );
		$events = array_map( array( Event::class, 'action' ), json_decode( $row->actions, true ) ?? array() );
		$events = array(
			Event::sources( json_decode( $row->sources, true ) ?? array() ),
			...$events,
			Event::delta( $row->message ),
			Event::done(
				(bool) $row->is_answered,
				$row->has_rag_context ? json_decode( $row->rag_context, true ) : null,
				$row->engine,
				$usage,
				$row->finish,
			)->with_trace( json_decode( $row->trace, true ) ?? array() ),
		);
		return Answer::of( $events );
	}
}
