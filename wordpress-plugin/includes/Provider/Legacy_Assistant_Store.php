<?php
declare( strict_types=1 );

namespace MxChat\Provider;

/**
 * The assistants that were made at Assistants servers, one for each server.
 */
final class Legacy_Assistant_Store {

	public const OPTION = 'mxchat_host_assistants';

	public static function find( string $base_url ): ?string {
		return ( (array) get_option( self::OPTION, array() ) )[ $base_url ] ?? null;
	}

	public static function save( string $base_url, string $assistant_id ): void {
		update_option( self::OPTION, array( $base_url => $assistant_id ) + (array) get_option( self::OPTION, array() ), false );
	}
}
