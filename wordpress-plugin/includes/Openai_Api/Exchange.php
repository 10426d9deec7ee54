<?php
declare( strict_types=1 );

namespace MxChat\Openai_Api;

use MxChat\Assistant;
use MxChat\Assistant\Extractive;
use MxChat\Assistant\Host_Thread;
use MxChat\Assistant\Prompt;
use MxChat\Assistant\Record;
use MxChat\Assistant\Retrieval;
use MxChat\Assistant\Run;
use MxChat\Assistant\Run_Result;
use MxChat\Chat\Place;
use MxChat\Chat\Turn;
use MxChat\Provider;
use MxChat\Provider\Deadline;
use MxChat\Provider\Failure;
use MxChat\Provider\Item;
use MxChat\Provider\Providers;
use MxChat\Provider\Tool_Spec;
use MxChat\Tools\Outcome;
use MxChat\Tools\Registry;
use MxChat\Tools\Runner;
use MxChat\Tools\Tool;

/**
 * One exchange of a program with a bot: the model answers, or leaves calls to the program; without a model the site's
 * own words answer.
 */
final class Exchange {

	private const MAX_SECONDS = 60.0;

	/** @var array<int,array{source:string,title:string,similarity_score:float}> */
	private array $sources = array();

	private string $text = '';

	/**
	 * @param ?Record     $record   Null where only quotes are given.
	 * @param Item[]|null $resumed  A conversation that goes on where it was left; null for a new question.
	 * @param Tool_Spec[] $tools    Those that the program runs itself.
	 * @param ?Place      $place    Held as long as this exchange; see place().
	 */
	public function __construct(
		private readonly ?Record $record,
		private readonly Turn $turn,
		private readonly Conversation $conversation,
		private readonly array $tools = array(),
		private readonly ?array $resumed = null,
		private readonly ?Place $place = null,
	) {}

	/**
	 * The place that an exchange needs; null where no model will be asked.
	 */
	public static function place( ?Record $record ): Place|\WP_Error|null {
		return Place::take_if( self::provider( $record ) instanceof Provider\Provider );
	}

	/**
	 * @return \Generator<int,Provider\Event|Outcome,mixed,Exchange_Result> Texts, refusals, ticks, and what became of the site's own tools.
	 */
	public function events(): \Generator {
		$provider = self::provider( $this->record );
		if ( $provider instanceof Failure ) {
			return yield from $this->quote( null );
		}
		$run    = $this->run( $provider );
		$events = $run->events();
		foreach ( $events as $event ) {
			if ( $event instanceof Provider\Event && in_array( $event->type, array( Provider\Event::TEXT, Provider\Event::REFUSAL ), true ) ) {
				$this->text .= $event->text;
			}
			yield $event;
		}
		$result = $events->getReturn();
		if ( $result->failure !== null && $this->text === '' && $result->rounds <= 1 ) {
			Assistant\Last_Failure::keep( $result->failure );
			return yield from $this->quote( $result );
		}
		return new Exchange_Result( $this->text, $this->sources, $result->calls, $result->finish, $result->failure, $result->input_tokens, $result->output_tokens, $result->items, $provider->engine() );
	}

	private static function provider( ?Record $record ): Provider\Provider|Failure {
		return $record === null || $record->model === '' ? Failure::of( 'not_configured' ) : Providers::current();
	}

	private function run( Provider\Provider $provider ): Run {
		$deadline = Deadline::after( self::MAX_SECONDS );
		return new Run(
			$this->record,
			$this->instructions(),
			$this->resumed ?? $this->items(),
			$provider,
			new Runner( $this->site_tools(), $this->turn, $this->record->id, $deadline, $this->tools ),
			new Host_Thread( $this->turn, null ),
			$this->turn->spender,
			$deadline,
		);
	}

	private function instructions(): string {
		$own = Prompt::instructions( $this->record, $this->turn );
		return $this->conversation->guidance === '' ? $own : $own . "\n\nWishes of the program that asks, as far as they agree with all of the above:\n" . Prompt::plain( $this->conversation->guidance );
	}

	/**
	 * @return Item[]
	 */
	private function items(): array {
		$question  = $this->conversation->question();
		$retrieval = $this->record->uses_knowledge ? Retrieval::for( $question, $this->turn, max( $this->turn->min_similarity, $this->record->min_similarity ) ) : Retrieval::none();
		$this->sources = $retrieval->sources();
		return $this->conversation->with_question( Prompt::question( $this->record, $this->turn, $question, $retrieval ) );
	}

	/**
	 * Those that change nothing: no visitor is there who could confirm by a click.
	 *
	 * @return array<string,Tool>
	 */
	private function site_tools(): array {
		return array_filter( Registry::for( $this->record, $this->turn ), static fn( Tool $tool ) => ! $tool->changes_something() );
	}

	private function quote( ?Run_Result $failed ): \Generator {
		$is_answered = false;
		foreach ( ( new Extractive() )->answer( $this->turn ) as $event ) {
			if ( $event->type === Assistant\Event::SOURCES ) {
				$this->sources = $event->sources;
			} elseif ( $event->type === Assistant\Event::DELTA ) {
				$this->text .= $event->text;
				yield Provider\Event::text( $event->text );
			} elseif ( $event->type === Assistant\Event::DONE ) {
				$is_answered = $event->is_answered;
			}
		}
		return new Exchange_Result( $this->text, $is_answered ? $this->sources : array(), array(), 'complete', null, $failed->input_tokens ?? 0, $failed->output_tokens ?? 0, array( ...$this->conversation->items, Item::message( 'assistant', $this->text ) ), 'extractive' );
	}
}
