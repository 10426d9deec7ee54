<?php
declare( strict_types=1 );

namespace MxChat\Provider;

use MxChat\Settings\Option_Store;

/**
 * The assistants that were made at Assistants servers, one for each server.
 */
final class Legacy_Assistant_Store {

	public const OPTION = 'mxchat_host_assistants';

	public static function find( string $base_url ): ?string {
		return Option_Store::read( self::OPTION )[ $base_url ] ?? null;
	}

	public static function save( string $base_url, string $assistant_id ): void {
		Option_Store::change( self::OPTION, static fn( array $stored ) => array( $base_url => $assistant_id ) + $stored, false );
	}
}
