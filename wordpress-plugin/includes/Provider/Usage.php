<?php
declare( strict_types=1 );

namespace MxChat\Provider;

/**
 * What a call took, in model tokens.
 */
final class Usage {

	public function __construct(
		public readonly int $input_tokens,
		public readonly int $output_tokens,
		public readonly int $cached_tokens = 0,
		public readonly bool $is_known = true,
	) {}

	/**
	 * For a provider that did not tell.
	 */
	public static function unknown(): self {
		return new self( 0, 0, 0, false );
	}

	/**
	 * The usage object of either API. Some hosts send zeros or -1 where they did not count.
	 */
	public static function read( mixed $usage ): self {
		if ( ! is_array( $usage ) ) {
			return self::unknown();
		}
		$input   = self::number( $usage['input_tokens'] ?? $usage['prompt_tokens'] ?? null );
		$output  = self::number( $usage['output_tokens'] ?? $usage['completion_tokens'] ?? null );
		$details = $usage['input_tokens_details'] ?? $usage['prompt_tokens_details'] ?? null;
		$cached  = is_array( $details ) ? self::number( $details['cached_tokens'] ?? null ) : 0;
		return $input + $output > 0 ? new self( $input, $output, min( $cached, $input ) ) : self::unknown();
	}

	private static function number( mixed $value ): int {
		return is_int( $value ) || is_float( $value ) ? (int) max( 0, min( $value, 1e9 ) ) : 0;
	}
}
