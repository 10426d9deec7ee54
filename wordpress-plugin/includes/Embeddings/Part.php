<?php
declare( strict_types=1 );

namespace MxChat\Embeddings;

use MxChat\Provider\Usage;

/**
 * What came of one or several requests: vectors by the position of their text.
 */
final class Part {

	/**
	 * @param array<int,string> $vectors
	 */
	public function __construct( public readonly array $vectors, public readonly Usage $usage ) {}

	public function with( self $other ): self {
		$usage = new Usage(
			input_tokens: $this->usage->input_tokens + $other->usage->input_tokens,
			output_tokens: 0,
			is_known: $this->usage->is_known && $other->usage->is_known,
		);
		return new self( $this->vectors + $other->vectors, $usage );
	}
}
