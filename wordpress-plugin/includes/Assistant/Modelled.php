<?php
declare( strict_types=1 );

namespace MxChat\Assistant;

use MxChat\Chat\Turn;
use MxChat\Provider;
use MxChat\Provider\Deadline;
use MxChat\Provider\Failure;
use MxChat\Provider\Providers;
use MxChat\Tools\Outcome;
use MxChat\Tools\Registry;
use MxChat\Tools\Runner;

/**
 * Answers with a model: what the site knows, the conversation and the tools go to a provider, its words to the visitor.
 */
final class Modelled implements Assistant {

	private const MAX_SECONDS = 60.0;

	private Provider\Provider|Failure $provider;

	/** @var Outcome[] */
	private array $outcomes = array();

	/**
	 * @param ?\Closure $on_outcome      Is told what became of each call of a tool.
	 * @param bool      $is_for_visitors Whether the owner's switch for visitors counts; a program that asks has decided by itself.
	 */
	public function __construct( private readonly Record $record, private readonly ?\Closure $on_outcome = null, private readonly bool $is_for_visitors = true ) {
		$this->provider = $record->model === '' ? Failure::of( 'not_configured', detail: 'No model is chosen.' ) : $this->provider();
	}

	public function engine(): string {
		return $this->provider instanceof Failure ? 'extractive' : $this->provider->engine();
	}

	public function may_wait(): bool {
		return ! $this->provider instanceof Failure;
	}

	/**
	 * Sources come right before the first words; with nothing but a failure there are none.
	 */
	public function answer( Turn $turn ): \Generator {
		if ( $this->provider instanceof Failure ) {
			yield $this->failed( $this->provider, null );
			return;
		}
		$deadline  = Deadline::after( self::MAX_SECONDS );
		$history   = History::of( $turn );
		$question  = self::question( $turn );
		$retrieval = $this->retrieve( $question, $turn, $history );
		$sources   = $retrieval->sources();
		$run       = $this->run( $turn, $question, $retrieval, $history, $deadline );
		$links     = ( $this->record->response_format['type'] ?? 'text' ) === 'text' ? Links::of_site( $sources ) : null;
		$text      = '';
		foreach ( $events = $run->events() as $event ) {
			if ( $event instanceof Outcome ) {
				yield from $this->told( $event );
				continue;
			}
			$piece = $links === null ? $event->text : $links->pass( $event->text );
			if ( $piece === '' ) {
				yield Event::tick();
				continue;
			}
			if ( $text === '' && $sources !== array() ) {
				yield Event::sources( $sources );
			}
			$text .= $piece;
			yield Event::delta( $piece );
		}
		yield from $this->ending( $events->getReturn(), $text, $links?->rest() ?? '', $retrieval );
	}

	private function provider(): Provider\Provider|Failure {
		if ( $this->is_for_visitors ) {
			return Providers::current();
		}
		$connection = Providers::connection();
		return $connection instanceof Failure ? $connection : Providers::for_connection( $connection );
	}

	private function run( Turn $turn, string $question, Retrieval $retrieval, History $history, Deadline $deadline ): Run {
		$connection = Providers::connection();
		return new Run(
			$this->record,
			Prompt::instructions( $this->record, $turn ),
			Prompt::items( $this->record, $turn, $question, $retrieval, $history ),
			$this->provider,
			new Runner( Registry::for( $this->record, $turn ), $turn, $this->record->id, $deadline ),
			new Host_Thread( $turn, $connection instanceof Failure ? null : $connection ),
			$turn->spender,
			$deadline,
		);
	}

	/**
	 * The question as the model is asked it.
	 */
	private static function question( Turn $turn ): string {
		/**
		 * A message on its way to the model.
		 *
		 * @param string $message
		 * @param string $kind       `prompt`.
		 * @param string $session_id
		 */
		$filtered = apply_filters( 'mxchat_filter_message', $turn->question, 'prompt', $turn->session_id );
		return is_string( $filtered ) && $filtered !== '' ? $filtered : $turn->question;
	}

	/**
	 * "And how much is it?" finds nothing by itself: then what was asked before is looked for.
	 */
	private function retrieve( string $question, Turn $turn, History $history ): Retrieval {
		if ( ! $this->record->uses_knowledge ) {
			return Retrieval::none();
		}
		$min_similarity = max( $turn->min_similarity, $this->record->min_similarity );
		$retrieval      = Retrieval::for( $question, $turn, $min_similarity );
		$last_question  = $retrieval->is_empty() ? $history->last_question() : '';
		return $last_question === '' ? $retrieval : Retrieval::for( $last_question, $turn, $min_similarity );
	}

	/**
	 * @return \Generator<int,Event>
	 */
	private function told( Outcome $outcome ): \Generator {
		$this->outcomes[] = $outcome;
		if ( $this->on_outcome !== null ) {
			( $this->on_outcome )( $outcome );
		}
		yield $outcome->action === null ? Event::tick() : Event::action( $outcome->action );
	}

	/**
	 * @return \Generator<int,Event>
	 */
	private function ending( Run_Result $result, string $text, string $rest, Retrieval $retrieval ): \Generator {
		if ( $result->failure !== null && $text . $rest === '' ) {
			yield $this->failed( $result->failure, $result );
			return;
		}
		if ( $text . $rest === '' ) {
			$filtered = Failure::of( 'filtered' );
			$filtered->log();
			$rest = $filtered->visitor_text();
		}
		if ( $rest !== '' ) {
			if ( $text === '' && ! $retrieval->is_empty() ) {
				yield Event::sources( $retrieval->sources() );
			}
			yield Event::delta( $rest );
		}
		if ( $result->failure !== null ) {
			Last_Failure::keep( $result->failure );
		}
		yield Event::done(
			$result->finish !== 'refused',
			$retrieval->is_empty() ? null : array(
				'sources' => $retrieval->sources(),
				'cited'   => self::cited( $text . $rest, count( $retrieval->sources() ) ),
				'scoring' => $retrieval->scoring(),
			),
			$this->engine(),
			self::usage( $result ),
			$result->finish,
			$result->failure,
		)->with_trace( $this->trace( $result ) );
	}

	private function failed( Failure $failure, ?Run_Result $result ): Event {
		return Event::done( false, null, $this->engine(), $result === null ? null : self::usage( $result ), 'cut', $failure )->with_trace( $this->trace( $result ) );
	}

	/**
	 * @return int[] Numbers of the sources that the answer names.
	 */
	private static function cited( string $text, int $count ): array {
		preg_match_all( '/\[(\d{1,2})\]/', $text, $part );
		$numbers = array_unique( array_map( 'intval', $part[1] ) );
		sort( $numbers );
		return array_values( array_filter( $numbers, static fn( int $number ) => $number >= 1 && $number <= $count ) );
	}

	private static function usage( Run_Result $result ): array {
		return array(
			'input_tokens'  => $result->input_tokens,
			'output_tokens' => $result->output_tokens,
		);
	}

	/**
	 * @return array<string,mixed>
	 */
	private function trace( ?Run_Result $result ): array {
		return array(
			'assistant' => $this->record->id,
			'version'   => $this->record->version,
			'model'     => $this->record->model,
			'rounds'    => $result->rounds ?? 0,
			'tools'     => array_map( static fn( Outcome $outcome ) => array( 'name' => $outcome->name, 'status' => $outcome->status ), $this->outcomes ),
		);
	}
}
