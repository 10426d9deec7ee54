<?php
/**
 * What a question looks for, and how much each part of it tells: the twin of the core's `text::query`.
 *
 * @package MxChat
 */

declare( strict_types=1 );

namespace MxChat\Core\Polyfill\Text;

use MxChat\Core\Polyfill\Math;

/**
 * A question as weighted features, each once: first those of words that name a subject.
 */
final class Query {

	/** Features that are read of a question: more than a message of 100 words has. */
	private const MAX_TERMS = 1024;

	/** Chunks without any of the question's features that are added to every collection. */
	private const SILENT_CHUNKS = 16.0;

	/** What a word of the grammar is worth beside one that names a subject. */
	private const COMMON_SHARE = 0.2;

	/** Weight that no passage has: a question of common words alone asks for nothing. */
	private const UNSAID = 5.0;

	/**
	 * Hash, weight, and a number that all features of a word share.
	 *
	 * @var list<array{int, float, int}>
	 */
	public readonly array $terms;

	/** The share of the question that a chunk of the collection has by chance. */
	public readonly float $expected;

	private float $total = self::UNSAID;

	/**
	 * Weighs the features of a question.
	 *
	 * @param string $question   Valid UTF-8.
	 * @param Search $collection What is rare in it tells the most.
	 */
	public function __construct( string $question, Search $collection ) {
		$chunks   = $collection->rows + self::SILENT_CHUNKS;
		$terms    = [];
		$expected = 0.0;
		foreach ( self::distinct( $question ) as [ $hash, $kind, $word, $share ] ) {
			$frequency     = $collection->frequency( $hash );
			$weight        = $share * Features::WEIGHTS[ $kind ] * self::telling( $chunks, $frequency );
			$terms[]       = [ $hash, $weight, $word ];
			$this->total += $weight;
			$expected     += $weight * ( $frequency / $chunks );
		}
		$this->terms    = $terms;
		$this->expected = $this->share( $expected );
	}

	/**
	 * A sum of weights as a share of all, 0 to 1.
	 *
	 * @param float $weight The sum.
	 */
	public function share( float $weight ): float {
		return $weight / $this->total;
	}

	/**
	 * The features of a question, each once, those of common words last.
	 *
	 * @param string $question Valid UTF-8.
	 * @return list<array{int, string, int, float}> Hash, kind, word, and what the word is worth.
	 */
	private static function distinct( string $question ): array {
		$features = Features::of( $question );
		$subject  = [];
		$common   = [];
		foreach ( $features as [ $hash, $kind, $word ] ) {
			if ( isset( Common::HASHES[ $features[ $word ][0] ] ) ) {
				$common[ $hash ] ??= [ $hash, $kind, $word, self::COMMON_SHARE ];
			} else {
				$subject[ $hash ] ??= [ $hash, $kind, $word, 1.0 ];
			}
		}
		return array_slice( array_values( $subject + $common ), 0, self::MAX_TERMS );
	}

	/**
	 * How much a feature tells: its inverse document frequency, and more than that for a rare one.
	 *
	 * @param float $chunks    All of them.
	 * @param float $frequency Those that have it.
	 */
	private static function telling( float $chunks, float $frequency ): float {
		$others = $chunks - $frequency + 0.5;
		$idf    = Math::ln( 1.0 + ( $others > 0.5 ? $others : 0.5 ) / ( $frequency + 0.5 ) );
		return $idf * ( 0.6 + 0.1 * $idf );
	}
}
