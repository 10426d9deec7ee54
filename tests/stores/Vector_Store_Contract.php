<?php
declare( strict_types=1 );

use MxChat\Core\Core_Exception;
use MxChat\Knowledge\Vectors\Change_Feed;
use MxChat\Knowledge\Vectors\Collection;
use MxChat\Knowledge\Vectors\Compare;
use MxChat\Knowledge\Vectors\Filter_Parser;
use MxChat\Knowledge\Vectors\Hit;
use MxChat\Knowledge\Vectors\Query;
use MxChat\Knowledge\Vectors\Store;
use MxChat\Knowledge\Vectors\Vector;
use MxChat\Knowledge\Vectors\Vector_Store;

/**
 * What every store does. A new store is a subclass with a factory.
 */
abstract class Vector_Store_Contract extends Site_Test_Case {

	private const QUERY = array( 4.0, 3.0, 0.0 );

	/**
	 * A store over the same place at every call, as later requests make it.
	 */
	abstract protected function make_store( Collection $collection ): Vector_Store;

	/**
	 * How far a score may be from cosine_similarity(): stores count in single precision.
	 */
	protected function tolerance(): float {
		return 1e-6;
	}

	protected Collection $collection;

	protected function setUp(): void {
		parent::setUp();
		$this->collection = new Collection( 'test', 3 );
		$this->make_store( $this->collection )->clear();
	}

	protected function tearDown(): void {
		$this->make_store( $this->collection )->clear();
		parent::tearDown();
	}

	public function test_the_nearest_come_first_with_their_scores(): void {
		$this->fill();
		// By hand: 4·3 + 3·4 over 5·5, 4 over 5, 3 over 5; what points elsewhere counts as 0.
		$this->assertHits( array( 2 => 0.96, 1 => 0.8, 3 => 0.6, 4 => 0.0, 5 => 0.0 ), $this->search() );
	}

	public function test_no_more_than_the_limit(): void {
		$this->fill();
		$this->assertHits( array( 2 => 0.96, 1 => 0.8 ), $this->search( limit: 2 ) );
	}

	public function test_nothing_below_the_threshold(): void {
		$this->fill();
		$this->assertHits( array( 2 => 0.96, 1 => 0.8 ), $this->search( threshold: 0.7 ) );
		$this->assertHits( array(), $this->search( threshold: 0.97 ) );
	}

	/**
	 * @dataProvider filters
	 */
	public function test_filters( array $filter, array $expected ): void {
		$this->fill();
		$this->assertSame( $expected, array_column( $this->search( filter: $filter ), 'chunk_id' ) );
	}

	public function filters(): array {
		return array(
			'equal'                 => array( array( 'bot_id' => 'default' ), array( 2, 1, 4 ) ),
			'bytes, not letters'    => array( array( 'bot_id' => 'Default' ), array() ),
			'the empty label'       => array( array( 'role' => '' ), array( 2, 1, 3 ) ),
			'not ASCII'             => array( array( 'content_type' => 'Ünïcode' ), array( 5 ) ),
			'in'                    => array( array( 'content_type' => array( 'in' => array( 'product', 'Ünïcode' ) ) ), array( 2, 5 ) ),
			'number'                => array( array( 'source_id' => 30 ), array( 3 ) ),
			'closed range'          => array( array( 'updated_at' => array( 'range' => array( 'min' => 200, 'max' => 400 ) ) ), array( 2, 3, 4 ) ),
			'open range'            => array( array( 'updated_at' => array( 'range' => array( 'max' => 199 ) ) ), array( 1 ) ),
			'and'                   => array( array( 'bot_id' => 'default', 'role' => '' ), array( 2, 1 ) ),
			'and that none passes'  => array( array( 'bot_id' => 'other', 'content_type' => 'product' ), array() ),
			'or'                    => array( array( 'or' => array( array( 'bot_id' => 'other' ), array( 'content_type' => 'product' ) ) ), array( 2, 3, 5 ) ),
			'not'                   => array( array( 'not' => array( 'bot_id' => 'default' ) ), array( 3, 5 ) ),
			'not in range'          => array( array( 'not' => array( 'updated_at' => array( 'range' => array( 'min' => 200, 'max' => 400 ) ) ) ), array( 1, 5 ) ),
			'not an and'            => array( array( 'not' => array( 'bot_id' => 'default', 'role' => '' ) ), array( 3, 4, 5 ) ),
			'not an or'             => array( array( 'not' => array( 'or' => array( array( 'source_id' => 10 ), array( 'role' => 'member' ) ) ) ), array( 2, 3 ) ),
			'not of not'            => array( array( 'not' => array( 'not' => array( 'role' => 'member' ) ) ), array( 4, 5 ) ),
			'all kinds'             => array(
				array(
					'and' => array(
						array( 'or' => array( array( 'source_id' => array( 'range' => array( 'min' => 30 ) ) ), array( 'content_type' => 'product' ) ) ),
						array( 'not' => array( 'role' => array( 'in' => array( 'member', 'guest' ) ) ) ),
					),
				),
				array( 2, 3 ),
			),
			'an attack in a label'  => array( array( 'bot_id' => "' OR 1=1 -- \\" ), array() ),
		);
	}

	public function test_a_filter_and_a_threshold_and_a_limit(): void {
		$this->fill();
		$this->assertHits( array( 2 => 0.96 ), $this->search( filter: array( 'role' => '' ), threshold: 0.5, limit: 1 ) );
	}

	public function test_a_vector_takes_the_place_of_the_former(): void {
		$this->fill();
		$this->write( array( $this->vector( 2, array( 0.0, 0.0, 1.0 ), bot_id: 'other' ) ) );
		$this->write( array( $this->vector( 2, array( 0.0, 0.0, 1.0 ), bot_id: 'other' ) ) );
		$this->assertHits( array( 1 => 0.8, 4 => 0.0 ), $this->search( filter: array( 'bot_id' => 'default' ) ) );
		$this->assertSame( 5, $this->make_store( $this->collection )->stats()->rows );
	}

	public function test_what_is_deleted_is_not_found(): void {
		$this->fill();
		$this->remove( array( 2, 77 ) );
		$this->remove( array( 2 ) );
		$this->assertHits( array( 1 => 0.8, 3 => 0.6, 4 => 0.0, 5 => 0.0 ), $this->search() );
		$this->assertSame( 4, $this->make_store( $this->collection )->stats()->rows );
	}

	public function test_an_empty_store_finds_nothing(): void {
		$this->assertSame( array(), $this->search() );
		$this->assertSame( 0, $this->make_store( $this->collection )->stats()->rows );
		$this->assertSame( 0, $this->make_store( $this->collection )->generation() );
	}

	public function test_collections_do_not_meet(): void {
		$other = $this->make_store( new Collection( 'another', 3 ) );
		$this->fill();
		$this->assertSame( array(), $other->search( new Query( pack( 'g*', ...self::QUERY ) ) ) );
		$this->assertNotSame( $other->name(), $this->make_store( $this->collection )->name() );
		$other->clear();
	}

	/**
	 * @dataProvider impossible_queries
	 */
	public function test_an_impossible_query_is_refused( string $embedding, string $error_code ): void {
		$this->fill();
		try {
			$this->make_store( $this->collection )->search( new Query( $embedding ) );
			$this->fail( 'Not refused.' );
		} catch ( Core_Exception $error ) {
			$this->assertSame( $error_code, $error->error_code );
		}
	}

	public function impossible_queries(): array {
		return array(
			'two dimensions' => array( pack( 'g*', 1.0, 0.0 ), 'dimension_mismatch' ),
			'nothing'        => array( '', 'dimension_mismatch' ),
			'cut'            => array( "\0\0\0", 'invalid_embedding' ),
			'all zeros'      => array( pack( 'g*', 0.0, 0.0, 0.0 ), 'invalid_embedding' ),
			'not a number'   => array( pack( 'g*', NAN, 0.0, 0.0 ), 'not_finite' ),
			'infinite'       => array( pack( 'g*', INF, 0.0, 0.0 ), 'not_finite' ),
		);
	}

	public function test_the_feed_brings_every_change_and_goes_on_where_it_stopped(): void {
		$all = $this->random_vectors( 450, 3, 7 );
		Store::put( $this->collection, $all );
		$batches = 0;
		$first   = $this->feed( static function () use ( &$batches ): bool {
			return ++$batches === 1;
		} );
		$this->assertSame( array( false, true ), array( $first->is_complete(), $first->generation > 0 ) );
		$this->assertSame( $first->generation, $this->make_store( $this->collection )->generation() );
		$second = $this->feed();
		$this->assertSame( array( true, 450 - $first->written ), array( $second->is_complete(), $second->written ) );
		Store::delete_chunks( range( 1, 449 ), 1000 );
		Store::put( $this->collection, array( $this->vector( 450, array( 1.0, 0.0, 0.0 ) ) ) );
		$third = $this->feed();
		$this->assertSame( array( 1, 449 ), array( $third->written, $third->forgotten ) );
		$this->assertHits( array( 450 => 0.8 ), $this->search() );
		$this->assertSame( 0, $this->feed()->written );
	}

	/**
	 * @dataProvider feed_filters
	 */
	public function test_it_finds_nearly_all_that_comparing_everything_finds( ?array $filter ): void {
		$this->collection = new Collection( 'test', 24 );
		$this->make_store( $this->collection )->clear();
		$vectors = $this->random_vectors( 600, 24, 11 );
		Store::put( $this->collection, $vectors );
		$this->feed();
		$overlap = 0.0;
		foreach ( $this->random_vectors( 10, 24, 12 ) as $question ) {
			$query    = new Query( $question->embedding, 10, 0.0, $filter === null ? null : Filter_Parser::parse( $filter ) );
			$overlap += Compare::overlap( self::compare_everything( $vectors, $query ), $this->make_store( $this->collection )->search( $query ) );
		}
		$this->assertGreaterThanOrEqual( 9.8, $overlap );
	}

	public function feed_filters(): array {
		return array(
			'all'          => array( null ),
			'a tenth'      => array( array( 'source_id' => 3 ) ),
			'half a label' => array( array( 'content_type' => 'page' ) ),
		);
	}

	protected function feed( ?callable $should_stop = null ): MxChat\Knowledge\Vectors\Feed_Progress {
		return ( new Change_Feed( $this->collection, $this->make_store( $this->collection ) ) )->run( $should_stop );
	}

	protected function fill(): void {
		$this->write(
			array(
				$this->vector( 1, array( 1.0, 0.0, 0.0 ), 'default', '', 'page', 10, 100 ),
				$this->vector( 2, array( 3.0, 4.0, 0.0 ), 'default', '', 'product', 20, 200 ),
				$this->vector( 3, array( 0.0, 1.0, 0.0 ), 'other', '', 'page', 30, 300 ),
				$this->vector( 4, array( -1.0, 0.0, 0.0 ), 'default', 'member', 'page', 40, 400 ),
				$this->vector( 5, array( 0.0, 0.0, 2.0 ), 'other', 'member', 'Ünïcode', 50, 500 ),
			)
		);
	}

	/**
	 * @param Vector[] $vectors
	 */
	protected function write( array $vectors ): void {
		$store = $this->make_store( $this->collection );
		$store->upsert( $vectors );
		$store->set_generation( 1 );
	}

	/**
	 * @param int[] $chunk_ids
	 */
	protected function remove( array $chunk_ids ): void {
		$this->make_store( $this->collection )->delete( $chunk_ids );
	}

	/**
	 * @return list<Hit>
	 */
	protected function search( int $limit = 10, float $threshold = 0.0, ?array $filter = null ): array {
		$query = new Query( pack( 'g*', ...self::QUERY ), $limit, $threshold, $filter === null ? null : Filter_Parser::parse( $filter ) );
		return $this->make_store( $this->collection )->search( $query );
	}

	protected function vector( int $id, array $numbers, string $bot_id = 'default', string $role = '', string $content_type = 'page', int $source_id = 1, int $updated_at = 1 ): Vector {
		return new Vector( $id, pack( 'g*', ...$numbers ), $bot_id, $role, $content_type, $source_id, $updated_at );
	}

	/**
	 * @return list<Vector>
	 */
	protected function random_vectors( int $count, int $dimensions, int $seed ): array {
		mt_srand( $seed );
		$vectors = array();
		for ( $id = 1; $id <= $count; $id++ ) {
			$numbers   = array_map( static fn() => mt_rand( -1000, 1000 ) / 1000, range( 1, $dimensions ) );
			$vectors[] = $this->vector( $id, $numbers, content_type: $id % 2 ? 'page' : 'post', source_id: $id % 10, updated_at: $id );
		}
		return $vectors;
	}

	/**
	 * @param array<int,float> $expected Scores by chunk, in order.
	 * @param Hit[]            $hits
	 */
	protected function assertHits( array $expected, array $hits ): void {
		$this->assertSame( array_keys( $expected ), array_column( $hits, 'chunk_id' ) );
		foreach ( $hits as $hit ) {
			$this->assertEqualsWithDelta( $expected[ $hit->chunk_id ], $hit->score, $this->tolerance() );
		}
	}

	/**
	 * The same by the plainest means.
	 *
	 * @param Vector[] $vectors
	 * @return list<Hit>
	 */
	private static function compare_everything( array $vectors, Query $query ): array {
		$norm = static fn( array $a ) => sqrt( array_sum( array_map( static fn( float $x ) => $x * $x, $a ) ) );
		$wanted = unpack( 'g*', $query->embedding );
		$hits   = array();
		foreach ( $vectors as $vector ) {
			if ( $query->filter !== null && ! $query->filter->matches( $vector->fields() ) ) {
				continue;
			}
			$numbers = unpack( 'g*', $vector->embedding );
			$dot     = array_sum( array_map( static fn( float $x, float $y ) => $x * $y, $wanted, $numbers ) );
			$hits[]  = Hit::of( $vector->chunk_id, $dot / $norm( $wanted ) / $norm( $numbers ) );
		}
		return Hit::best( $hits, $query );
	}
}
