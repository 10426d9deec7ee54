<?php
declare( strict_types=1 );

use MxChat\Knowledge\Vectors\Fusion;

final class Fusion_Test extends PHPUnit\Framework\TestCase {

	public function test_the_threshold_looks_at_real_scores(): void {
		$scores = array( array( 1 => 0.2, 2 => 0.7 ), array( 1 => 0.5, 3 => 0.49 ) );
		$this->assertSame( array( 1, 2 ), Fusion::above( array( 1, 2, 3, 4 ), $scores, 0.5 ) );
	}

	public function test_one_source_does_not_fill_the_list(): void {
		$sources = array( 1 => 10, 2 => 10, 3 => 10, 4 => 20, 5 => 30 );
		$this->assertSame( array( 1, 2, 4, 5 ), Fusion::diverse( array( 1, 2, 3, 4, 5 ), $sources, 2, 10 ) );
		$this->assertSame( array( 1, 2, 4 ), Fusion::diverse( array( 1, 2, 3, 4, 5 ), $sources, 2, 3 ) );
	}

	/**
	 * Chunks 0 to 9 of source 1 and 0 to 2 of source 2, 30 bytes or 10 model tokens each.
	 *
	 * @dataProvider budgets
	 */
	public function test_neighbours_fill_the_budget( array $hits, int $reach, int $max_model_tokens, array $expected ): void {
		$bytes = array( 1 => array_fill( 0, 10, 30 ), 2 => array_fill( 0, 3, 30 ) );
		$spans = Fusion::with_neighbours(
			array_map( static fn( array $hit ) => array( 'source_id' => $hit[0], 'position' => $hit[1] ), $hits ),
			$bytes,
			$reach,
			$max_model_tokens
		);
		$this->assertSame( $expected, array_map( 'array_values', $spans ) );
	}

	public function budgets(): array {
		return array(
			'the hit alone'            => array( array( array( 1, 5 ) ), 0, 100, array( array( 1, 5, 5 ) ) ),
			'one on each side'         => array( array( array( 1, 5 ) ), 1, 100, array( array( 1, 4, 6 ) ) ),
			'the next before the last' => array( array( array( 1, 5 ) ), 1, 20, array( array( 1, 5, 6 ) ) ),
			'hits before neighbours'   => array( array( array( 1, 5 ), array( 2, 0 ) ), 2, 30, array( array( 1, 5, 6 ), array( 2, 0, 0 ) ) ),
			'the ends of a source'     => array( array( array( 2, 0 ) ), 5, 100, array( array( 2, 0, 2 ) ) ),
			'spans that meet'          => array( array( array( 1, 3 ), array( 1, 5 ) ), 1, 100, array( array( 1, 2, 6 ) ) ),
			'spans that do not'        => array( array( array( 1, 1 ), array( 1, 8 ) ), 1, 100, array( array( 1, 0, 2 ), array( 1, 7, 9 ) ) ),
			'nothing fits'             => array( array( array( 1, 1 ) ), 1, 9, array() ),
			'unknown chunk'            => array( array( array( 7, 1 ) ), 1, 100, array() ),
		);
	}

	public function test_no_gap_where_a_neighbour_was_too_long(): void {
		$bytes = array( 1 => array( 0 => 30, 1 => 3000, 2 => 30 ) );
		$spans = Fusion::with_neighbours( array( array( 'source_id' => 1, 'position' => 0 ) ), $bytes, 2, 100 );
		$this->assertSame( array( array( 'source_id' => 1, 'first' => 0, 'last' => 0 ) ), $spans );
	}
}
