<?php
declare( strict_types=1 );

namespace MxChat\Provider;

/**
 * The models that a host has listed, so that a page need not ask it each time.
 */
final class Model_Store {

	public const OPTION = 'mxchat_provider_models';

	private const MAX_MODELS = 2000;

	/**
	 * @return ?array{items:list<array{id:string,owner:string,shutdown_date:?string}>,listed_at:int} Null if the host was not asked yet.
	 */
	public static function find( string $base_url ): ?array {
		$stored = get_option( self::OPTION );
		return is_array( $stored ) && ( $stored['base_url'] ?? null ) === $base_url
			? array( 'items' => $stored['items'], 'listed_at' => $stored['listed_at'] )
			: null;
	}

	/**
	 * @param list<array{id:string,owner:string,shutdown_date:?string}> $items
	 */
	public static function save( string $base_url, array $items ): void {
		update_option(
			self::OPTION,
			array(
				'base_url'  => $base_url,
				'listed_at' => time(),
				'items'     => array_slice( $items, 0, self::MAX_MODELS ),
			),
			false
		);
	}
}
