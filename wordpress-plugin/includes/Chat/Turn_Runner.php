<?php
declare( strict_types=1 );

namespace MxChat\Chat;

use MxChat\Assistant\Answer;
use MxChat\Rest\Rest_Error;
use MxChat\Transcripts;

/**
 * The one way from a question to its stored answer.
 */
final class Turn_Runner {

	/**
	 * The answer of a turn, gathered.
	 */
	public static function answer( Turn $turn ): Answer|\WP_Error {
		$telling = self::start( $turn, false );
		return is_wp_error( $telling ) ? $telling : $telling->answer();
	}

	/**
	 * The events of a turn, kept for whoever resumes it. What stands in the way is told as an event, too; who would answer
	 * with a status instead calls start().
	 *
	 * @return \Generator<int,Turn_Event,?bool,void>
	 */
	public static function events( Turn $turn ): \Generator {
		$telling = self::start( $turn, true );
		if ( ! is_wp_error( $telling ) ) {
			yield from $telling->events();
			return;
		}
		yield new Turn_Event( 1, Turn_Event::ERROR, Error_Body::of( $telling ) );
		yield new Turn_Event( 2, Turn_Event::DONE, array( 'turn_id' => $turn->turn_id, 'finish' => 'error' ) );
	}

	/**
	 * Takes the thread and a place, and stores the question. A turn that runs already, or has an answer, is not run again.
	 *
	 * @param bool $is_resumable Whether events are kept, so that others can read them.
	 */
	public static function start( Turn $turn, bool $is_resumable ): Telling|\WP_Error {
		$claim = bin2hex( random_bytes( 16 ) );
		$state = Turn_Store::claim( $turn, $claim, time() );
		if ( $state === Turn_Store::BUSY ) {
			return self::without_thread( $turn );
		}
		$run     = $state === Turn_Store::CLAIMED ? new Run( $turn, $claim, $is_resumable ) : null;
		$earlier = Transcripts\Store::turn( $turn->turn_id );
		if ( isset( $earlier['user'] ) && ! self::is_same( $turn, $earlier['user'] ) ) {
			return Rest_Error::make( 'mxchat_idempotency_mismatch' );
		}
		if ( isset( $earlier['assistant'] ) || $state === Turn_Store::RUNNING ) {
			return Replay::waiting( $turn->turn_id, $turn->session_id );
		}
		if ( $run === null ) {
			// It ended without an answer.
			Turn_Store::forget_finished( $turn->turn_id );
			return self::start( $turn, $is_resumable );
		}
		$refusal = $run->prepare();
		if ( $refusal !== null ) {
			return $refusal;
		}
		if ( ! isset( $earlier['user'] ) ) {
			if ( ! Transcripts\Store::insert_question( $turn ) ) {
				return Rest_Error::make( 'mxchat_storage_failed' );
			}
			Turn_Hooks::asked( $turn );
		}
		return $run;
	}

	/**
	 * Another turn has the thread. One that was answered before can still be read.
	 */
	private static function without_thread( Turn $turn ): Telling|\WP_Error {
		$earlier = Transcripts\Store::turn( $turn->turn_id );
		return isset( $earlier['user'], $earlier['assistant'] ) && self::is_same( $turn, $earlier['user'] )
			? new Replay( $turn->turn_id, $turn->session_id )
			: Rest_Error::make( 'mxchat_thread_busy', array( 'retry_after_seconds' => 2 ) );
	}

	private static function is_same( Turn $turn, \stdClass $question ): bool {
		return $question->message === $turn->question && $question->session_id === $turn->session_id;
	}
}
