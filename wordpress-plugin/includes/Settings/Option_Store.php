<?php
declare( strict_types=1 );

namespace MxChat\Settings;

use MxChat\Storage_Exception;
use MxChat\Transaction;

/**
 * Options that another process may write at the same moment.
 */
final class Option_Store {

	/**
	 * Changes what is stored at this moment, whatever was read before: of two who change different values at once,
	 * neither undoes what the other did.
	 *
	 * @param callable(array):array $change        Takes what is stored. Runs again where the database asks for it.
	 * @param bool                  $is_autoloaded Whether every page needs it.
	 * @throws Storage_Exception If it could not be stored.
	 */
	public static function change( string $option, callable $change, bool $is_autoloaded ): void {
		try {
			Transaction::run(
				static function () use ( $option, $change, $is_autoloaded ): void {
					self::lock( $option, $is_autoloaded );
					self::forget_cached( $option, $is_autoloaded );
					self::write( $option, $change( self::read( $option ) ), $is_autoloaded );
				}
			);
		} finally {
			// What came to nothing must not be read from a cache.
			self::forget_cached( $option, $is_autoloaded );
		}
	}

	/**
	 * Stores a value where there is none: of two who do so at once, both read the first one afterwards. add_option()
	 * would write the second over it.
	 *
	 * @return bool Whether this was the first.
	 */
	public static function add_first( string $option, #[\SensitiveParameter] string $value, bool $is_autoloaded ): bool {
		global $wpdb;
		$added = $wpdb->query(
			$wpdb->prepare(
				"INSERT IGNORE INTO $wpdb->options (option_name, option_value, autoload) VALUES (%s, %s, %s)",
				$option,
				$value,
				$is_autoloaded ? 'on' : 'off'
			)
		);
		self::forget_cached( $option, $is_autoloaded );
		return $added === 1;
	}

	public static function read( string $option ): array {
		$stored = get_option( $option, array() );
		return is_array( $stored ) ? $stored : array();
	}

	/**
	 * The next read asks the database. What no page loads by itself stands alone in the cache, and all others may stay.
	 */
	public static function forget_cached( string $option, bool $is_autoloaded ): void {
		wp_cache_delete_multiple( array( $is_autoloaded ? 'alloptions' : $option, 'notoptions' ), 'options' );
	}

	/**
	 * An option that is not there yet cannot be locked, so it is there from here on.
	 */
	private static function lock( string $option, bool $is_autoloaded ): void {
		global $wpdb;
		Transaction::query(
			$wpdb->prepare(
				"INSERT INTO $wpdb->options (option_name, option_value, autoload) VALUES (%s, %s, %s) ON DUPLICATE KEY UPDATE option_name = VALUES(option_name)",
				$option,
				serialize( array() ), // phpcs:ignore -- What WordPress itself would write.
				$is_autoloaded ? 'on' : 'off'
			)
		);
	}

	/**
	 * WordPress says the same of a value that it could not store as of one that is stored already.
	 */
	private static function write( string $option, array $value, bool $is_autoloaded ): void {
		global $wpdb;
		if ( ! update_option( $option, $value, $is_autoloaded ) && $wpdb->last_error !== '' ) {
			throw new Storage_Exception( $wpdb->last_error );
		}
	}
}
