<?php
declare( strict_types=1 );

namespace MxChat\Knowledge;

use MxChat\Bots;
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

	public static function bring_up_to_date( string $bot_id ): void {
		$base   = Segment_Store::coverage( $bot_id, 'base' );
		$newer  = Store::count_chunks( $bot_id, $base['max_chunk_id'] );
		$gone   = $base['chunk_count'] - ( Store::count_chunks( $bot_id, 0 ) - $newer );
		$change = $newer + $gone;
		if ( $base['chunk_count'] <= self::SMALL_BASE || $change > max( self::SMALL_DELTA, intdiv( $base['chunk_count'] * self::DELTA_PERCENT, 100 ) ) ) {
			self::rebuild( $bot_id );
			return;
		}
		self::write( $bot_id, 'delta', $base['max_chunk_id'] );
	}

	public static function rebuild_daily(): void {
		foreach ( Bots\Store::ids() as $bot_id ) {
			self::rebuild( $bot_id );
		}
	}

	public static function rebuild( string $bot_id ): void {
		self::write( $bot_id, 'base', 0 );
		Segment_Store::delete( $bot_id, 'delta' );
	}

	private static function write( string $bot_id, string $kind, int $after_chunk_id ): void {
		$ids      = array();
		$features = array();
		do {
			$rows = Store::features_after( $bot_id, $after_chunk_id, self::BATCH );
			foreach ( $rows as $row ) {
				$ids[]          = (int) $row->id;
				$features[]     = $row->features;
				$after_chunk_id = (int) $row->id;
			}
		} while ( count( $rows ) === self::BATCH );
		if ( ! $ids ) {
			Segment_Store::delete( $bot_id, $kind );
			return;
		}
		Segment_Store::replace( $bot_id, $kind, build_segment( pack( 'P*', ...$ids ), $features ), $after_chunk_id, count( $ids ) );
	}
}
