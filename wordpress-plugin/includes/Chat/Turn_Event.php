<?php
declare( strict_types=1 );

namespace MxChat\Chat;

/**
 * One event of a turn, as a client sees it: `turn`, `action`, `sources`, `delta`, `message`, `error` or `done`.
 *
 * Ids count up from 1 without a gap. A `tick` has the id 0 and never leaves the server: it is the time to look whether
 * anybody still listens.
 */
final class Turn_Event {

	public const TURN    = 'turn';
	public const ACTION  = 'action';
	public const SOURCES = 'sources';
	public const DELTA   = 'delta';
	public const MESSAGE = 'message';
	public const ERROR   = 'error';
	public const DONE    = 'done';

	private const TICK = 'tick';

	/**
	 * @param array<string,mixed> $data
	 */
	public function __construct(
		public readonly int $id,
		public readonly string $name,
		public readonly array $data,
	) {}

	public static function tick(): self {
		return new self( 0, self::TICK, array() );
	}

	public function is_tick(): bool {
		return $this->name === self::TICK;
	}
}
