<?php
declare( strict_types=1 );

namespace MxChat\Assistant;

/**
 * What an assistant tells while it answers.
 */
final class Event {

	public const SOURCES = 'sources';
	public const DELTA   = 'delta';
	public const DONE    = 'done';

	/**
	 * @param array<int,array{source:string,title:string,similarity_score:float}> $sources     With SOURCES.
	 * @param string                                                              $text        With DELTA: the next piece of text.
	 * @param ?array                                                              $rag_context With DONE: what the answer rests on.
	 */
	private function __construct(
		public readonly string $type,
		public readonly array $sources = array(),
		public readonly string $text = '',
		public readonly bool $is_answered = false,
		public readonly ?array $rag_context = null,
	) {}

	public static function sources( array $sources ): self {
		return new self( self::SOURCES, sources: $sources );
	}

	public static function delta( string $text ): self {
		return new self( self::DELTA, text: $text );
	}

	public static function done( bool $is_answered, ?array $rag_context ): self {
		return new self( self::DONE, is_answered: $is_answered, rag_context: $rag_context );
	}
}
