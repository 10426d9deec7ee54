<?php
declare( strict_types=1 );

namespace MxChat\Provider;

use MxChat\Rest\Context;
use MxChat\Rest\Rest_Error;
use MxChat\Rest\Schema;
use MxChat\Settings\Environment;
use MxChat\Settings\Secret;

/**
 * The connection as it shall be. What is not named stays; a key or a header that is null goes.
 */
final class Connection_Request {

	private const MAX_HEADERS = 20;
	private const MAX_KEY     = 4096;

	/** Headers that the client sets itself, or that would change who is spoken to. */
	private const RESERVED = array( 'host', 'content-length', 'content-type', 'transfer-encoding', 'connection', 'accept', 'accept-encoding', 'cookie', 'expect', 'upgrade' );

	private function __construct(
		public readonly Stored_Connection $connection,
		public readonly bool $uses_network,
	) {}

	public static function schema(): array {
		return self::fields() + array( 'uses_network' => Schema::boolean( false ) );
	}

	public static function fields(): array {
		return array(
			'base_url'  => Schema::text( 500 ),
			'mode'      => array( 'type' => 'string', 'enum' => Connection::MODES ),
			'needs_key' => array( 'type' => 'boolean' ),
			'api_key'   => array( 'type' => array( 'string', 'null' ), 'maxLength' => self::MAX_KEY ),
			'headers'   => array( 'minItems' => 0 ) + Schema::list_of(
				array(
					'type'       => 'object',
					'properties' => array(
						'name'  => array( 'type' => 'string', 'pattern' => "^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}$", 'required' => true ),
						'value' => array( 'type' => 'string', 'minLength' => 1, 'maxLength' => self::MAX_KEY ),
					),
				),
				self::MAX_HEADERS
			),
		);
	}

	public static function from( array $params, Context $context ): self|\WP_Error {
		if ( ! Connection_Store::allows_own() ) {
			return Rest_Error::make( 'mxchat_connection_of_network' );
		}
		$fixed = self::fixed_problem( $params );
		if ( $fixed !== null ) {
			return $fixed;
		}
		$connection = self::apply( Connection_Store::own(), $params );
		if ( is_wp_error( $connection ) ) {
			return $connection;
		}
		$key = isset( $params['api_key'] ) ? Keys::find( $connection, false ) : null;
		return $key !== null && $key->is_fixed()
			? Rest_Error::invalid_param( 'api_key', self::fixed_by( $key->name ?: __( 'Settings → Connectors', 'mxchat-engine' ) ) )
			: new self( $connection, $params['uses_network'] );
	}

	public static function apply( Stored_Connection $connection, #[\SensitiveParameter] array $params ): Stored_Connection|\WP_Error {
		if ( isset( $params['base_url'] ) ) {
			$base_url = Base_Url::normalize( $params['base_url'] );
			if ( $base_url === null ) {
				return Rest_Error::invalid_param( 'base_url', __( 'must be an address that begins with https://, without a query. http:// is accepted for a server in your own network.', 'mxchat-engine' ) );
			}
			$connection = $connection->at( $base_url );
		}
		if ( isset( $params['mode'] ) ) {
			$connection = $connection->in_mode( $params['mode'] );
		}
		if ( isset( $params['needs_key'] ) ) {
			$connection = $connection->needing_key( $params['needs_key'] );
		}
		if ( array_key_exists( 'api_key', $params ) ) {
			$key = trim( (string) $params['api_key'] );
			if ( ! self::is_header_value( $key ) ) {
				return Rest_Error::invalid_param( 'api_key', __( 'must be one line of visible ASCII characters.', 'mxchat-engine' ) );
			}
			$connection = $connection->with_key( $key === '' ? null : new Secret( $key ) );
		}
		return isset( $params['headers'] ) ? self::with_headers( $connection, $params['headers'] ) : $connection;
	}

	private static function with_headers( Stored_Connection $connection, #[\SensitiveParameter] array $sent ): Stored_Connection|\WP_Error {
		$headers = array();
		foreach ( $sent as $header ) {
			$value = isset( $header['value'] ) ? trim( $header['value'] ) : null;
			if ( in_array( strtolower( $header['name'] ), self::RESERVED, true ) ) {
				/* translators: %s: name of a header. */
				return Rest_Error::invalid_param( 'headers', sprintf( __( 'must not set %s.', 'mxchat-engine' ), $header['name'] ) );
			}
			if ( $value !== null && ! self::is_header_value( $value ) ) {
				return Rest_Error::invalid_param( 'headers', __( 'must have values of one line of visible ASCII characters.', 'mxchat-engine' ) );
			}
			$headers[ $header['name'] ] = $value === null ? null : new Secret( $value );
		}
		return $connection->with_headers( $headers );
	}

	private static function fixed_problem( array $params ): ?\WP_Error {
		foreach ( array( 'base_url' => Connection_Store::BASE_URL_NAME, 'mode' => Connection_Store::MODE_NAME ) as $name => $variable ) {
			if ( isset( $params[ $name ] ) && Environment::source( $variable ) !== '' ) {
				return Rest_Error::invalid_param( $name, self::fixed_by( $variable ) );
			}
		}
		return null;
	}

	private static function fixed_by( string $name ): string {
		/* translators: %s: name of a constant or an environment variable. */
		return sprintf( __( 'is fixed by %s on this server.', 'mxchat-engine' ), $name );
	}

	private static function is_header_value( string $value ): bool {
		return (bool) preg_match( '/^[\x20-\x7e]*$/D', $value );
	}
}
