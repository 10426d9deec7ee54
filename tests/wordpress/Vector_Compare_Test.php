<?php
declare( strict_types=1 );

use MxChat\Knowledge\Vectors\Compare;
use MxChat\Knowledge\Vectors\Compare_Log;
use MxChat\Knowledge\Vectors\Hit;
use MxChat\Knowledge\Vectors\Query;

require_once __DIR__ . '/Memory_Store.php';

final class Vector_Compare_Test extends Site_Test_Case {

	public function test_the_first_store_answers_and_the_second_is_measured(): void {
		$primary         = new Memory_Store( 'here' );
		$candidate       = new Memory_Store( 'there' );
		$log             = new Compare_Log( $primary, $candidate );
		$query           = new Query( pack( 'g*', 1, 0 ) );
		$primary->hits   = $this->hits( array( 1 => 0.9, 2 => 0.8, 3 => 0.7, 4 => 0.6 ) );
		$candidate->hits = $this->hits( array( 1 => 0.9, 2 => 0.8, 3 => 0.7, 9 => 0.5 ) );
		$this->assertSame( $primary->hits, ( new Compare( $primary, $candidate, $log ) )->search( $query ) );
		$candidate->hits = $primary->hits;
		( new Compare( $primary, $candidate, $log ) )->search( $query );
		$candidate->fails_after = 1;
		$this->assertSame( $primary->hits, ( new Compare( $primary, $candidate, $log ) )->search( $query ) );
		$report = $log->report();
		$this->assertSame( array( 2, 1, 1, 0.875 ), array( $report['queries'], $report['failures'], $report['differing'], $report['overlap'] ) );
		$log->reset();
		$this->assertSame( array( 0, null ), array( $log->report()['queries'], $log->report()['overlap'] ) );
	}

	/**
	 * @dataProvider overlaps
	 */
	public function test_overlap( array $expected, array $found, float $overlap ): void {
		$this->assertSame( $overlap, Compare::overlap( $this->hits( $expected ), $this->hits( $found ) ) );
	}

	public function overlaps(): array {
		return array(
			'the same in another order' => array( array( 1 => 0.9, 2 => 0.8 ), array( 2 => 0.8, 1 => 0.9 ), 1.0 ),
			'half'                      => array( array( 1 => 0.9, 2 => 0.8 ), array( 1 => 0.9, 3 => 0.5 ), 0.5 ),
			'nothing found'             => array( array( 1 => 0.9 ), array(), 0.0 ),
			'nothing to find'           => array( array(), array(), 1.0 ),
			'found what is not there'   => array( array(), array( 1 => 0.5 ), 0.0 ),
			'an equal of the last'      => array( array( 1 => 0.9, 2 => 0.8 ), array( 1 => 0.9, 5 => 0.8 ), 1.0 ),
			'more than expected'        => array( array( 1 => 0.9 ), array( 1 => 0.9, 2 => 0.9 ), 1.0 ),
		);
	}

	private function hits( array $scores ): array {
		return array_map( array( Hit::class, 'of' ), array_keys( $scores ), $scores );
	}
}
