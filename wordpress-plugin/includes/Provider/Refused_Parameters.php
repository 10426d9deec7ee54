<?php
declare( strict_types=1 );

namespace MxChat\Provider;

/**
 * Which optional parameters a model of a host has refused, remembered for a day: so that not every question begins with
 * a request that is refused.
 */
final class Refused_Parameters {

	public const PREFIX = 'mxchat_refused_';

	public static function strip( Connection $connection, array $body ): array {
		foreach ( self::known( $connection, $body['model'] ) as $name ) {
			$body = array_key_exists( $name, $body ) ? Optional_Parameters::without( $name, $body ) : $body;
		}
		return $body;
	}

	public static function remember( Connection $connection, string $model, string $name ): void {
		$names = self::known( $connection, $model );
		set_transient( self::name( $connection, $model ), array_values( array_unique( array( ...$names, $name ) ) ), DAY_IN_SECONDS );
	}

	/**
	 * @return string[]
	 */
	private static function known( Connection $connection, string $model ): array {
		$names = get_transient( self::name( $connection, $model ) );
		return is_array( $names ) ? array_filter( $names, 'is_string' ) : array();
	}

	private static function name( Connection $connection, string $model ): string {
		return self::PREFIX . substr( hash( 'sha256', $connection->host_key() . $connection->mode . $model ), 0, 32 );
	}
}
