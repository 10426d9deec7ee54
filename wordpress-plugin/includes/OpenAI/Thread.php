<?php
declare( strict_types=1 );

namespace MxChat\OpenAI;

use MxChat\Assistant\Answer;
use MxChat\Assistant\Choice;
use MxChat\Assistant\Event;
use MxChat\Assistant\Store;
use MxChat\Chat\Turn;
use MxChat\Chat\Turn_Hooks;
use MxChat\Confirmations\Confirmation;
use MxChat\Confirmations\Deciding;
use MxChat\Rest\Time;
use MxChat\Spend\Gate;
use MxChat\Tools\Outcome;
use MxChat\Transcripts;
use function MxChat\Core\mint_session_id;
use function MxChat\Core\mint_thread_id;

/**
 * A conversation, for a program.
 */
final class Thread {

	/**
	 * @param int $user_id The owner; 0 for nobody who is known.
	 */
	public function __construct(
		public readonly string $id,
		public readonly string $session_id,
		public readonly int $user_id,
		public readonly int $created_at,
	) {}

	public static function make( int $user_id ): self {
		return new self( mint_thread_id( random_bytes( 16 ) ), mint_session_id( random_bytes( 16 ) ), $user_id, time() );
	}

	/**
	 * Lets an assistant answer what was said last, step by step. Nothing happens before the first step is asked for.
	 *
	 * Without a provider, or where it fails before its first word, the site's own pages answer. Whoever stops iterating
	 * stops the answer; what was written until then is kept.
	 *
	 * @return \Generator<int,Thread_Run_Step>
	 * @throws Not_Found|Thread_Busy|\LogicException Where nobody waits for an answer.
	 */
	public function run( string $assistant_id ): \Generator {
		$record = Store::find( $assistant_id ) ?? throw new Not_Found( 'There is no assistant of this id.' );
		$until  = Thread_Store::try_lock( $this ) ?? throw new Thread_Busy( 'Another run of this thread is under way.' );
		try {
			$turn     = $this->waiting_turn() ?? throw new \LogicException( 'There is no message that waits for an answer.' );
			$outcomes = array();
			$events   = Choice::modelled_for_programs( $record, static function ( Outcome $outcome ) use ( &$outcomes ): void {
				$outcomes[] = $outcome;
			} )->answer( $turn );
			yield from $this->steps( $turn, $events, $outcomes );
		} finally {
			Thread_Store::unlock( $this, $until );
		}
	}

	/**
	 * Runs what waits for a person's click, because that person has clicked: only who owns the thread and is signed in now can.
	 */
	public function confirm( string $confirmation_id ): Confirmation|\WP_Error {
		return Deciding::confirm( $confirmation_id, $this->session_id, get_current_user_id() );
	}

	public function cancel( string $confirmation_id ): Confirmation|\WP_Error {
		return Deciding::cancel( $confirmation_id, $this->session_id, get_current_user_id() );
	}

	/**
	 * @return Thread_Message[] The latest, oldest first.
	 */
	public function messages( int $limit ): array {
		return array_map(
			fn( \stdClass $row ) => new Thread_Message( $this->message_id( $row->turn_id, $row->role ), $row->role, $this->id, $row->message, Time::to_unix( $row->created_at ) ),
			Transcripts\Store::thread_messages( $this->session_id, $this->id, $limit )
		);
	}

	public function message_id( string $turn_id, string $role ): string {
		return 'msg_' . substr( hash( 'sha256', $turn_id . $role ), 0, 24 );
	}

	public function turn( string $turn_id, string $message ): Turn {
		return new Turn(
			$turn_id,
			$this->session_id,
			$this->id,
			'default',
			$message,
			'',
			'',
			user_identifier: $this->user_id === get_current_user_id() ? '' : 'program',
			spender: $this->user_id > 0 ? 'user:' . $this->user_id : Gate::SITE,
			user_id: $this->user_id,
		);
	}

	/**
	 * @param \Generator<int,Event> $events
	 * @param Outcome[]             $outcomes Grows while the events come.
	 * @return \Generator<int,Thread_Run_Step>
	 */
	private function steps( Turn $turn, \Generator $events, array &$outcomes ): \Generator {
		$told       = array();
		$step_id    = self::step_id();
		$message_id = $this->message_id( $turn->turn_id, 'assistant' );
		try {
			foreach ( $events as $event ) {
				$told[] = $event;
				while ( $outcome = array_shift( $outcomes ) ) {
					yield Thread_Run_Step::called( self::step_id(), $outcome );
				}
				if ( $event->type === Event::DELTA ) {
					yield Thread_Run_Step::writing( $step_id, $message_id, $event->text );
				}
			}
		} finally {
			// Also where nobody asks for the next step any more.
			$answer = $this->store( $turn, $told );
		}
		yield Thread_Run_Step::written( $step_id, $message_id, $answer->finish );
	}

	/**
	 * @param Event[] $told
	 */
	private function store( Turn $turn, array $told ): Answer {
		$is_whole = $told !== array() && end( $told )->type === Event::DONE;
		$answer   = Answer::of( $is_whole ? $told : array( ...$told, Event::done( false, null, '', finish: 'stopped' ) ) );
		if ( $answer->content !== '' ) {
			Transcripts\Store::insert_answer( $turn, $answer );
			Turn_Hooks::answered( $turn, $answer );
		}
		return $answer;
	}

	/**
	 * The last message of the user, if nobody has answered it yet.
	 */
	private function waiting_turn(): ?Turn {
		$rows = Transcripts\Store::thread_messages( $this->session_id, $this->id, 50 );
		foreach ( array_reverse( $rows ) as $row ) {
			if ( $row->role === 'user' ) {
				$turn = Transcripts\Store::turn( $row->turn_id );
				return isset( $turn['assistant'] ) ? null : $this->turn( $row->turn_id, $row->message );
			}
		}
		return null;
	}

	private static function step_id(): string {
		return 'step_' . bin2hex( random_bytes( 12 ) );
	}
}
