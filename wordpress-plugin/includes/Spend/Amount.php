<?php
declare( strict_types=1 );

namespace MxChat\Spend;

/**
 * What a call costs, in model tokens and in money.
 */
final class Amount {

	/** No call has more. Where a provider tells nonsense, money must stay countable. */
	private const MAX_TOKENS = 100_000_000;

	public function __construct( public readonly int $input_tokens, public readonly int $output_tokens, public readonly int $nanos ) {}

	public function model_tokens(): int {
		return $this->input_tokens + $this->output_tokens;
	}

	public function minus( self $other ): self {
		return new self( $this->input_tokens - $other->input_tokens, $this->output_tokens - $other->output_tokens, $this->nanos - $other->nanos );
	}

	public static function of( Price $price, int $input_tokens, int $output_tokens, int $cached_tokens = 0 ): self {
		$input  = max( 0, min( self::MAX_TOKENS, $input_tokens ) );
		$output = max( 0, min( self::MAX_TOKENS, $output_tokens ) );
		return new self( $input, $output, $price->of( $input, $output, max( 0, min( $input, $cached_tokens ) ) ) );
	}

	public static function nothing(): self {
		return new self( 0, 0, 0 );
	}
}
