<?php
declare( strict_types=1 );

namespace MxChat\Jobs;

use MxChat\Error_Log;

/**
 * What is done once a day, by WP-Cron.
 */
final class Daily {

	public const HOOK = 'mxchat_daily';

	/**
	 * Whatever becomes of one task, the others have their turn.
	 *
	 * @param callable():mixed $task
	 */
	public static function add( callable $task ): void {
		add_action(
			self::HOOK,
			static function () use ( $task ): void {
				try {
					$task();
				} catch ( \Throwable $error ) {
					Error_Log::add( 'MxChat, once a day', $error );
				}
			}
		);
	}

	public static function schedule(): void {
		if ( ! wp_next_scheduled( self::HOOK ) ) {
			wp_schedule_event( time() + HOUR_IN_SECONDS, 'daily', self::HOOK );
		}
	}
}
