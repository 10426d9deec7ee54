<?php
declare( strict_types=1 );

namespace MxChat\Spend;

/**
 * The most that somebody may spend in a day.
 */
final class Bound {

	private function __construct( public readonly int $model_tokens, public readonly int $nanos ) {}

	/**
	 * @param ?int   $model_tokens Null for no bound.
	 * @param ?float $money        In units of the currency; null for no bound.
	 */
	public static function of( ?int $model_tokens, ?float $money ): self {
		return new self( $model_tokens ?? PHP_INT_MAX, $money === null ? PHP_INT_MAX : (int) floor( $money * Price::NANOS ) );
	}
}
