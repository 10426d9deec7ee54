<?php
declare( strict_types=1 );

namespace MxChat\Assistant;

use MxChat\Provider\Deadline;
use MxChat\Provider\Event;
use MxChat\Provider\Failure;
use MxChat\Provider\Item;
use MxChat\Provider\Model_Request;
use MxChat\Provider\Provider;
use MxChat\Settings\Install_Secret;
use MxChat\Spend\Estimate;
use MxChat\Spend\Gate;
use MxChat\Tools\Outcome;
use MxChat\Tools\Runner;

/**
 * Asks a model, answers its calls, and asks again until it has said what it has to say.
 */
final class Run {

	/** Failures after which it is not known whether the provider has charged for the call. */
	private const MAYBE_CHARGED = array( 'timeout', 'cut', 'garbled' );

	private int $input_tokens  = 0;
	private int $output_tokens = 0;
	private bool $has_refused  = false;
	private bool $has_text     = false;

	/** @var array<string,int> How often an id of a call has come. */
	private array $call_ids = array();

	/**
	 * @param Item[] $items The conversation.
	 */
	public function __construct(
		private readonly Record $record,
		private readonly string $instructions,
		private array $items,
		private readonly Provider $provider,
		private readonly Runner $runner,
		private readonly Host_Thread $thread,
		private readonly string $spender,
		private readonly Deadline $deadline,
	) {}

	/**
	 * @return \Generator<int,Event|Outcome,mixed,Run_Result> Texts, refusals and ticks of the model, and what became of its calls.
	 */
	public function events(): \Generator {
		for ( $rounds = 0; ; $rounds++ ) {
			$may_call = $this->runner->may_go_on( $rounds );
			$round    = yield from $this->ask( $may_call );
			if ( $round['failure'] !== null ) {
				return $this->result( 'cut', $rounds + 1, $round['failure'] );
			}
			if ( $round['calls'] === array() || ! $may_call ) {
				return $this->last_result( $round['finish'], $rounds + 1 );
			}
			$left = array();
			foreach ( $round['calls'] as $id => $call ) {
				if ( $this->runner->is_of_program( $call ) ) {
					$left[] = Event::call( (string) $id, $call->name, $call->arguments );
					continue;
				}
				$outcome       = $this->runner->answer( $call );
				$this->items[] = Item::output( (string) $id, Prompt::plain( $outcome->output ) );
				yield $outcome;
			}
			if ( $left !== array() ) {
				return $this->result( 'complete', $rounds + 1, null, $left );
			}
		}
	}

	/**
	 * One call of the model, paid from the budget.
	 *
	 * @return \Generator<int,Event,mixed,array{calls:array<string,Event>,finish:string,failure:?Failure}> Calls by the ids that the conversation knows them by.
	 */
	private function ask( bool $may_call ): \Generator {
		$request     = $this->request( $may_call );
		$reservation = Gate::reserve( $this->spender, 'chat', $request->model, $this->estimate( $request ), $request->max_output_tokens );
		if ( $reservation instanceof Failure ) {
			return array( 'calls' => array(), 'finish' => '', 'failure' => $reservation );
		}
		$bill = new Bill( $reservation );
		try {
			return yield from $this->listen( $request, $bill );
		} finally {
			// Also where nobody listens any more.
			$bill->settle();
			$this->input_tokens  += $bill->input_tokens();
			$this->output_tokens += $bill->output_tokens();
		}
	}

	/**
	 * Hears the provider to its end: who leaves early cancels the call.
	 *
	 * @return \Generator<int,Event,mixed,array{calls:array<string,Event>,finish:string,failure:?Failure}> Calls by the ids that the conversation knows them by.
	 */
	private function listen( Model_Request $request, Bill $bill ): \Generator {
		$round     = array( 'calls' => array(), 'finish' => '', 'failure' => Failure::of( 'cut', detail: 'The provider ended without saying so.' ) );
		$calls     = array();
		$said      = array();
		$text      = '';
		$separator = $this->has_text ? "\n\n" : '';
		foreach ( $this->provider->stream( $request, $this->deadline ) as $event ) {
			switch ( $event->type ) {
				case Event::TEXT:
				case Event::REFUSAL:
					$this->has_refused = $this->has_refused || $event->type === Event::REFUSAL;
					$text             .= $event->text;
					if ( $event->text !== '' ) {
						$this->has_text = true;
						yield $separator === '' ? $event : Event::text( $separator . $event->text );
						$separator = '';
					}
					break;
				case Event::CALL:
					$id           = $this->own_id( $event->call_id );
					$calls[ $id ] = $event;
					$said[]       = Item::call( $id, $event->name, $event->arguments );
					break;
				case Event::ITEM:
					$said[] = Item::raw( $event->item, $this->provider->engine() );
					break;
				case Event::USAGE:
					$bill->note( $event->usage );
					break;
				case Event::STATE:
					$this->thread->keep( $event->host_state );
					break;
				case Event::TICK:
					yield $event;
					break;
				case Event::DONE:
					$round = array( 'calls' => $calls, 'finish' => $event->finish, 'failure' => null );
					break;
				case Event::FAILED:
					$round['failure'] = $event->failure;
			}
		}
		if ( $round['failure'] === null ) {
			$this->remember( $text, $said );
		} elseif ( $text === '' && $said === array() && ! in_array( $round['failure']->kind, self::MAYBE_CHARGED, true ) ) {
			$bill->refund();
		}
		return $round;
	}

	/**
	 * A host that counts its calls anew in each round would give two of them one id, and an output would answer both.
	 */
	private function own_id( string $call_id ): string {
		$times                      = ( $this->call_ids[ $call_id ] ?? 0 ) + 1;
		$this->call_ids[ $call_id ] = $times;
		return $times === 1 ? $call_id : $call_id . '_' . $times;
	}

	/**
	 * What the model has said stands before the outputs of its calls. An item that only the provider understands comes
	 * right before the call that it belongs to, as it came.
	 *
	 * @param Item[] $said
	 */
	private function remember( string $text, array $said ): void {
		if ( $text !== '' ) {
			$this->items[] = Item::message( 'assistant', $text );
		}
		array_push( $this->items, ...$said );
	}

	private function request( bool $may_call ): Model_Request {
		return new Model_Request(
			model: $this->record->model,
			instructions: $this->instructions,
			items: $this->items,
			tools: $this->runner->specs(),
			tool_choice: $may_call ? 'auto' : 'none',
			has_parallel_calls: $this->runner->has_parallel_calls(),
			temperature: $this->record->temperature,
			max_output_tokens: $this->record->max_output_tokens,
			response_format: $this->record->response_format,
			safety_identifier: hash_hmac( 'sha256', 'visitor' . $this->spender, Install_Secret::get() ),
			cache_key: substr( hash_hmac( 'sha256', 'cache' . $this->record->id . ':' . $this->record->version, Install_Secret::get() ), 0, 32 ),
			host_state: $this->thread->state(),
		);
	}

	private function estimate( Model_Request $request ): int {
		$texts = array( $request->instructions, (string) wp_json_encode( $request->tools ) );
		foreach ( $request->items as $item ) {
			$texts[] = $item->text . $item->name . $item->arguments . $item->output . ( $item->raw ? (string) wp_json_encode( $item->raw ) : '' );
		}
		return Estimate::at_most( ...$texts );
	}

	private function last_result( string $finish, int $rounds ): Run_Result {
		if ( ! $this->has_text && $finish !== 'filter' ) {
			return $this->result( 'cut', $rounds, Failure::of( 'garbled', detail: 'The model said nothing.' ) );
		}
		return $this->result(
			match ( true ) {
				$this->has_refused || $finish === 'filter' => 'refused',
				$finish === 'length'                       => 'length',
				default                                    => 'complete',
			},
			$rounds,
			null
		);
	}

	/**
	 * @param Event[] $left Calls for the program that asks.
	 */
	private function result( string $finish, int $rounds, ?Failure $failure, array $left = array() ): Run_Result {
		return new Run_Result( $finish, $failure, $this->input_tokens, $this->output_tokens, $rounds, $left, $this->items );
	}
}
