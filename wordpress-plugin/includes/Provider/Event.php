<?php
declare( strict_types=1 );

namespace MxChat\Provider;

/**
 * What a provider tells while a model answers.
 */
final class Event {

	public const TEXT    = 'text';
	public const REFUSAL = 'refusal';
	public const CALL    = 'call';
	public const ITEM    = 'item';
	public const USAGE   = 'usage';
	public const STATE   = 'state';
	/** Nothing new: time to look whether anybody still listens. */
	public const TICK   = 'tick';
	public const DONE   = 'done';
	public const FAILED = 'failed';

	/**
	 * @param string   $text       With TEXT and REFUSAL: the next piece.
	 * @param string   $call_id    With CALL.
	 * @param string   $name       With CALL: of the tool.
	 * @param string   $arguments  With CALL: JSON, as the model wrote it.
	 * @param array    $item       With ITEM: the provider's own, for Item::raw().
	 * @param ?Usage   $usage      With USAGE.
	 * @param string   $host_state With STATE: for the next Model_Request of this conversation.
	 * @param string   $finish     With DONE: `stop`, `calls`, `length` or `filter`.
	 * @param ?Failure $failure    With FAILED.
	 */
	private function __construct(
		public readonly string $type,
		public readonly string $text = '',
		public readonly string $call_id = '',
		public readonly string $name = '',
		public readonly string $arguments = '',
		public readonly array $item = array(),
		public readonly ?Usage $usage = null,
		public readonly string $host_state = '',
		public readonly string $finish = '',
		public readonly ?Failure $failure = null,
	) {}

	public static function text( string $text ): self {
		return new self( self::TEXT, text: $text );
	}

	public static function refusal( string $text ): self {
		return new self( self::REFUSAL, text: $text );
	}

	public static function call( string $call_id, string $name, string $arguments ): self {
		return new self( self::CALL, call_id: $call_id, name: $name, arguments: $arguments );
	}

	public static function item( array $item ): self {
		return new self( self::ITEM, item: $item );
	}

	public static function usage( Usage $usage ): self {
		return new self( self::USAGE, usage: $usage );
	}

	public static function state( string $host_state ): self {
		return new self( self::STATE, host_state: $host_state );
	}

	public static function tick(): self {
		return new self( self::TICK );
	}

	public static function done( string $finish ): self {
		return new self( self::DONE, finish: $finish );
	}

	public static function failed( Failure $failure ): self {
		return new self( self::FAILED, failure: $failure );
	}
}
