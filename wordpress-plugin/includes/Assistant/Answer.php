<?php
declare( strict_types=1 );

namespace MxChat\Assistant;

use MxChat\Chat\Turn;
use MxChat\Provider\Failure;

/**
 * A whole answer: an assistant's events, gathered.
 */
final class Answer {

	/**
	 * @param array<int,array{source:string,title:string,similarity_score:float}> $sources
	 * @param array<int,array>                                                    $actions     What the visitor is shown beside the text.
	 * @param ?array                                                              $rag_context What the answer rests on.
	 * @param string                                                              $engine      Who really answered.
	 * @param array{input_tokens:int,output_tokens:int}                           $usage
	 * @param string                                                              $finish      One of Event::FINISHES.
	 * @param ?Failure                                                            $failure     Why no model answered, or not to the end.
	 * @param array<string,mixed>                                                 $trace       How it came to the answer, for the owner.
	 */
	private function __construct(
		public readonly string $content,
		public readonly array $sources,
		public readonly array $actions,
		public readonly string $engine,
		public readonly bool $is_answered,
		public readonly ?array $rag_context,
		public readonly array $usage,
		public readonly string $finish,
		public readonly ?Failure $failure,
		public readonly array $trace,
	) {}

	public static function gather( Assistant $assistant, Turn $turn ): self {
		return self::of( $assistant->answer( $turn ) );
	}

	/**
	 * @param iterable<Event> $events
	 */
	public static function of( iterable $events ): self {
		$content = '';
		$sources = array();
		$actions = array();
		$done    = Event::done( false, null, '', finish: 'cut' );
		foreach ( $events as $event ) {
			match ( $event->type ) {
				Event::SOURCES => $sources   = $event->sources,
				Event::DELTA   => $content  .= $event->text,
				Event::ACTION  => $actions[] = $event->action,
				Event::DONE    => $done      = $event,
				Event::TICK    => null,
			};
		}
		return new self(
			$content,
			$sources,
			$actions,
			$done->engine,
			$done->is_answered,
			$done->rag_context,
			$done->usage ?? array( 'input_tokens' => 0, 'output_tokens' => 0 ),
			$done->finish,
			$done->failure,
			$done->failure === null ? $done->trace : array( 'failure' => array( 'kind' => $done->failure->kind, 'error_id' => $done->failure->error_id ) ) + $done->trace,
		);
	}

	/**
	 * Under which the log tells why the answer was cut off; null where it was not, or where nothing has failed.
	 */
	public function error_id(): ?string {
		return $this->finish === 'cut' ? $this->trace['failure']['error_id'] ?? null : null;
	}
}
