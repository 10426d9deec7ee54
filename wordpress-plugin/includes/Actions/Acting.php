<?php
declare( strict_types=1 );

namespace MxChat\Actions;

use MxChat\Assistant\Assistant;
use MxChat\Assistant\Event;
use MxChat\Assistant\Extractive;
use MxChat\Assistant\Fallback;
use MxChat\Assistant\Given;
use MxChat\Chat\Turn;
use MxChat\Confirmations;
use MxChat\Tools\Execution;
use MxChat\Tools\Tool_Context;

/**
 * Looks for an action before the assistant answers. The one that a message surely asks for runs, or is put before the
 * visitor for a click; a model goes on talking meanwhile, and without one the action's own words are the answer.
 */
final class Acting implements Assistant {

	public const ENGINE = 'action';

	/**
	 * @param array<string,Action> $actions What the bot may do, by id.
	 */
	private function __construct( private readonly Assistant $assistant, private readonly array $actions ) {}

	/**
	 * The assistant, with the site's actions before it.
	 */
	public static function before( Assistant $assistant, Turn $turn ): Assistant {
		$actions = Registry::for_bot( $turn->bot_id );
		return $actions === array() ? $assistant : new self( $assistant, $actions );
	}

	public function engine(): string {
		return $this->assistant->engine();
	}

	public function may_wait(): bool {
		// What changes something runs after a click, in a request of its own.
		return $this->assistant->may_wait() || array_filter( $this->actions, static fn( Action $action ) => $action->is_slow() && $action->is_readonly() ) !== array();
	}

	public function answer( Turn $turn ): \Generator {
		$decision  = Scorer::of_turn( $turn );
		$action    = $this->surely_wanted( $decision, $turn );
		$arguments = $action?->arguments_from( $turn->question );
		if ( $action === null || $arguments === null ) {
			yield from self::noting( $this->assistant->answer( $turn ), $decision, null );
			return;
		}
		$tool = new Action_Tool( $action );
		yield from self::noting(
			match ( true ) {
				$tool->changes_something() => $this->after_asking( $turn, $tool, $arguments ),
				$action->is_slow()         => $this->while_talking( $turn, $tool, $arguments ),
				default                    => $this->after_running( $turn, $tool, $arguments ),
			},
			$decision,
			$action->id()
		);
	}

	private function surely_wanted( Decision $decision, Turn $turn ): ?Action {
		$action_id = $decision->sure();
		$action    = $action_id === null ? null : $this->actions[ $action_id ] ?? null;
		return $action !== null && Policy::admits( $action, $turn->user_id ) ? $action : null;
	}

	private function after_asking( Turn $turn, Action_Tool $tool, array $arguments ): \Generator {
		$question = $tool->summary( $arguments );
		yield Event::action( Confirmations\Store::add( $tool->name(), $tool->label(), $question, $arguments, self::context( $turn ) )->card() );
		yield from $this->said( $turn, $question, 'The visitor is asked to confirm the action "' . $tool->label() . '" by a click. It has not run.' );
	}

	private function after_running( Turn $turn, Action_Tool $tool, array $arguments ): \Generator {
		[ $status, $output ] = Execution::run( $tool, (object) $arguments, self::context( $turn ) );
		$shown               = $tool->card( $status, (array) json_decode( $output, true ) );
		yield Event::action( $shown );
		yield from $this->said( $turn, $shown['text'], 'The action "' . $tool->label() . '" has run and its outcome is shown to the visitor: ' . $output );
	}

	private function while_talking( Turn $turn, Action_Tool $tool, array $arguments ): \Generator {
		yield Event::action( $tool->card( 'running', array() ) );
		$done = null;
		foreach ( $this->said( $turn, $tool->label() . ' …', 'The action "' . $tool->label() . '" is running; its outcome will be shown to the visitor after your answer.' ) as $event ) {
			if ( $event->type === Event::DONE ) {
				$done = $event;
			} else {
				yield $event;
			}
		}
		[ $status, $output ] = Execution::run( $tool, (object) $arguments, self::context( $turn ) );
		yield Event::action( $tool->card( $status, (array) json_decode( $output, true ) ) );
		if ( $done !== null ) {
			yield $done;
		}
	}

	private static function context( Turn $turn ): Tool_Context {
		return Tool_Context::of( $turn, 'action' );
	}

	/**
	 * A model is told what happened and says it in its words; the extractive assistant has none, so the action's stand.
	 */
	private function said( Turn $turn, string $text, string $note ): \Generator {
		if ( ! $this->assistant instanceof Extractive ) {
			Notes::add( $turn, $note );
			$assistant = $this->assistant instanceof Fallback ? $this->assistant->or_else( new Given( $text ) ) : $this->assistant;
			yield from $assistant->answer( $turn );
			return;
		}
		yield Event::delta( $text );
		yield Event::done( true, array(), self::ENGINE );
	}

	/**
	 * Keeps with the answer how the actions scored, so that the turn can be understood later.
	 */
	private static function noting( \Generator $events, Decision $decision, ?string $action_id ): \Generator {
		foreach ( $events as $event ) {
			yield $event->type === Event::DONE ? $event->with_trace( array( 'actions' => array_slice( $decision->scores, 0, 5 ), 'action' => $action_id ) ) : $event;
		}
	}
}
