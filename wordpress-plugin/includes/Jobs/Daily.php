<?php
declare( strict_types=1 );

namespace MxChat\Jobs;

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
					error_log( sprintf( 'MxChat, once a day: %s in %s:%d', $error::class, basename( $error->getFile() ), $error->getLine() ) ); // phpcs:ignore
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
