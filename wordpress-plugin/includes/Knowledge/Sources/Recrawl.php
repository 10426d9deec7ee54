<?php
declare( strict_types=1 );

namespace MxChat\Knowledge\Sources;

/**
 * Reads addresses again when their time has come.
 */
final class Recrawl {

	public const HOOK = 'mxchat_recrawl';

	public static function start_due(): void {
		array_map( array( Crawl_Job::class, 'start' ), Store::due( time() ) );
		self::plan();
	}

	public static function plan(): void {
		$due_at = Store::next_due_at();
		wp_clear_scheduled_hook( self::HOOK );
		if ( $due_at !== null ) {
			wp_schedule_single_event( max( time(), $due_at ), self::HOOK );
		}
	}

	/**
	 * A bot that is gone reads nothing more.
	 */
	public static function forget_bot( string $bot_id ): void {
		array_map( array( Crawl_Job::class, 'delete' ), Store::of_bot( $bot_id ) );
	}
}
