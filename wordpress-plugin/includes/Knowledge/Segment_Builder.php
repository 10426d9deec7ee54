<?php
declare( strict_types=1 );

namespace MxChat\Knowledge;

use MxChat\Bots;
use MxChat\Jobs;
use function MxChat\Core\build_segment;

/**
 * Keeps the inverted index up with the chunks: a base of nearly all of them, a delta of what came since.
 *
 * Chunks get new, higher ids when their source changes, so the delta is simply what lies past the base. A chunk that is
 * gone is never found, because answers read the chunk itself; its features leave the base when that is built again: at
 * once on a small site, otherwise within a day.
 */
final class Segment_Builder {

	private const BATCH         = 500;
	private const SMALL_BASE    = 500;
	private const SMALL_DELTA   = 200;
	private const DELTA_PERCENT = 10;
	private const WAIT_SECONDS  = 5;

	/**
	 * Returns when the index knows every change made so far; where another writer takes long, a job sees to it.
	 */
	public static function bring_up_to_date( string $bot_id ): void {
		$wanted   = Index_State_Store::read( $bot_id )['changes'];
		$deadline = microtime( true ) + self::WAIT_SECONDS;
		while ( Index_State_Store::read( $bot_id )['indexed_changes'] < $wanted ) {
			if ( self::as_the_writer( $bot_id, array( self::class, 'write_changes' ) ) ) {
				return;
			}
			if ( microtime( true ) > $deadline ) {
				Jobs\Queue::add( 'index', array( 'bot_id' => $bot_id ), "index:$bot_id" );
				return;
			}
			usleep( random_int( 20_000, 60_000 ) );
		}
	}

	public static function rebuild_daily(): void {
		foreach ( Bots\Store::ids() as $bot_id ) {
			self::rebuild( $bot_id );
		}
	}

	public static function rebuild( string $bot_id ): void {
		self::as_the_writer( $bot_id, array( self::class, 'write_base' ) ) || self::bring_up_to_date( $bot_id );
	}

	/**
	 * @param callable(string,string):void $write Takes the bot and the writer's name.
	 * @return bool Whether it was done; not if another is writing.
	 */
	private static function as_the_writer( string $bot_id, callable $write ): bool {
		$writer = Index_State_Store::acquire( $bot_id );
		if ( $writer === null ) {
			return false;
		}
		try {
			$changes = Index_State_Store::read( $bot_id )['changes'];
			$write( $bot_id, $writer );
			Index_State_Store::note_indexed( $bot_id, $writer, $changes );
		} finally {
			Index_State_Store::release( $bot_id, $writer );
		}
		return true;
	}

	private static function write_changes( string $bot_id, string $writer ): void {
		$base   = Segment_Store::coverage( $bot_id, 'base' );
		$newer  = Store::count_chunks( $bot_id, $base['max_chunk_id'] );
		$gone   = $base['chunk_count'] - ( Store::count_chunks( $bot_id, 0 ) - $newer );
		$change = $newer + abs( $gone );
		// Less is gone than nothing where a chunk with an earlier id was committed after the base had been read.
		if ( $gone < 0 || $base['chunk_count'] <= self::SMALL_BASE || $change > max( self::SMALL_DELTA, intdiv( $base['chunk_count'] * self::DELTA_PERCENT, 100 ) ) ) {
			self::write_base( $bot_id, $writer );
			return;
		}
		self::write( $bot_id, $writer, 'delta', $base['max_chunk_id'] );
	}

	private static function write_base( string $bot_id, string $writer ): void {
		self::write( $bot_id, $writer, 'base', 0 );
		Segment_Store::delete( $bot_id, 'delta' );
	}

	private static function write( string $bot_id, string $writer, string $kind, int $after_chunk_id ): void {
		$ids      = array();
		$features = array();
		do {
			$rows = Store::features_after( $bot_id, $after_chunk_id, self::BATCH );
			foreach ( $rows as $row ) {
				$ids[]          = (int) $row->id;
				$features[]     = $row->features;
				$after_chunk_id = (int) $row->id;
			}
			if ( ! Index_State_Store::extend( $bot_id, $writer ) ) {
				throw new \RuntimeException( 'Another writer has taken over.' );
			}
		} while ( count( $rows ) === self::BATCH );
		if ( ! $ids ) {
			Segment_Store::delete( $bot_id, $kind );
			return;
		}
		Segment_Store::replace( $bot_id, $kind, build_segment( pack( 'P*', ...$ids ), $features ), $after_chunk_id, count( $ids ) );
	}
}
