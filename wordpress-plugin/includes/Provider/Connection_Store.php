<?php
declare( strict_types=1 );

namespace MxChat\Provider;

use MxChat\Settings\Environment;

/**
 * The connection of this site, and the one that its network shares. Neither is loaded with every page.
 */
final class Connection_Store {

	public const OPTION         = 'mxchat_connection';
	public const NETWORK_OPTION = 'mxchat_network_connection';

	public const BASE_URL_NAME = 'MXCHAT_BASE_URL';
	public const MODE_NAME     = 'MXCHAT_API_MODE';

	/**
	 * The connection in force: this site's own or the network's, with what the server has fixed.
	 */
	public static function current(): Stored_Connection {
		$stored   = self::is_inherited() ? self::network() : self::own();
		$base_url = Base_Url::normalize( (string) Environment::get( self::BASE_URL_NAME ) );
		$mode     = (string) Environment::get( self::MODE_NAME );
		$stored   = $base_url === null ? $stored : $stored->at( $base_url );
		return in_array( $mode, Connection::MODES, true ) ? $stored->in_mode( $mode ) : $stored;
	}

	public static function own(): Stored_Connection {
		return Stored_Connection::of( (array) get_option( self::OPTION, array() ) );
	}

	public static function network(): Stored_Connection {
		return Stored_Connection::of( (array) get_site_option( self::NETWORK_OPTION, array() ) );
	}

	/**
	 * Whether the network's connection serves this site.
	 */
	public static function is_inherited(): bool {
		return self::has_network() && ( ! self::allows_own() || get_option( self::OPTION, null ) === null );
	}

	/**
	 * Whether this site may have a connection of its own.
	 */
	public static function allows_own(): bool {
		return ! self::has_network() || (bool) ( get_site_option( self::NETWORK_OPTION )['allows_own'] ?? false );
	}

	public static function has_network(): bool {
		return is_multisite() && is_array( get_site_option( self::NETWORK_OPTION ) );
	}

	public static function save( Stored_Connection $connection ): void {
		update_option( self::OPTION, $connection->to_array(), false );
	}

	/**
	 * Goes back to the network's connection.
	 */
	public static function delete(): void {
		delete_option( self::OPTION );
	}

	public static function save_network( Stored_Connection $connection, bool $allows_own ): void {
		update_site_option( self::NETWORK_OPTION, array( 'allows_own' => $allows_own ) + $connection->to_array() );
	}

	public static function delete_network(): void {
		delete_site_option( self::NETWORK_OPTION );
	}
}
