<?php
declare( strict_types=1 );

namespace MxChat\Actions;

use MxChat\Assistant\Assistant;
use MxChat\Assistant\Event;
use MxChat\Assistant\Extractive;
use MxChat\Chat\Turn;
use MxChat\Confirmations;
use MxChat\Tools\Tool_Context;

/**
 * Looks for an action before the assistant answers. The one that a message surely asks for runs, or is put before the
 * visitor for a click; a model goes on talking meanwhile, and without one the action's own words are the answer.
 */
final class Acting implements Assistant {

	public const ENGINE = 'action';

	private function __construct( private readonly Assistant $assistant ) {}

	/**
	 * The assistant, with the site's actions before it.
	 */
	public static function before( Assistant $assistant, Turn $turn ): Assistant {
		return Registry::for_bot( $turn->bot_id ) === array() ? $assistant : new self( $assistant );
	}

	public function engine(): string {
		return $this->assistant->engine();
	}

	public function answer( Turn $turn ): \Generator {
		$decision  = Scorer::of_turn( $turn );
		$action    = self::surely_wanted( $decision, $turn );
		$arguments = $action?->arguments_from( $turn->question );
		if ( $action === null || $arguments === null ) {
			yield from self::noting( $this->assistant->answer( $turn ), $decision, null );
			return;
		}
		$shown = new Shown( $action, $decision );
		yield from self::noting(
			match ( true ) {
				! $action->is_readonly() => $this->after_asking( $turn, $shown, $arguments ),
				$action->is_slow()       => $this->while_talking( $turn, $shown, $arguments ),
				default                  => $this->after_running( $turn, $shown, $arguments ),
			},
			$decision,
			$action->id()
		);
	}

	private static function surely_wanted( Decision $decision, Turn $turn ): ?Action {
		$action_id = $decision->sure();
		$action    = $action_id === null ? null : Registry::for_bot( $turn->bot_id )[ $action_id ] ?? null;
		return $action !== null && Policy::admits( $action, $turn->user_id ) ? $action : null;
	}

	private function after_asking( Turn $turn, Shown $shown, array $arguments ): \Generator {
		$question = Policy::question( $shown->action, $arguments );
		$pending  = Confirmations\Store::add( $shown->action->id(), $shown->action->label(), $question, $arguments, Tool_Context::of( $turn, '' ) );
		yield Event::action( $pending->card() );
		yield from $this->said( $turn, $question, 'The visitor is asked to confirm the action "' . $shown->action->label() . '" by a click. It has not run.' );
	}

	private function after_running( Turn $turn, Shown $shown, array $arguments ): \Generator {
		$result = Policy::run( $shown->action, $arguments, Tool_Context::of( $turn, '' ) );
		yield Event::action( $shown->outcome( $result ) );
		if ( is_wp_error( $result ) ) {
			yield from $this->assistant->answer( $turn );
			return;
		}
		yield from $this->said( $turn, $result->text, 'The action "' . $shown->action->label() . '" has run and its result is shown to the visitor: ' . wp_json_encode( $result->for_model() ) );
	}

	private function while_talking( Turn $turn, Shown $shown, array $arguments ): \Generator {
		yield Event::action( $shown->running() );
		$done = null;
		foreach ( $this->said( $turn, $shown->action->label() . ' …', 'The action "' . $shown->action->label() . '" is running; its result will be shown to the visitor after your answer.' ) as $event ) {
			if ( $event->type === Event::DONE ) {
				$done = $event;
			} else {
				yield $event;
			}
		}
		yield Event::action( $shown->outcome( Policy::run( $shown->action, $arguments, Tool_Context::of( $turn, '' ) ) ) );
		if ( $done !== null ) {
			yield $done;
		}
	}

	/**
	 * A model is told what happened and says it in its words; the extractive assistant has none, so the action's stand.
	 */
	private function said( Turn $turn, string $text, string $note ): \Generator {
		if ( ! $this->assistant instanceof Extractive ) {
			Notes::add( $turn, $note );
			yield from $this->assistant->answer( $turn );
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
