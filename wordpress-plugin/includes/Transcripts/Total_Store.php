<?php
declare( strict_types=1 );

namespace MxChat\Transcripts;

use MxChat\Schema;
use MxChat\Settings;
use function MxChat\Core\transient_key;

/**
 * Exact totals of large lists without counting a million rows each time.
 *
 * Messages are only ever added at the end, and deleted. So a total that was counted up to a message stays right, and
 * only the messages after it are counted anew. A deletion begins another generation: what was counted before is
 * forgotten.
 */
final class Total_Store {

	private const OPTION = 'mxchat_transcripts_generation';

	/** The last messages may still change: a question is marked once its answer is there. */
	private const UNSETTLED = 1000;

	/** Fewer are counted faster than remembered. */
	private const WORTH_KEEPING = 10000;

	private const MAX_COUNTED_ANEW = 20000;

	/**
	 * @param string             $name        What is counted.
	 * @param callable():int     $count_all   Counts all.
	 * @param callable(int):int  $count_after Counts what came after the message with this id.
	 */
	public static function count( string $name, callable $count_all, callable $count_after ): int {
		$last_id = self::last_id();
		$kept    = self::kept( $name, $last_id );
		if ( $kept !== null ) {
			return $kept['total'] + $count_after( $kept['up_to_id'] );
		}
		$generation = self::generation();
		$total      = $count_all();
		$up_to_id   = $last_id - self::UNSETTLED;
		if ( $total > self::WORTH_KEEPING && $up_to_id > 0 ) {
			$settled = $total - $count_after( $up_to_id );
			// A message that came between the two counts would be taken off: the next request keeps the total instead.
			if ( self::last_id() === $last_id ) {
				set_transient( self::key( $name ), array( 'generation' => $generation, 'up_to_id' => $up_to_id, 'total' => $settled ), HOUR_IN_SECONDS );
			}
		}
		return $total;
	}

	/**
	 * Call before and after a deletion: what is counted meanwhile is not kept either.
	 */
	public static function begin_generation(): void {
		update_option( self::OPTION, bin2hex( random_bytes( 8 ) ), true );
	}

	/**
	 * @return array{total:int,up_to_id:int}|null
	 */
	private static function kept( string $name, int $last_id ): ?array {
		$kept = get_transient( self::key( $name ) );
		return is_array( $kept )
			&& $kept['generation'] === self::generation()
			&& $kept['up_to_id'] <= $last_id
			&& $last_id - $kept['up_to_id'] <= self::MAX_COUNTED_ANEW ? $kept : null;
	}

	/**
	 * Changes with every deletion.
	 */
	public static function generation(): string {
		return (string) get_option( self::OPTION, '' );
	}

	private static function last_id(): int {
		global $wpdb;
		return (int) $wpdb->get_var( 'SELECT MAX(id) FROM ' . Schema::table( 'transcripts' ) );
	}

	private static function key( string $name ): string {
		return transient_key( Settings\Install_Secret::get(), get_current_blog_id(), 'total', $name );
	}
}
