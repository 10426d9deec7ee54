<?php
/**
 * Sessions and threads: the twin of the core's `thread`.
 *
 * @package MxChat
 */

declare( strict_types=1 );

namespace MxChat\Core\Polyfill;

use MxChat\Core\Core_Exception;

/**
 * Mints and recognises ids, writes and reads records, and says whether a thread goes on.
 */
final class Thread {

	private const SESSION_PREFIX = 'mxchat_chat_';
	private const THREAD_PREFIX  = 'twxchat_thread_';
	private const RANDOM_BYTES   = 16;

	/** The first field of a record. */
	private const VERSION = '1';

	/** The last second of the year 9999. Sums of two times fit 64 bits with ease. */
	private const MAX_SECONDS = 253402300799;

	/**
	 * See `MxChat\Core\mint_session_id()`.
	 *
	 * @param string $random_bytes Exactly 16 bytes.
	 * @throws Core_Exception `invalid_random_bytes`.
	 */
	public static function mint_session_id( string $random_bytes ): string {
		return self::SESSION_PREFIX . self::hex( $random_bytes );
	}

	/**
	 * See `MxChat\Core\mint_thread_id()`.
	 *
	 * @param string $random_bytes Exactly 16 bytes.
	 * @throws Core_Exception `invalid_random_bytes`.
	 */
	public static function mint_thread_id( string $random_bytes ): string {
		return self::THREAD_PREFIX . self::hex( $random_bytes );
	}

	/**
	 * See `MxChat\Core\is_session_id()`.
	 *
	 * @param string $session_id What a client sent.
	 */
	public static function is_session_id( string $session_id ): bool {
		return 1 === preg_match( '/\A' . self::SESSION_PREFIX . '[0-9a-f]{32}\z/', $session_id );
	}

	/**
	 * See `MxChat\Core\is_thread_id()`.
	 *
	 * @param string $thread_id What a client sent.
	 */
	public static function is_thread_id( string $thread_id ): bool {
		return 1 === preg_match( '/\A' . self::THREAD_PREFIX . '[0-9A-Za-z]{1,64}\z/', $thread_id );
	}

	/**
	 * See `MxChat\Core\thread_record()`.
	 *
	 * @param string $thread_id      A thread id.
	 * @param string $session_id     A session id.
	 * @param int    $started_at     Unix seconds.
	 * @param int    $last_active_at Unix seconds, not before `$started_at`.
	 * @throws Core_Exception `invalid_id` or `out_of_range`.
	 */
	public static function thread_record( string $thread_id, string $session_id, int $started_at, int $last_active_at ): string {
		if ( ! self::is_thread_id( $thread_id ) || ! self::is_session_id( $session_id ) ) {
			throw Core_Exception::of( 'invalid_id' );
		}
		if ( ! self::is_time( $started_at ) || ! self::is_time( $last_active_at ) || $last_active_at < $started_at ) {
			throw Core_Exception::of( 'out_of_range' );
		}
		$body = implode( ' ', [ self::VERSION, $thread_id, $session_id, $started_at, $last_active_at ] );
		return $body . ' ' . self::checksum( $body );
	}

	/**
	 * See `MxChat\Core\read_thread_record()`.
	 *
	 * @param string $record What was stored.
	 * @return array{thread_id: string, session_id: string, started_at: int, last_active_at: int}
	 * @throws Core_Exception `invalid_record`.
	 */
	public static function read_thread_record( string $record ): array {
		$fields = explode( ' ', $record, 7 );
		if ( 6 !== count( $fields ) || ! self::is_decimal( $fields[3] ) || ! self::is_decimal( $fields[4] ) ) {
			throw Core_Exception::of( 'invalid_record' );
		}
		$thread = [
			'thread_id'      => $fields[1],
			'session_id'     => $fields[2],
			'started_at'     => (int) $fields[3],
			'last_active_at' => (int) $fields[4],
		];
		// There is one way to write a record: whatever is not exactly what the writer would write is damaged.
		try {
			$written = self::thread_record( ...array_values( $thread ) );
		} catch ( Core_Exception $e ) {
			throw Core_Exception::of( 'invalid_record' );
		}
		if ( $written !== $record ) {
			throw Core_Exception::of( 'invalid_record' );
		}
		return $thread;
	}

	/**
	 * See `MxChat\Core\thread_status()`.
	 *
	 * @param int $last_active_at Unix seconds.
	 * @param int $ttl_seconds    At least 1.
	 * @param int $now            Unix seconds.
	 * @throws Core_Exception `out_of_range`.
	 */
	public static function thread_status( int $last_active_at, int $ttl_seconds, int $now ): string {
		if ( ! self::is_time( $last_active_at ) || ! self::is_time( $ttl_seconds ) || 0 === $ttl_seconds || ! self::is_time( $now ) ) {
			throw Core_Exception::of( 'out_of_range' );
		}
		$idle_seconds = max( 0, $now - $last_active_at );
		if ( $idle_seconds >= $ttl_seconds ) {
			return 'expired';
		}
		return 2 * $idle_seconds > $ttl_seconds ? 'renew' : 'alive';
	}

	/**
	 * The random part of an id.
	 *
	 * @param string $random_bytes Exactly 16 bytes.
	 * @throws Core_Exception `invalid_random_bytes`.
	 */
	private static function hex( string $random_bytes ): string {
		if ( self::RANDOM_BYTES !== strlen( $random_bytes ) ) {
			throw Core_Exception::of( 'invalid_random_bytes', self::RANDOM_BYTES );
		}
		return bin2hex( $random_bytes );
	}

	/**
	 * Whether a number is a time or a length of time that the core takes.
	 *
	 * @param int $seconds Seconds.
	 */
	private static function is_time( int $seconds ): bool {
		return $seconds >= 0 && $seconds <= self::MAX_SECONDS;
	}

	/**
	 * Whether a text is short enough a row of digits to be an integer.
	 *
	 * @param string $text A field of a record.
	 */
	private static function is_decimal( string $text ): bool {
		return 1 === preg_match( '/\A[0-9]{1,12}\z/', $text );
	}

	/**
	 * The first eight hex digits of the SHA-256: against damage, not against forgery.
	 *
	 * @param string $body A record without its last field.
	 */
	private static function checksum( string $body ): string {
		return substr( hash( 'sha256', $body ), 0, 8 );
	}
}
