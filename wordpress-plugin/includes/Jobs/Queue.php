<?php
declare( strict_types=1 );

namespace MxChat\Jobs;

/**
 * Takes jobs in, and sees to it that somebody comes for them.
 */
final class Queue {

	public const HOOK = 'mxchat_run_jobs';

	/**
	 * @return string The job's id, or an empty string if it could not be stored.
	 */
	public static function add( string $kind, array $state, string $lane = '' ): string {
		$job_id = Store::insert( $kind, $state, $lane );
		self::wake();
		return $job_id;
	}

	/**
	 * Somebody comes as soon as possible.
	 */
	public static function wake(): void {
		self::wake_at( time() );
		if ( ! self::is_cron_off() ) {
			spawn_cron();
		}
	}

	/**
	 * Adds the job unless one of its lane waits already: one that has begun may be past what is to be done.
	 */
	public static function add_once( string $kind, array $state, string $lane ): string {
		return Store::find_unbegun( $lane )?->job_id ?? self::add( $kind, $state, $lane );
	}

	/**
	 * WP-Cron's turn at the latest then. It refuses a second event of a kind, so the earlier one is taken.
	 */
	public static function wake_at( int $time ): void {
		$planned = wp_next_scheduled( self::HOOK );
		if ( $planned !== false && $planned <= $time ) {
			return;
		}
		wp_clear_scheduled_hook( self::HOOK );
		wp_schedule_single_event( $time, self::HOOK );
	}

	/**
	 * WordPress keeps its plan in one option, and of two processes that write it one loses what it has planned. So
	 * whenever WP-Cron comes for anything, it is told of the jobs.
	 */
	public static function plan_again(): void {
		$due_at = wp_doing_cron() ? Store::next_due_at() : null;
		if ( $due_at !== null ) {
			self::wake_at( max( time(), $due_at ) );
		}
	}

	private static function is_cron_off(): bool {
		return ( defined( 'DISABLE_WP_CRON' ) && DISABLE_WP_CRON ) || wp_doing_cron() || PHP_SAPI === 'cli';
	}
}
