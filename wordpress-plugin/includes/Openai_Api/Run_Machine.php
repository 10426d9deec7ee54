<?php
declare( strict_types=1 );

namespace MxChat\Openai_Api;

use MxChat\Assistant;
use MxChat\Assistant\Record;
use MxChat\Bots;
use MxChat\Chat\Place;
use MxChat\Chat\Turn;
use MxChat\Provider\Event;
use MxChat\Provider\Item;
use MxChat\Provider\Tool_Spec;
use MxChat\Tools\Outcome;
use MxChat\Transcripts;

/**
 * Carries a run from one of its states to the next, and tells each as an event of the Assistants API.
 */
final class Run_Machine {

	private const MAX_MESSAGES           = 50;
	private const LOOK_EVERY_NANOSECONDS = 500_000_000;

	private int $looked_at = 0;
	private ?Stored $step = null;
	private string $message_id = '';
	private string $text = '';

	/**
	 * @param Tool_Spec[] $tools Functions that the program runs.
	 * @param ?Place      $place Held as long as the run.
	 */
	public function __construct(
		private readonly Stored $thread,
		private Stored $run,
		private readonly Record $record,
		private readonly array $tools,
		private readonly string $guidance,
		private readonly string $spender,
		private readonly ?Place $place,
	) {}

	public function run(): Stored {
		return $this->run;
	}

	/**
	 * @param ?Item[] $resumed The conversation where outputs were awaited; null for a new run.
	 * @return \Generator<int,?array{0:string,1:array<string,mixed>},?bool,void> Null where nothing is new.
	 */
	public function events( ?array $resumed = null ): \Generator {
		try {
			if ( ! $this->change( array( 'status' => 'in_progress', 'required_action' => null ) ) ) {
				return;
			}
			yield $this->told( 'thread.run.in_progress' );
			$turn     = $this->turn();
			$exchange = new Exchange( $this->record, $turn, $this->conversation(), $this->tools, $resumed, $this->place );
			$is_gone  = false;
			foreach ( $events = $exchange->events() as $event ) {
				if ( $is_gone || ( $this->is_time_to_look() && $this->is_cancelled() ) ) {
					return;
				}
				$is_gone = yield from $this->passed( $event );
			}
			if ( $this->is_cancelled() ) {
				return;
			}
			yield from $this->ended( $events->getReturn(), $turn );
		} finally {
			// Also where nobody listens any more, or something broke.
			if ( $this->run->content['status'] === 'in_progress' ) {
				$this->change( array( 'status' => 'cancelled', 'ended_at' => time() ) );
			}
			if ( in_array( $this->run->content['status'], Run_Object::ENDED, true ) ) {
				Store::deactivate( $this->thread->object_id, $this->run->object_id );
			}
		}
	}

	private function passed( Event|Outcome $event ): \Generator {
		if ( $event instanceof Outcome ) {
			$call = self::call( $event->call_id, $event->name, $event->arguments, $event->output );
			$step = Step_Object::insert( $this->run, 'tool_calls', array( $call ), 'completed' );
			return yield array( 'thread.run.step.completed', Step_Object::shown( $step, $this->run ) );
		}
		if ( ! in_array( $event->type, array( Event::TEXT, Event::REFUSAL ), true ) ) {
			return yield null;
		}
		if ( $this->text === '' ) {
			$this->message_id = Threads_Controller::message_id();
			$this->step       = Step_Object::insert( $this->run, 'message_creation', array( 'message_id' => $this->message_id ), 'in_progress' );
			yield array( 'thread.run.step.created', Step_Object::shown( $this->step, $this->run ) );
			yield array( 'thread.run.step.in_progress', Step_Object::shown( $this->step, $this->run ) );
			yield array( 'thread.message.created', $this->empty_message() );
			yield array( 'thread.message.in_progress', $this->empty_message() );
		}
		$this->text .= $event->text;
		return yield array(
			'thread.message.delta',
			array(
				'id'     => $this->message_id,
				'object' => 'thread.message.delta',
				'delta'  => array( 'content' => array( array( 'index' => 0, 'type' => 'text', 'text' => array( 'value' => $event->text ) ) ) ),
			),
		);
	}

	private function ended( Exchange_Result $result, Turn $turn ): \Generator {
		$usage = array( 'prompt_tokens' => $result->input_tokens, 'completion_tokens' => $result->output_tokens, 'total_tokens' => $result->input_tokens + $result->output_tokens );
		if ( ! $this->change( compact( 'usage' ) ) ) {
			return;
		}
		if ( $this->text !== '' ) {
			$message = Threads_Controller::add( $this->thread, 'assistant', $this->text, array(), $this->run->content['assistant_id'], $this->run->object_id, array(), $this->message_id );
			yield array( 'thread.message.completed', Threads_Controller::message( $message ) );
			$this->step = Step_Object::complete( $this->step, $this->step->content['details'] );
			yield array( 'thread.run.step.completed', Step_Object::shown( $this->step, $this->run ) );
			$this->transcribe( $turn, $result );
		}
		if ( $result->calls !== array() ) {
			yield from $this->waiting( $result );
			return;
		}
		$status = match ( true ) {
			$result->failure !== null    => 'failed',
			$result->finish === 'length' => 'incomplete',
			default                      => 'completed',
		};
		$error  = $result->failure === null ? null : array( 'code' => 'server_error', 'message' => $result->failure->visitor_text() );
		if ( $this->change( array( 'status' => $status, 'last_error' => $error, 'ended_at' => time() ) ) ) {
			yield $this->told( "thread.run.$status" );
		}
	}

	/**
	 * The model wants functions that only the program has.
	 */
	private function waiting( Exchange_Result $result ): \Generator {
		$calls = array_map( static fn( Event $call ) => Completion::call( $call ), $result->calls );
		$step  = Step_Object::insert( $this->run, 'tool_calls', array_map( static fn( Event $call ) => self::call( $call->call_id, $call->name, $call->arguments, null ), $result->calls ), 'in_progress' );
		$waits = $this->change(
			array(
				'status'          => 'requires_action',
				'items'           => Kept_Items::pack( $result->items ),
				'step_id'         => $step->object_id,
				'required_action' => array( 'type' => 'submit_tool_outputs', 'submit_tool_outputs' => array( 'tool_calls' => $calls ) ),
			)
		);
		if ( ! $waits ) {
			return;
		}
		yield array( 'thread.run.step.created', Step_Object::shown( $step, $this->run ) );
		yield array( 'thread.run.step.in_progress', Step_Object::shown( $step, $this->run ) );
		yield $this->told( 'thread.run.requires_action' );
	}

	/**
	 * @return bool Whether the run goes on; one that was cancelled or deleted meanwhile stays so.
	 */
	private function change( array $changes ): bool {
		$is_over   = false;
		$stored    = Store::change(
			$this->run,
			static function ( array $content ) use ( $changes, &$is_over ): array {
				$is_over = in_array( $content['status'], Run_Object::ENDED, true );
				return $is_over ? $content : $changes + $content;
			}
		);
		$this->run = $stored ?? $this->run->with( array( 'status' => 'cancelled' ) + $this->run->content );
		return $stored !== null && ! $is_over;
	}

	private function told( string $event ): array {
		return array( $event, Run_Object::shown( $this->run ) );
	}

	/**
	 * A model says many words in a second, and the database is not asked about each.
	 */
	private function is_time_to_look(): bool {
		$now = hrtime( true );
		if ( $now - $this->looked_at < self::LOOK_EVERY_NANOSECONDS ) {
			return false;
		}
		$this->looked_at = $now;
		return true;
	}

	private function is_cancelled(): bool {
		$now = Store::find( 'run', $this->run->owner, $this->run->object_id );
		if ( $now?->content['status'] === 'cancelled' ) {
			$this->run = $now;
			return true;
		}
		return $now === null;
	}

	private function turn(): Turn {
		return new Turn( Turn::id( $this->run->object_id, (string) microtime( true ) ), $this->thread->session_id, $this->thread->object_id, Bots\Store::DEFAULT_ID, $this->conversation()->question(), '', '', 'openai', spender: $this->spender );
	}

	private function conversation(): Conversation {
		[ $messages ] = Store::list( 'message', $this->thread->owner, $this->thread->object_id, Listing::from( array( 'limit' => self::MAX_MESSAGES, 'order' => 'desc' ) ) );
		$items        = array_map( static fn( Stored $message ) => Item::message( $message->content['role'], Assistant\Prompt::plain( $message->content['text'] ) ), array_reverse( $messages ) );
		return Conversation::of_thread( $items, $this->guidance );
	}

	/**
	 * The owner finds the conversation among the others.
	 */
	private function transcribe( Turn $turn, Exchange_Result $result ): void {
		$usage = array( 'input_tokens' => $result->input_tokens, 'output_tokens' => $result->output_tokens );
		Transcripts\Store::insert_question( $turn );
		Transcripts\Store::insert_answer(
			$turn,
			Assistant\Answer::of(
				array(
					Assistant\Event::sources( $result->sources ),
					Assistant\Event::delta( $this->text ),
					Assistant\Event::done( $result->sources !== array(), $result->sources ? array( 'sources' => $result->sources ) : null, $result->engine, $usage, $result->finish, $result->failure ),
				)
			)
		);
	}

	private function empty_message(): array {
		return array( 'content' => array(), 'status' => 'in_progress', 'completed_at' => null ) + Threads_Controller::message(
			new Stored( 0, $this->message_id, 'message', $this->run->owner, $this->thread->object_id, '', '', time(), array( 'role' => 'assistant', 'text' => '', 'metadata' => array(), 'assistant_id' => $this->run->content['assistant_id'], 'run_id' => $this->run->object_id ) )
		);
	}

	private static function call( string $call_id, string $name, string $arguments, ?string $output ): array {
		return array( 'id' => $call_id, 'type' => 'function', 'function' => compact( 'name', 'arguments', 'output' ) );
	}
}
