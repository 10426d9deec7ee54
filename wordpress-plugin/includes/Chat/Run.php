<?php
declare( strict_types=1 );

namespace MxChat\Chat;

use MxChat\Assistant\Answer;
use MxChat\Assistant\Assistant;
use MxChat\Assistant\Choice;
use MxChat\Assistant\Event;
use MxChat\Error_Log;
use MxChat\Rest\Request_Id;
use MxChat\Rest\Rest_Error;
use MxChat\Sessions;
use MxChat\Settings;
use MxChat\Storage_Exception;
use MxChat\Transcripts;

/**
 * A turn that runs in this request: from its question to its stored answer.
 *
 * It ends early if the visitor stops it, or if nobody has listened for the grace. What was said until then is kept and
 * marked; leaving the assistant's events alone cancels the call to its provider.
 */
final class Run implements Telling {

	private const LOOK_SECONDS = 1.0;
	private const MAX_SECONDS  = 90;

	private ?Event_Log $log;

	private int $last_id = 0;

	/** @var Event[] What the assistant has told. */
	private array $told = array();

	private ?Answer $answer = null;

	private ?\WP_Error $error = null;

	private bool $has_ended = false;

	private bool $is_watched = false;

	private ?int $gone_since = null;

	private Assistant $assistant;

	private ?Place $place = null;

	private int $started_at;

	private float $looked_at;

	/**
	 * @param string $claim        What the thread was claimed with.
	 * @param bool   $is_resumable Whether the events are kept for others to read.
	 */
	public function __construct(
		private readonly Turn $turn,
		private readonly string $claim,
		private readonly bool $is_resumable,
	) {
		$this->log        = $is_resumable ? new Event_Log( $turn->turn_id ) : null;
		$this->started_at = time();
		$this->looked_at  = microtime( true );
	}

	/**
	 * A run that is dropped before its end keeps what was said, and leaves the thread free. This cannot be left to
	 * `finally`: PHP passes over it in generators that have delegated to others when they are dropped.
	 */
	public function __destruct() {
		try {
			$this->keep_what_was_told();
		} catch ( \Throwable $error ) {
			$this->log_error( $error );
		}
		$this->end();
	}

	/**
	 * Chooses who answers, and takes a place for an answer that may have to be waited for.
	 *
	 * @return ?\WP_Error If all are taken.
	 */
	public function prepare(): ?\WP_Error {
		$this->assistant = Choice::for_turn( $this->turn );
		$place           = Place::take_if( $this->assistant->may_wait() );
		if ( is_wp_error( $place ) ) {
			return $place;
		}
		$this->place = $place;
		return null;
	}

	public function events(): \Generator {
		try {
			yield from $this->tell( Turn_Event::TURN, array( 'turn_id' => $this->turn->turn_id, 'session_id' => $this->turn->session_id, 'thread_id' => $this->turn->thread_id ) );
			yield from $this->run();
		} catch ( \Throwable $error ) {
			$this->log_error( $error );
			$this->error = Rest_Error::make( $error instanceof Storage_Exception ? 'mxchat_storage_failed' : 'mxchat_internal_error' );
		}
		if ( $this->error !== null ) {
			yield from $this->tell( Turn_Event::ERROR, Error_Body::of( $this->error ) );
		}
		yield from $this->tell( Turn_Event::DONE, array( 'turn_id' => $this->turn->turn_id, 'finish' => $this->answer?->finish ?? 'error' ) );
	}

	public function answer(): Answer|\WP_Error {
		foreach ( $this->events() as $event ) {
			unset( $event );
		}
		return $this->error ?? $this->answer ?? Rest_Error::make( 'mxchat_internal_error' );
	}

	private function run(): \Generator {
		yield from $this->listen();
		$this->store( Answer::of( $this->told ) );
		if ( $this->answer !== null ) {
			yield from $this->tell( Turn_Event::MESSAGE, Turn_Body::of( $this->turn, $this->answer ) );
		}
	}

	private function listen(): \Generator {
		$finish = '';
		foreach ( $this->assistant->answer( $this->turn ) as $event ) {
			$this->note( $event );
			if ( $event->type === Event::DONE ) {
				return;
			}
			yield from $this->pass_on( $event );
			$finish = $this->reason_to_end();
			if ( $finish !== '' ) {
				break;
			}
		}
		$this->told[] = $this->early_end( $finish === '' ? 'cut' : $finish );
	}

	private function note( Event $event ): void {
		if ( $event->type !== Event::TICK ) {
			$this->told[] = $event;
		}
	}

	private function pass_on( Event $event ): \Generator {
		yield from match ( $event->type ) {
			Event::SOURCES => $this->tell( Turn_Event::SOURCES, array( 'sources' => $event->sources ) ),
			Event::ACTION  => $this->tell( Turn_Event::ACTION, $event->action ),
			Event::DELTA   => $this->tell( Turn_Event::DELTA, array( 'text' => $event->text ) ),
			default        => $this->tick(),
		};
	}

	private function tell( string $name, array $data ): \Generator {
		$event = new Turn_Event( ++$this->last_id, $name, $data );
		$this->log?->add( $event, $this->is_watched );
		if ( $name === Turn_Event::DONE ) {
			// Before anybody hears of it: the next question may follow at once.
			$this->end();
		}
		$this->note_reader( yield $event );
	}

	private function tick(): \Generator {
		$this->log?->flush_if_due( $this->is_watched );
		$this->note_reader( yield Turn_Event::tick() );
	}

	private function note_reader( ?bool $is_gone ): void {
		$this->gone_since = $is_gone === true ? ( $this->gone_since ?? time() ) : $this->gone_since;
	}

	/**
	 * How the answer ends now; empty if it goes on.
	 */
	private function reason_to_end(): string {
		$now = microtime( true );
		if ( $now - $this->looked_at < self::LOOK_SECONDS ) {
			return '';
		}
		$this->looked_at = $now;
		$state           = Turn_Store::look( $this->turn->turn_id, $this->claim, (int) $now );
		if ( $state === null ) {
			Event_Log::delete( $this->turn->turn_id );
			$this->log   = null;
			$this->error = Rest_Error::make( 'mxchat_turn_not_found' );
			return 'stopped';
		}
		if ( $state->stop_requested ) {
			return 'stopped';
		}
		$this->is_watched = $state->watched_at + 5 > $now;
		return $this->is_left( (int) $state->watched_at, (int) $now ) || $now - $this->started_at > self::MAX_SECONDS ? 'cut' : '';
	}

	private function is_left( int $watched_at, int $now ): bool {
		return $this->gone_since !== null && max( $this->gone_since, $watched_at ) + (int) Settings\Store::get( 'stream_grace_seconds' ) <= $now;
	}

	private function early_end( string $finish ): Event {
		$answer = Answer::of( $this->told );
		return Event::done(
			$answer->content !== '',
			$answer->sources ? array( 'sources' => $answer->sources ) : null,
			$this->assistant->engine(),
			null,
			$finish,
		);
	}

	private function store( Answer $answer ): void {
		if ( $this->error !== null ) {
			return;
		}
		if ( ! Transcripts\Store::insert_answer( $this->turn, $answer ) ) {
			throw new Storage_Exception( '' );
		}
		$this->answer = $answer;
		if ( $answer->finish === 'stopped' ) {
			// Perhaps by "Clear session": what the visitor has cleared does not come back with its answer.
			$rows = Transcripts\Store::turn( $this->turn->turn_id );
			Sessions\Store::hide_answer_of_hidden( $this->turn->session_id, (int) ( $rows['user']->id ?? 0 ), (int) ( $rows['assistant']->id ?? 0 ) );
		}
		Turn_Hooks::answered( $this->turn, $answer );
	}

	private function keep_what_was_told(): void {
		if ( $this->has_ended || $this->answer !== null || $this->error !== null || ! $this->told ) {
			return;
		}
		$this->log?->flush();
		$told = Answer::of( $this->told );
		if ( $told->content !== '' ) {
			$this->store( Answer::of( array( ...$this->told, Event::done( true, $told->sources ? array( 'sources' => $told->sources ) : null, $this->assistant->engine(), null, 'cut' ) ) ) );
		}
	}

	private function end(): void {
		if ( $this->has_ended ) {
			return;
		}
		$this->has_ended = true;
		$this->place     = null;
		if ( $this->is_resumable && $this->last_id > 0 ) {
			// Events that were told after the session was deleted go after it.
			if ( ! Turn_Store::finish( $this->turn->turn_id, $this->claim ) && Turn_Store::find( $this->turn->turn_id, $this->turn->session_id ) === null ) {
				Event_Log::delete( $this->turn->turn_id );
				$this->log = null;
			}
		} else {
			Turn_Store::release( $this->turn->turn_id, $this->claim );
		}
	}

	private function log_error( \Throwable $error ): void {
		Error_Log::add( sprintf( 'MxChat [%s] turn', Request_Id::current() ), $error );
	}
}
