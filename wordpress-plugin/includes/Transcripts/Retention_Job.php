<?php
declare( strict_types=1 );

namespace MxChat\Transcripts;

use MxChat\Bot_Api;
use MxChat\Jobs;
use MxChat\OpenAI;
use MxChat\Openai_Api;
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
		$since       = Time::from_unix( time() - self::days() * DAY_IN_SECONDS );
		$session_ids = Store::session_ids_silent_since( $since, self::SESSIONS ) ?: self::never_answered_since( $since );
		$is_stuck    = in_array( $state['first'] ?? null, $session_ids, true );
		if ( ! $session_ids || $is_stuck ) {
			return Jobs\Step::last( $done );
		}
		Deletion::delete( $session_ids );
		$done += count( $session_ids );
		// What could not be deleted now is not tried without end.
		return Jobs\Step::more( array( 'done' => $done, 'first' => $session_ids[0] ), $done, $done );
	}

	/**
	 * What programs have begun and never had answered: no message of it is in the transcripts.
	 *
	 * @return string[]
	 */
	private static function never_answered_since( string $time ): array {
		return array(
			...Openai_Api\Store::session_ids_without_messages( $time, self::SESSIONS ),
			...OpenAI\Thread_Store::session_ids_without_messages( $time, self::SESSIONS ),
			...Bot_Api\Store::session_ids_without_messages( $time, self::SESSIONS ),
		);
	}
}
