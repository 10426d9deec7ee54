<?php
declare( strict_types=1 );

namespace MxChat\Chat;

use MxChat\Assistant\Answer;
use MxChat\Rest\Rest_Error;
use MxChat\Transcripts;

/**
 * A turn that another request runs or has run: its events are read, and no model is asked again.
 */
final class Replay implements Telling {

	private const PAUSE_MICROSECONDS  = 250_000;
	private const MAX_SECONDS         = 100;
	private const MAX_SECONDS_OF_JSON = 20;
	private const RETRY_SECONDS       = 2;

	private ?Place $place = null;

	/**
	 * @param int $after The last event that the reader has seen.
	 */
	public function __construct(
		private readonly string $turn_id,
		private readonly string $session_id,
		private readonly int $after = 0,
	) {}

	/**
	 * For a reader who waits for the end: as long as the turn runs, that takes a place.
	 */
	public static function waiting( string $turn_id, string $session_id, int $after = 0 ): self|\WP_Error {
		$replay = new self( $turn_id, $session_id, $after );
		$place  = Place::take_if( $replay->is_running() );
		if ( is_wp_error( $place ) ) {
			return $place;
		}
		$replay->place = $place;
		return $replay;
	}

	/**
	 * A reader who is cut off here, since the turn takes long, comes back for the rest.
	 */
	public function events(): \Generator {
		$after = $this->after;
		$ends  = time() + self::MAX_SECONDS;
		while ( time() < $ends ) {
			// Asked before the events are read: what a run tells last is then among them.
			$is_running = $this->is_running();
			foreach ( Event_Log::after( $this->turn_id, $after ) as $event ) {
				$after = $event->id;
				$is_gone = yield $event;
				if ( $is_gone || $event->name === Turn_Event::DONE ) {
					return;
				}
			}
			if ( ! $is_running ) {
				yield from self::numbered( $this->ending(), $after );
				return;
			}
			Turn_Store::watch( $this->turn_id, time() );
			$is_gone = yield Turn_Event::tick();
			if ( $is_gone ) {
				return;
			}
			usleep( self::PAUSE_MICROSECONDS );
		}
	}

	public function answer(): Answer|\WP_Error {
		$ends = time() + self::MAX_SECONDS_OF_JSON;
		while ( $is_running = $this->is_running() and time() < $ends ) {
			Turn_Store::watch( $this->turn_id, time() );
			usleep( self::PAUSE_MICROSECONDS );
		}
		$row = Transcripts\Store::turn( $this->turn_id )['assistant'] ?? null;
		if ( $row !== null ) {
			return Turn_Body::stored( $row );
		}
		return $is_running ? Rest_Error::make( 'mxchat_thread_busy', array( 'retry_after_seconds' => self::RETRY_SECONDS ) ) : Rest_Error::make( 'mxchat_turn_lost' );
	}

	/**
	 * What there is now, for a reader who asks again and again.
	 *
	 * @return array{status:string,events:Turn_Event[]}
	 */
	public function so_far(): array {
		$is_running = $this->is_running();
		$events     = Event_Log::after( $this->turn_id, $this->after );
		if ( $is_running ) {
			Turn_Store::watch( $this->turn_id, time() );
		} elseif ( ! $events || end( $events )->name !== Turn_Event::DONE ) {
			$last   = $events ? end( $events )->id : $this->after;
			$events = array( ...$events, ...self::numbered( $this->ending(), $last ) );
		}
		return array(
			'status' => $is_running ? 'running' : 'done',
			'events' => $events,
		);
	}

	/**
	 * The last events of a turn whose own are not kept, made from the transcript.
	 *
	 * @return array<int,array{0:string,1:array}>
	 */
	private function ending(): array {
		$row = Transcripts\Store::turn( $this->turn_id )['assistant'] ?? null;
		if ( $row === null ) {
			return array(
				array( Turn_Event::ERROR, Error_Body::of( Rest_Error::make( 'mxchat_turn_lost' ) ) ),
				array( Turn_Event::DONE, array( 'turn_id' => $this->turn_id, 'finish' => 'error' ) ),
			);
		}
		$turn = new Turn( $this->turn_id, $this->session_id, $row->thread_id, $row->bot_id, '', '', '' );
		return array(
			array( Turn_Event::MESSAGE, Turn_Body::of( $turn, Turn_Body::stored( $row ) ) ),
			array( Turn_Event::DONE, array( 'turn_id' => $this->turn_id, 'finish' => $row->finish ) ),
		);
	}

	private static function numbered( array $events, int $after ): \Generator {
		foreach ( $events as [ $name, $data ] ) {
			yield new Turn_Event( ++$after, $name, $data );
		}
	}

	private function is_running(): bool {
		return Turn_Store::is_running( Turn_Store::find( $this->turn_id, $this->session_id ), time() );
	}
}
