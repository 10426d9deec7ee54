<?php
declare( strict_types=1 );

namespace MxChat\Embeddings;

use MxChat\Spend\Estimate;
use MxChat\Utf8;

/**
 * Texts as a provider takes them: none empty, none too long, not too many at once.
 */
final class Batch {

	private const MAX_INPUTS = 2048;
	private const MAX_TOKENS = 300_000;

	/** Models take 8,192 tokens, and no token is shorter than a byte. */
	private const MAX_BYTES = 8000;

	/** What comes back must be of a size that a host of PHP can hold: as JSON, a number has up to 24 characters. */
	private const MAX_ANSWER_BYTES = 7_500_000;
	private const BYTES_A_NUMBER   = 24;

	/**
	 * @param string[] $texts
	 * @return array<int,array<int,string>> Batches of texts by their position; those without any words are left out.
	 */
	public static function split( array $texts, int $dimensions ): array {
		$max_inputs = min( self::MAX_INPUTS, intdiv( self::MAX_ANSWER_BYTES, self::BYTES_A_NUMBER * $dimensions ) );
		$batches    = array();
		$batch      = array();
		$tokens     = 0;
		foreach ( array_values( $texts ) as $position => $text ) {
			$input = self::cut( $text );
			if ( $input === '' ) {
				continue;
			}
			$more = Estimate::at_most( $input );
			if ( $batch && ( count( $batch ) === $max_inputs || $tokens + $more > self::MAX_TOKENS ) ) {
				$batches[] = $batch;
				$batch     = array();
				$tokens    = 0;
			}
			$batch[ $position ] = $input;
			$tokens            += $more;
		}
		return $batch ? array( ...$batches, $batch ) : $batches;
	}

	private static function cut( string $text ): string {
		return trim( Utf8::cut( trim( $text ), self::MAX_BYTES ) );
	}
}
