<?php
declare( strict_types=1 );

namespace MxChat;

/**
 * Writes that happen together or not at all.
 *
 * Parallel writers can be told to try again: MariaDB by a deadlock, SQLite by a lock that did not come free in time.
 * The work then runs again from its beginning, so it must do nothing but read and write the database.
 */
final class Transaction {

	private const TRIES         = 8;
	private const LONGEST_PAUSE = 100_000;
	private const TRY_AGAIN     = '/deadlock|lock wait timeout|try restarting|is locked|serialization failure/i';

	private static bool $is_open = false;

	/**
	 * Inside of another one, the work is part of that.
	 *
	 * @template Result
	 * @param callable():Result $work Throws to undo everything.
	 * @return Result
	 */
	public static function run( callable $work ): mixed {
		if ( self::$is_open ) {
			return $work();
		}
		for ( $try = 1; ; $try++ ) {
			try {
				return self::attempt( $work );
			} catch ( Storage_Exception $error ) {
				if ( $try === self::TRIES || ! preg_match( self::TRY_AGAIN, $error->database_error ) ) {
					throw $error;
				}
				usleep( random_int( 1000, self::LONGEST_PAUSE ) );
			}
		}
	}

	/**
	 * One statement of a transaction; what does not succeed undoes all of it.
	 *
	 * @return int Affected rows.
	 */
	public static function query( string $sql ): int {
		global $wpdb;
		$affected = $wpdb->query( $sql );
		if ( $affected === false ) {
			throw new Storage_Exception( $wpdb->last_error );
		}
		return (int) $affected;
	}

	private static function attempt( callable $work ): mixed {
		global $wpdb;
		$suppressed = $wpdb->suppress_errors();
		try {
			self::query( 'START TRANSACTION' );
			self::$is_open = true;
			$result = $work();
			self::query( 'COMMIT' );
			return $result;
		} catch ( \Throwable $error ) {
			$wpdb->query( 'ROLLBACK' );
			throw $error;
		} finally {
			self::$is_open = false;
			$wpdb->suppress_errors( $suppressed );
		}
	}
}
