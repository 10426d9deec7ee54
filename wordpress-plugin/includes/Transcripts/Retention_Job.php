<?php
declare( strict_types=1 );

namespace MxChat\Transcripts;

use MxChat\Jobs;
use MxChat\Rest\Time;
use MxChat\Settings;

/**
 * Deletes the conversations in which nothing was said for as long as the owner keeps them.
 */
final class Retention_Job implements Jobs\Handler {

	public const KIND = 'transcript_retention';

	private const SESSIONS = 100;

	public static function run_daily(): void {
		if ( self::days() > 0 ) {
			Jobs\Queue::add_once( self::KIND, array(), self::KIND );
		}
	}

	/**
	 * For how many days conversations are kept; nought is for ever.
	 */
	public static function days(): int {
		return (int) Settings\Store::get( 'transcript_retention_days' );
	}

	public function step( array $state ): Jobs\Step {
		$done = (int) ( $state['done'] ?? 0 );
		if ( self::days() < 1 ) {
			return Jobs\Step::last( $done );
		}
		$session_ids = Store::session_ids_silent_since( Time::from_unix( time() - self::days() * DAY_IN_SECONDS ), self::SESSIONS );
		$deleted     = Deletion::delete( $session_ids )['transcripts'];
		$done       += count( $session_ids );
		// What could not be deleted now is not tried without end.
		return $deleted > 0 ? Jobs\Step::more( compact( 'done' ), $done, $done ) : Jobs\Step::last( $done );
	}
}
