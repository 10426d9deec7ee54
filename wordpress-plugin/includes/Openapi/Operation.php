<?php
declare( strict_types=1 );

namespace MxChat\Openapi;

use MxChat\Openai_Api\Errors;
use MxChat\Rest\Route;

/**
 * What OpenAPI says of one route.
 */
final class Operation {

	/** What WordPress puts into a schema that JSON Schema has no word for. */
	private const OURS_ALONE = array( 'required', 'mxchat', 'validate_callback', 'sanitize_callback' );

	public static function of( Route $route ): array {
		$schema     = $route->request::schema();
		$in_path    = array_intersect_key( $schema, array_flip( self::path_names( $route ) ) );
		$in_request = array_filter( array_diff_key( $schema, $in_path ), static fn( array $each ) => ( $each['mxchat'] ?? '' ) !== 'path' );
		$operation  = self::names( $route ) + array(
			'security'   => self::security( $route ),
			'parameters' => self::parameters( $route, $in_path, $in_request ),
		);
		if ( $route->method !== 'GET' && $in_request ) {
			$operation['requestBody'] = self::body( $in_request );
		}
		return $operation + array( 'responses' => self::responses( $route ) );
	}

	/**
	 * `Transcripts\Rest_Controller::list_transcripts` says it all: a tag, an id and a summary.
	 */
	private static function names( Route $route ): array {
		[ $class_name, $method ] = $route->handler;
		$parts                   = explode( '\\', $class_name );
		$feature                 = $parts[1];
		$part                    = str_replace( array( 'Rest_Controller', '_Controller' ), '', end( $parts ) );
		return array(
			'operationId' => implode( '.', array_filter( array( $feature, $part, $method ) ) ),
			'summary'     => ucfirst( strtolower( trim( str_replace( '_', ' ', "$method $part" ) ) ) ),
			'tags'        => array( str_replace( '_', ' ', $feature ) ),
		);
	}

	private static function security( Route $route ): array {
		if ( $route->access === Route::PUBLIC ) {
			return array();
		}
		if ( $route->needs_token() ) {
			return array( array( 'token' => array( $route->access ) ) );
		}
		return array( array( $route->access => array() ) );
	}

	private static function parameters( Route $route, array $in_path, array $in_request ): array {
		$parameters = array();
		foreach ( $in_path as $name => $schema ) {
			$schema       = self::pattern_of( $route, $name ) + $schema;
			$parameters[] = self::parameter( $name, 'path', array( 'required' => true ) + $schema );
		}
		foreach ( $route->method === 'GET' ? $in_request : array() as $name => $schema ) {
			$parameters[] = self::parameter( $name, 'query', $schema );
		}
		if ( $route->method === 'POST' ) {
			$parameters[] = self::parameter(
				'Idempotency-Key',
				'header',
				array(
					'type'        => 'string',
					'pattern'     => '^[!-~]{16,255}$',
					'description' => 'A repeat with the same key gets the first answer again for 24 hours.',
				)
			);
		}
		return $parameters;
	}

	private static function parameter( string $name, string $in, array $schema ): array {
		return array(
			'name'     => $name,
			'in'       => $in,
			'required' => (bool) ( $schema['required'] ?? false ),
			'schema'   => self::json_schema( $schema ),
		);
	}

	private static function body( array $in_request ): array {
		$required = array_keys( array_filter( $in_request, static fn( array $schema ) => $schema['required'] ?? false ) );
		$schema   = array(
			'type'       => 'object',
			'properties' => array_map( array( self::class, 'json_schema' ), $in_request ),
		) + ( $required ? compact( 'required' ) : array() );
		return array(
			'required' => (bool) $required,
			'content'  => array( 'application/json' => array( 'schema' => $schema ) ),
		);
	}

	private static function json_schema( array $schema ): array {
		$public = array_diff_key( $schema, array_flip( self::OURS_ALONE ) );
		if ( ( $schema['mxchat'] ?? '' ) === 'time' ) {
			return array(
				'type'   => 'string',
				'format' => 'date-time',
			);
		}
		if ( isset( $public['items'] ) ) {
			$public['items'] = self::json_schema( $public['items'] );
		}
		if ( isset( $public['properties'] ) ) {
			$public['properties'] = array_map( array( self::class, 'json_schema' ), $public['properties'] );
		}
		// A text holds no NUL, anywhere.
		return $public + ( $public['type'] === 'string' && ! isset( $public['enum'] ) ? array( 'pattern' => '^[^\u0000]*$' ) : array() );
	}

	private static function responses( Route $route ): array {
		$is_write = $route->method !== 'GET';
		$statuses = array(
			'400' => true,
			'401' => $route->needs_token() || $route->access === Route::OWNER,
			// A nonce that is over is refused everywhere.
			'403' => true,
			'404' => $route->request::schema() !== array(),
			'409' => $is_write,
			'413' => true,
			'422' => $is_write,
			'429' => $route->limiter !== '',
			'500' => true,
			// Where a model or an action may have to be waited for, and all places for that are taken.
			'503' => $route->limiter === 'chat' || str_starts_with( $route->path, '/chat' ) || str_ends_with( $route->path, '/confirm' ),
		);
		$error    = array(
			'description' => 'An error',
			'content'     => array( 'application/json' => array( 'schema' => array( '$ref' => '#/components/schemas/' . self::error_name( $route ) ) ) ),
		);
		$success  = array(
			'description' => 'Success',
			'content'     => array( $route->produces => array( 'schema' => self::success_schema( $route ) ) ),
		);
		return array( '2XX' => $success ) + array_map( static fn() => $error, array_filter( $statuses ) );
	}

	private static function error_name( Route $route ): string {
		return match ( true ) {
			$route->envelope                                    => 'Failure',
			Errors::are_for( "/$route->namespace$route->path" ) => 'Refusal',
			default                                             => 'Error',
		};
	}

	private static function success_schema( Route $route ): array {
		if ( $route->produces !== 'application/json' ) {
			return array( 'type' => 'string' );
		}
		return $route->envelope ? array( '$ref' => '#/components/schemas/Success' ) : array( 'type' => 'object' );
	}

	/**
	 * @return string[]
	 */
	private static function path_names( Route $route ): array {
		preg_match_all( '/\(\?P<(\w+)>/', $route->path, $match );
		return $match[1];
	}

	/**
	 * What the path takes is what the pattern in it says.
	 */
	private static function pattern_of( Route $route, string $name ): array {
		preg_match( '/\(\?P<' . $name . '>((?:[^()]|\([^()]*\))*)\)/', $route->path, $match );
		return $route->request::schema()[ $name ]['type'] === 'string' ? array( 'pattern' => "^$match[1]$" ) : array();
	}
}
