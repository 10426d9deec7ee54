<?php
declare( strict_types=1 );

namespace MxChat\Openapi;

use MxChat\Rest\Route;
use const MxChat\VERSION;

/**
 * The OpenAPI 3.1 document of the routes. All of it comes from the route table: what a route takes cannot differ from
 * what is written here.
 *
 * @see https://spec.openapis.org/oas/v3.1.1.html
 */
final class Document {

	/**
	 * @param Route[] $routes
	 */
	public static function of( array $routes ): array {
		$paths = array();
		foreach ( $routes as $route ) {
			$paths[ self::path( $route ) ][ strtolower( $route->method ) ] = Operation::of( $route );
		}
		ksort( $paths );
		return array(
			'openapi'    => '3.1.0',
			'info'       => array(
				'title'       => 'MxChat Engine',
				'version'     => VERSION,
				'description' => 'Times are ISO 8601 in UTC. Errors have a code, a sentence and the status; every response has an X-Request-Id.',
			),
			'servers'    => array( array( 'url' => untrailingslashit( rest_url() ) ) ),
			'paths'      => $paths,
			'components' => array(
				'securitySchemes' => self::security_schemes(),
				'schemas'         => array(
					'Error'   => self::error_schema(),
					'Success' => self::success_schema(),
					'Failure' => self::failure_schema(),
					'Refusal' => self::refusal_schema(),
				),
			),
		);
	}

	private static function path( Route $route ): string {
		return '/' . $route->namespace . str_replace( '\\.', '.', preg_replace( '/\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)/', '{$1}', $route->path ) );
	}

	private static function security_schemes(): array {
		return array(
			'token'   => array(
				'type'        => 'http',
				'scheme'      => 'bearer',
				'description' => 'A token made on the page MxChat → API Access.',
			),
			'session' => array(
				'type'        => 'apiKey',
				'in'          => 'header',
				'name'        => 'X-MxChat-Session',
				'description' => 'The secret that came with the session.',
			),
			'owner'   => array(
				'type'        => 'apiKey',
				'in'          => 'header',
				'name'        => 'X-WP-Nonce',
				'description' => 'The nonce of a signed-in user, beside the cookie.',
			),
		);
	}

	/**
	 * The bot API's envelope around an answer.
	 */
	private static function success_schema(): array {
		return array(
			'type'       => 'object',
			'required'   => array( 'success', 'data', 'error' ),
			'properties' => array(
				'success'  => array( 'const' => true ),
				'data'     => array( 'type' => 'object' ),
				'error'    => array( 'type' => 'null' ),
				'response' => array( 'type' => 'string', 'description' => 'What a bot says; it stands in data, too.' ),
			),
		);
	}

	/**
	 * The bot API's envelope around a failure.
	 */
	private static function failure_schema(): array {
		return array(
			'type'       => 'object',
			'required'   => array( 'success', 'data', 'error' ),
			'properties' => array(
				'success' => array( 'const' => false ),
				'data'    => array( 'type' => 'null' ),
				'error'   => array(
					'type'       => 'object',
					'required'   => array( 'code', 'message' ),
					'properties' => array(
						'code'    => array( 'enum' => array( 'RATE_LIMIT_EXCEEDED', 'INVALID_API_KEY', 'BOT_NOT_FOUND', 'INVALID_REQUEST', 'INTERNAL_ERROR' ) ),
						'message' => array( 'type' => 'string' ),
					),
				),
			),
		);
	}

	/**
	 * A failure as the clients of OpenAI's API read it.
	 */
	private static function refusal_schema(): array {
		$text = array( 'type' => array( 'string', 'null' ) );
		return array(
			'type'       => 'object',
			'required'   => array( 'error' ),
			'properties' => array(
				'error' => array(
					'type'       => 'object',
					'required'   => array( 'message', 'type', 'param', 'code' ),
					'properties' => array(
						'message' => array( 'type' => 'string' ),
						'type'    => array( 'enum' => array( 'invalid_request_error', 'rate_limit_error', 'server_error' ) ),
						'param'   => $text,
						'code'    => $text,
					),
				),
			),
		);
	}

	private static function error_schema(): array {
		return array(
			'type'       => 'object',
			'required'   => array( 'code', 'message', 'data' ),
			'properties' => array(
				'code'    => array( 'type' => 'string' ),
				'message' => array( 'type' => 'string' ),
				'data'    => array(
					'type'       => 'object',
					'required'   => array( 'status' ),
					'properties' => array(
						'status' => array( 'type' => 'integer' ),
						'params' => array( 'description' => 'Names of the refused or missing parameters.' ),
					),
				),
			),
		);
	}
}
