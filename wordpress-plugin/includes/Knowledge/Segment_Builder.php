<?php
declare( strict_types=1 );

namespace MxChat\Knowledge;

use MxChat\Jobs;
use function MxChat\Core\build_segment;

/**
 * Keeps the inverted index up with the chunks, as segments that each cover a range of their ids.
 *
 * Chunks get new, higher ids when their source changes, so what is new lies past the last segment: that one is written
 * again while it is small, then a new one is begun. A chunk that is gone is never found, because answers read the chunk
 * itself; its features leave when its segment is written again: at once if that is small, otherwise within a day.
 */
final class Segment_Builder {

	private const BATCH        = 500;
	private const SMALL        = 500;
	private const FULL         = 5000;
	private const MAX_SMALL    = 12;
	private const WAIT_SECONDS = 5;

	/**
	 * Returns when every index with the bot's sources knows every change made so far; where another writer takes long, a
	 * job sees to it.
	 */
	public static function bring_up_to_date( string $bot_id ): void {
		array_map( array( self::class, 'bring_index_up_to_date' ), Scope::indexes_with( $bot_id ) );
	}

	private static function bring_index_up_to_date( string $index_id ): void {
		$wanted   = Index_State_Store::read( $index_id )['changes'];
		$deadline = microtime( true ) + self::WAIT_SECONDS;
		while ( Index_State_Store::read( $index_id )['indexed_changes'] < $wanted ) {
			if ( self::as_the_writer( $index_id, array( self::class, 'write_changes' ) ) ) {
				return;
			}
			if ( microtime( true ) > $deadline ) {
				Jobs\Queue::add( 'index', array( 'index_id' => $index_id ), "index:$index_id" );
				return;
			}
			usleep( random_int( 20_000, 60_000 ) );
		}
	}

	/**
	 * In jobs: where much is known, it takes longer than a request may.
	 */
	public static function rebuild_daily(): void {
		foreach ( Scope::all_indexes() as $index_id ) {
			Jobs\Queue::add_once( 'index', array( 'index_id' => $index_id ), "index:$index_id" );
		}
		Segment_Files::delete_old();
	}

	/**
	 * Writes every index with the bot's sources anew.
	 */
	public static function rebuild( string $bot_id ): void {
		array_map( array( self::class, 'rebuild_index' ), Scope::indexes_with( $bot_id ) );
	}

	public static function rebuild_index( string $index_id ): void {
		self::as_the_writer( $index_id, array( self::class, 'write_all' ) ) || self::bring_index_up_to_date( $index_id );
	}

	/**
	 * @param callable(string,string):void $write Takes the index and the writer's name.
	 * @return bool Whether it was done; not if another is writing.
	 */
	private static function as_the_writer( string $index_id, callable $write ): bool {
		$writer = Index_State_Store::acquire( $index_id );
		if ( $writer === null ) {
			return false;
		}
		try {
			$changes = Index_State_Store::read( $index_id )['changes'];
			$write( $index_id, $writer );
			Index_State_Store::note_indexed( $index_id, $writer, $changes );
		} finally {
			Index_State_Store::release( $index_id, $writer );
		}
		return true;
	}

	private static function write_changes( string $index_id, string $writer ): void {
		$segments = Segment_Store::list( $index_id );
		usort( $segments, static fn( Segment $a, Segment $b ) => $a->max_chunk_id <=> $b->max_chunk_id );
		$last = end( $segments ) ?: null;
		foreach ( $segments as $segment ) {
			if ( $segment !== $last && self::is_worth_writing( $index_id, $segment ) ) {
				self::write( $index_id, $writer, $segment->after_chunk_id, $segment->max_chunk_id );
			}
		}
		$begin = $last !== null && $last->chunk_count <= self::SMALL ? $last->after_chunk_id : (int) $last?->max_chunk_id;
		self::write( $index_id, $writer, $begin, PHP_INT_MAX );
		if ( count( $segments ) > self::MAX_SMALL + intdiv( Store::count_chunks( Scope::of_index( $index_id ), 0 ), self::FULL ) ) {
			Jobs\Queue::add_once( 'index', array( 'index_id' => $index_id ), "index:$index_id" );
		}
	}

	private static function write_all( string $index_id, string $writer ): void {
		self::write( $index_id, $writer, 0, PHP_INT_MAX );
	}

	/**
	 * More chunks than before are in a range where one with an earlier id was committed after the range had been read.
	 */
	private static function is_worth_writing( string $index_id, Segment $segment ): bool {
		$count = Store::count_chunks( Scope::of_index( $index_id ), $segment->after_chunk_id, $segment->max_chunk_id );
		return $count > $segment->chunk_count || ( $count < $segment->chunk_count && $segment->chunk_count <= self::SMALL );
	}

	/**
	 * Writes the chunks of a range as segments; what covered the range before goes as they come.
	 */
	private static function write( string $index_id, string $writer, int $after_chunk_id, int $max_chunk_id ): void {
		$begin = $after_chunk_id;
		do {
			[ $ids, $features ] = self::read_features( $index_id, $writer, $after_chunk_id, $max_chunk_id );
			if ( ! $ids ) {
				Segment_Store::delete( $index_id, $after_chunk_id, $max_chunk_id );
				return;
			}
			$is_last = count( $ids ) < self::FULL;
			$end     = $is_last && $max_chunk_id !== PHP_INT_MAX ? $max_chunk_id : end( $ids );
			$written = array( $begin, $is_last ? $max_chunk_id : $end );
			Segment_Store::replace( $index_id, build_segment( pack( 'P*', ...$ids ), $features ), count( $ids ), array( $after_chunk_id, $end ), $written );
			$after_chunk_id = $end;
		} while ( ! $is_last );
	}

	/**
	 * @return array{0:int[],1:string[]} Ids and features of the next chunks of a range.
	 */
	private static function read_features( string $index_id, string $writer, int $after_chunk_id, int $max_chunk_id ): array {
		$ids      = array();
		$features = array();
		do {
			$rows = Store::features_after( Scope::of_index( $index_id ), $after_chunk_id, $max_chunk_id, self::BATCH );
			foreach ( $rows as $row ) {
				$ids[]          = (int) $row->id;
				$features[]     = $row->features;
				$after_chunk_id = (int) $row->id;
			}
			if ( ! Index_State_Store::extend( $index_id, $writer ) ) {
				throw new \RuntimeException( 'Another writer has taken over.' );
			}
		} while ( count( $rows ) === self::BATCH && count( $ids ) < self::FULL );
		return array( $ids, $features );
	}
}
