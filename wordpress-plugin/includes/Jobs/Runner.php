<?php
declare( strict_types=1 );

namespace MxChat\Jobs;

use MxChat\Core\Core_Exception;
use MxChat\Error_Log;
use MxChat\Storage_Exception;

/**
 * Does what is due. WP-Cron, the owner's page and WP-CLI all come here, at the same time if need be.
 */
final class Runner {

	private const CRON_SECONDS = 20;

	/** A wait that is shorter than WP-Cron's way back is spent here. */
	private const SHORT_WAIT_SECONDS = 2;

	public static function run_by_cron(): void {
		self::run( self::CRON_SECONDS );
	}

	/**
	 * @param int $budget_seconds No step is begun later than this.
	 * @return int How many jobs were worked on.
	 */
	public static function run( int $budget_seconds ): int {
		$deadline = microtime( true ) + $budget_seconds;
		$count    = 0;
		// If this process dies, another looks after its job when the lease has ended.
		Queue::wake_at( time() + Store::LEASE_SECONDS + 1 );
		while ( microtime( true ) < $deadline ) {
			// Before the claim: a job that falls due right after it is still to come.
			$now = time();
			$job = Store::claim();
			if ( $job === null && self::can_wait( $now, $deadline ) ) {
				usleep( 100_000 );
				continue;
			}
			if ( $job === null ) {
				break;
			}
			self::work( $job, $deadline );
			++$count;
		}
		self::plan_next();
		return $count;
	}

	private static function work( Job $job, float $deadline ): void {
		do {
			$step = self::step( $job );
			if ( $step === null ) {
				return;
			}
			$job = $job->after( $step );
			if ( $step->is_last ) {
				Store::finish( $job );
				return;
			}
			if ( $step->due_at !== null ) {
				Store::wait( $job, $step->due_at );
				return;
			}
			if ( ! Store::save_step( $job ) ) {
				return;
			}
		} while ( microtime( true ) < $deadline );
		Store::give_back( $job );
	}

	private static function step( Job $job ): ?Step {
		try {
			return Kinds::handler( $job->kind )->step( $job->state );
		} catch ( Core_Exception $error ) {
			Store::fail( $job, 'mxchat_' . $error->error_code );
		} catch ( Storage_Exception ) {
			Store::retry_later( $job, 'mxchat_storage_failed' );
		} catch ( \Throwable $error ) {
			Error_Log::add( sprintf( 'MxChat job %s (%s)', $job->job_id, $job->kind ), $error );
			Store::retry_later( $job, 'mxchat_internal_error' );
		}
		return null;
	}

	private static function can_wait( int $now, float $deadline ): bool {
		$due_at = Store::next_due_at( $now );
		return $due_at !== null && $due_at < $deadline && $due_at <= $now + self::SHORT_WAIT_SECONDS;
	}

	private static function plan_next(): void {
		if ( Store::next_due_at() === null ) {
			wp_clear_scheduled_hook( Queue::HOOK );
		}
		// Asked again: a job that was added in between would have lost its turn.
		$due_at = Store::next_due_at();
		if ( $due_at !== null ) {
			Queue::wake_at( max( time(), $due_at ) );
		}
	}
}
