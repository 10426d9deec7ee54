<?php
declare( strict_types=1 );

use MxChat\Schema;
use MxChat\Transcripts\Deletion;
use MxChat\Transcripts\Total_Store;

final class Totals_Test extends Site_Test_Case {

	private int $counted = 0;

	/** @var int Messages that a whole count is told. */
	private int $all = 50_000;

	public function test_a_large_total_is_counted_once(): void {
		$this->add( 1_200 );
		$this->assertSame( array( 50_000, 50_000 ), array( $this->total(), $this->total() ) );
		$this->assertSame( 1, $this->counted );
	}

	public function test_what_came_since_is_counted_anew(): void {
		$this->add( 1_200 );
		$this->total();
		$this->add( 3 );
		$this->assertSame( 50_003, $this->total() );
		$this->assertSame( 1, $this->counted );
	}

	public function test_a_deletion_begins_anew(): void {
		$this->add( 1_200 );
		$this->total();
		Deletion::delete( array( 'mxchat_chat_none' ) );
		$this->all = 49_990;
		$this->assertSame( 49_990, $this->total() );
	}

	public function test_a_count_that_a_deletion_overtook_is_not_kept(): void {
		$this->add( 1_200 );
		Total_Store::count(
			'test',
			static function (): int {
				Total_Store::begin_generation();
				return 50_000;
			},
			fn( int $id ) => $this->after( $id )
		);
		$this->all = 49_990;
		$this->assertSame( 49_990, $this->total() );
	}

	public function test_a_small_total_is_not_kept(): void {
		$this->add( 1_200 );
		$this->all = 10_000;
		$this->total();
		$this->total();
		$this->assertSame( 2, $this->counted );
	}

	public function test_the_real_counts_agree(): void {
		$token  = $this->mint_token( array( 'transcripts:read' ) );
		$bearer = array( 'Authorization' => "Bearer $token" );
		$this->add( 12_000 );
		foreach ( array( array( 'role' => 'user' ), array( 'since' => '2026-05-12T00:00:01Z' ), array( 'bot_id' => 'sales' ), array( 'has_rag_context' => 'yes' ), array() ) as $filter ) {
			$first = $this->request( 'GET', '/transcripts', $filter + array( 'limit' => 1 ), $bearer )->get_data()['total'];
			$this->add( 2 );
			$second = $this->request( 'GET', '/transcripts', $filter + array( 'limit' => 1 ), $bearer )->get_data()['total'];
			$this->assertSame( array( 'has_rag_context' => $first, 'bot_id' => $first, 'since' => $first )[ key( $filter ) ] ?? $first + 2, $second );
		}
		$conversations = fn() => $this->request( 'GET', '/transcripts/conversations', array(), $bearer )->get_data()['total'];
		$this->assertSame( 1_200, $conversations() );
		$this->add( 2, 'mxchat_chat_second' );
		$this->assertSame( 1_201, $conversations() );
	}

	public function test_a_kept_total_of_a_search_counts_new_messages_with_the_words(): void {
		global $wpdb;
		$bearer = array( 'Authorization' => 'Bearer ' . $this->mint_token( array( 'transcripts:read' ) ) );
		$search = fn( string $words ) => $this->request( 'GET', '/transcripts', array( 'search' => $words, 'limit' => 1 ), $bearer )->get_data()['total'];
		$this->add( 12_000 );
		[ $zip, $repair ] = MxChat\Transcripts\Term_Store::terms( 'zip repair' );
		$terms            = Schema::table( 'transcript_terms' );
		$wpdb->query( "INSERT INTO $terms (term, created_at, transcript_id) SELECT $zip, created_at, id FROM " . Schema::table( 'transcripts' ) );
		$wpdb->query( "INSERT INTO $terms (term, created_at, transcript_id) SELECT $repair, created_at, id FROM " . Schema::table( 'transcripts' ) );
		$this->assertSame( array( 12_000, 12_000 ), array( $search( 'zip repair' ), $search( 'zip' ) ) );
		$this->add( 1 );
		MxChat\Transcripts\Term_Store::insert( (int) $wpdb->get_var( 'SELECT MAX(id) FROM ' . Schema::table( 'transcripts' ) ), '2026-05-12 00:00:00', 'A zip!' );
		$this->assertSame( array( 12_000, 12_001 ), array( $search( 'zip repair' ), $search( 'zip' ) ) );
	}

	private function total(): int {
		return Total_Store::count(
			'test',
			function (): int {
				++$this->counted;
				return $this->all;
			},
			fn( int $id ) => $this->after( $id )
		);
	}

	private function after( int $id ): int {
		global $wpdb;
		return (int) $wpdb->get_var( 'SELECT COUNT(*) FROM ' . Schema::table( 'transcripts' ) . " WHERE id > $id" );
	}

	/**
	 * Messages of sessions of ten. All but the first hundred are copies: the database makes them faster than it reads them.
	 */
	private function add( int $count, string $session_id = 'mxchat_chat_first' ): void {
		global $wpdb;
		$table  = Schema::table( 'transcripts' );
		$before = (int) $wpdb->get_var( "SELECT MAX(id) FROM $table" );
		$into   = "INSERT INTO $table (session_id, turn_id, role, message, sources, originating_page_url, originating_page_title, rag_context, created_at)";
		$rest   = "'user','m','','','','','2026-05-12 00:00:00'";
		$rows   = array_map( static fn( int $number ) => "('$session_id" . intdiv( $number, 10 ) . "','" . bin2hex( random_bytes( 8 ) ) . "',$rest)", range( 0, min( $count, 100 ) - 1 ) );
		$wpdb->query( "$into VALUES " . implode( ',', $rows ) );
		for ( $made = count( $rows ); $made < $count; $made += $copies ) {
			$copies = min( $made, $count - $made );
			$wpdb->query( "$into SELECT CONCAT(session_id, '_$made'), CONCAT(turn_id, '_$made'), $rest FROM $table WHERE id > $before ORDER BY id LIMIT $copies" );
		}
	}

	protected function tearDown(): void {
		Total_Store::begin_generation();
		parent::tearDown();
	}
}
