<?php
declare( strict_types=1 );

namespace MxChat\Chat;

use MxChat\Core\Core_Exception;
use MxChat\Provider\Host_State;
use MxChat\Sessions\Session;
use MxChat\Settings;
use MxChat\Transcripts;
use function MxChat\Core\mint_thread_id;
use function MxChat\Core\read_thread_record;
use function MxChat\Core\thread_record;
use function MxChat\Core\thread_status;
use function MxChat\Core\transient_key;

/**
 * The current thread of a session: a pointer in a transient that lives 24 hours after the last message.
 */
final class Threads {

	private const TTL_SECONDS = DAY_IN_SECONDS;

	/**
	 * The thread that the next message belongs to; a new one if the last is over.
	 */
	public static function current( Session $session, int $now ): string {
		$thread = self::read( $session->session_id );
		$status = self::status( $thread, $now );
		if ( $status === 'expired' ) {
			$thread = self::last_or_next( $session, $now );
		}
		if ( $status !== 'alive' ) {
			set_transient(
				self::key( $session->session_id ),
				thread_record( $thread['thread_id'], $session->session_id, $thread['started_at'], $now ),
				self::TTL_SECONDS
			);
		}
		return $thread['thread_id'];
	}

	public static function forget( string $session_id ): void {
		delete_transient( self::key( $session_id ) );
		Host_State::forget_session( $session_id );
	}

	private static function read( string $session_id ): ?array {
		$record = get_transient( self::key( $session_id ) );
		if ( ! is_string( $record ) ) {
			return null;
		}
		try {
			$thread = read_thread_record( $record );
		} catch ( Core_Exception ) {
			return null;
		}
		return $thread['session_id'] === $session_id ? $thread : null;
	}

	/**
	 * A cache may drop a transient early; the transcript still knows the thread.
	 *
	 * A new thread's id follows from the message that it begins after: questions that arrive at once begin one thread.
	 */
	private static function last_or_next( Session $session, int $now ): array {
		$last = Transcripts\Store::last_of_a_thread( $session->session_id );
		if ( $last !== null && $last['message_id'] > $session->visible_after && self::status( $last, $now ) !== 'expired' ) {
			return $last;
		}
		$seed = hash_hmac( 'sha256', "thread\0$session->session_id\0" . ( $last['message_id'] ?? 0 ), Settings\Install_Secret::get(), true );
		return array(
			'thread_id'  => mint_thread_id( substr( $seed, 0, 16 ) ),
			'started_at' => $now,
		);
	}

	private static function status( ?array $thread, int $now ): string {
		return $thread === null ? 'expired' : thread_status( $thread['last_active_at'], self::TTL_SECONDS, $now );
	}

	private static function key( string $session_id ): string {
		return transient_key( Settings\Install_Secret::get(), get_current_blog_id(), 'thread', $session_id );
	}
}
