<?php
declare( strict_types=1 );

namespace MxChat\Assistant;

use MxChat\Provider\Failure;

/**
 * What an assistant tells while it answers.
 */
final class Event {

	public const SOURCES = 'sources';
	public const DELTA   = 'delta';
	public const ACTION  = 'action';
	/** Nothing new: time to look whether anybody still listens. */
	public const TICK = 'tick';
	public const DONE = 'done';

	/** How an answer ended: as it should, by a refusal, at the limit of tokens, cut by a failure, or stopped by the visitor. */
	public const FINISHES = array( 'complete', 'refused', 'length', 'cut', 'stopped' );

	/**
	 * @param array<int,array{source:string,title:string,similarity_score:float}> $sources     With SOURCES.
	 * @param string                                                              $text        With DELTA: the next piece of text.
	 * @param array{id?:string,label?:string,status?:string}                      $action      With ACTION: what the visitor is shown.
	 * @param ?array                                                              $rag_context With DONE: what the answer rests on.
	 * @param string                                                              $engine      With DONE: who really answered.
	 * @param ?array{input_tokens:int,output_tokens:int}                          $usage       With DONE: what it took; null if nothing was called.
	 * @param string                                                              $finish      With DONE: one of FINISHES.
	 * @param ?Failure                                                            $failure     With DONE: why no model answered, or not to the end.
	 * @param array<string,mixed>                                                 $trace       With DONE: how it came to the answer, for the owner.
	 */
	private function __construct(
		public readonly string $type,
		public readonly array $sources = array(),
		public readonly string $text = '',
		public readonly array $action = array(),
		public readonly bool $is_answered = false,
		public readonly ?array $rag_context = null,
		public readonly string $engine = '',
		public readonly ?array $usage = null,
		public readonly string $finish = 'complete',
		public readonly ?Failure $failure = null,
		public readonly array $trace = array(),
	) {}

	public static function sources( array $sources ): self {
		return new self( self::SOURCES, sources: $sources );
	}

	public static function delta( string $text ): self {
		return new self( self::DELTA, text: $text );
	}

	public static function action( array $action ): self {
		return new self( self::ACTION, action: $action );
	}

	public static function tick(): self {
		return new self( self::TICK );
	}

	public static function done( bool $is_answered, ?array $rag_context, string $engine, ?array $usage = null, string $finish = 'complete', ?Failure $failure = null ): self {
		return new self( self::DONE, is_answered: $is_answered, rag_context: $rag_context, engine: $engine, usage: $usage, finish: $finish, failure: $failure );
	}

	/**
	 * The same end of an answer, with more of how it came about.
	 */
	public function with_trace( array $trace ): self {
		return new self( self::DONE, is_answered: $this->is_answered, rag_context: $this->rag_context, engine: $this->engine, usage: $this->usage, finish: $this->finish, failure: $this->failure, trace: $trace + $this->trace );
	}
}
