<?php
declare( strict_types=1 );

namespace MxChat\Assistant;

use MxChat\Chat\Turn;

/**
 * A whole answer: an assistant's events, gathered.
 */
final class Answer {

	/**
	 * @param array<int,array{source:string,title:string,similarity_score:float}> $sources
	 * @param ?array                                                              $rag_context What the answer rests on.
	 */
	private function __construct(
		public readonly string $content,
		public readonly array $sources,
		public readonly string $engine,
		public readonly bool $is_answered,
		public readonly ?array $rag_context,
	) {}

	public static function gather( Assistant $assistant, Turn $turn ): self {
		$content = '';
		$sources = array();
		$done    = Event::done( false, null );
		foreach ( $assistant->answer( $turn ) as $event ) {
			match ( $event->type ) {
				Event::SOURCES => $sources  = $event->sources,
				Event::DELTA   => $content .= $event->text,
				Event::DONE    => $done     = $event,
			};
		}
		return new self( $content, $sources, $assistant->engine(), $done->is_answered, $done->rag_context );
	}
}
