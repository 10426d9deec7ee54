<?php
declare( strict_types=1 );

namespace MxChat\Provider;

use MxChat\Settings\Option_Store;

/**
 * How often a host has failed in a row: an option for each host that has.
 */
final class Breaker_Store {

	public const PREFIX = 'mxchat_breaker_';

	/**
	 * @return array{failures:int,opened_at:int}
	 */
	public static function read( string $host_key ): array {
		$stored = get_option( self::PREFIX . $host_key, '' );
		if ( ! is_string( $stored ) || ! preg_match( '/^(\d{1,3}) (\d{1,12})$/', $stored, $parts ) ) {
			return array( 'failures' => 0, 'opened_at' => 0 );
		}
		return array( 'failures' => (int) $parts[1], 'opened_at' => (int) $parts[2] );
	}

	/**
	 * Writes unless another has written since the state was read.
	 *
	 * @param array{failures:int,opened_at:int} $state
	 */
	public static function swap( string $host_key, array $state, int $failures, int $opened_at ): bool {
		global $wpdb;
		$name = self::PREFIX . $host_key;
		$new  = "$failures $opened_at";
		$old  = $state['failures'] . ' ' . $state['opened_at'];
		if ( $state['failures'] === 0 ) {
			return Option_Store::add_first( $name, $new, false );
		}
		$changed = $old === $new ? 1 : $wpdb->update( $wpdb->options, array( 'option_value' => $new ), array( 'option_name' => $name, 'option_value' => $old ) );
		Option_Store::forget_cached( $name, false );
		return $changed === 1;
	}

	public static function forget( string $host_key ): void {
		$name = self::PREFIX . $host_key;
		if ( get_option( $name, '' ) !== '' ) {
			delete_option( $name );
		}
	}
}
