<?php
declare( strict_types=1 );

namespace MxChat\Spend;

/**
 * What a model costs, as its owner has entered it. No price is built in: prices change, and a wrong one is worse than none.
 *
 * Money is counted in nanos, the thousand-millionth part of the currency's unit. A price of millionths per million
 * tokens times tokens is then a whole number of thousandths of a nano, rounded up.
 */
final class Price {

	public const NANOS  = 1_000_000_000;
	private const MICROS = 1_000_000;

	private function __construct( private readonly int $input_micros, private readonly int $output_micros, private readonly int $cached_micros ) {}

	/**
	 * @param array{input:float|int,output:float|int,cached_input?:float|int|null} $stored Money per million tokens.
	 */
	public static function from( array $stored ): self {
		$micros = static fn( float $price ): int => (int) round( $price * self::MICROS );
		return new self( $micros( (float) $stored['input'] ), $micros( (float) $stored['output'] ), $micros( (float) ( $stored['cached_input'] ?? $stored['input'] ) ) );
	}

	/**
	 * What nobody has priced is counted in tokens alone.
	 */
	public static function none(): self {
		return new self( 0, 0, 0 );
	}

	/**
	 * What text costs that is only read.
	 *
	 * @return float In units of the currency.
	 */
	public function money( int $input_tokens ): float {
		return $this->of( $input_tokens, 0 ) / self::NANOS;
	}

	/**
	 * @return int Nanos, rounded up.
	 */
	public function of( int $input_tokens, int $output_tokens, int $cached_tokens = 0 ): int {
		$thousandths = ( $input_tokens - $cached_tokens ) * $this->input_micros + $cached_tokens * $this->cached_micros + $output_tokens * $this->output_micros;
		return intdiv( $thousandths + 999, 1000 );
	}
}
