<?php
declare( strict_types=1 );

namespace MxChat\Openai_Api;

use MxChat\Provider\Failure;
use MxChat\Rest\Rest_Error;

/**
 * Every failure on the API's paths in the shape that its clients read: `{"error":{"message","type","param","code"}}`.
 */
final class Errors {

	public const PREFIX = '/mxchat/v1/openai';

	public static function wrap( \WP_HTTP_Response $response, \WP_REST_Server $server, \WP_REST_Request $request ): \WP_HTTP_Response {
		if ( ! self::are_for( $request->get_route() ) || $response->get_status() < 400 || isset( ( (array) $response->get_data() )['error'] ) ) {
			return $response;
		}
		$body  = (array) $response->get_data();
		$names = (array) ( $body['data']['params'] ?? array() );
		$param = array_is_list( $names ) ? $names[0] ?? null : (string) array_key_first( $names );
		$response->set_data( self::body( $response->get_status(), Rest_Error::whole_sentence( $body ), (string) ( $body['code'] ?? '' ), $param ) );
		return $response;
	}

	public static function are_for( string $path ): bool {
		return stripos( $path . '/', self::PREFIX . '/' ) === 0;
	}

	/**
	 * @return array{error:array{message:string,type:string,param:?string,code:?string}}
	 */
	public static function body( int $status, string $message, string $code, ?string $param = null ): array {
		return array(
			'error' => array(
				'message' => $message,
				'type'    => match ( true ) {
					$status === 429 => 'rate_limit_error',
					$status >= 500  => 'server_error',
					default         => 'invalid_request_error',
				},
				'param'   => $param,
				'code'    => match ( true ) {
					$status === 401                          => 'invalid_api_key',
					$status === 429                          => 'rate_limit_exceeded',
					$code === 'mxchat_bot_not_found'         => 'model_not_found',
					str_starts_with( $code, 'rest_invalid' ) => 'invalid_value',
					str_starts_with( $code, 'rest_missing' ) => 'missing_required_parameter',
					default                                  => $code === '' ? null : str_replace( 'mxchat_', '', $code ),
				},
			),
		);
	}

	/**
	 * A provider's failure, told without the provider's words.
	 */
	public static function of_failure( Failure $failure ): array {
		return self::body( 503, $failure->visitor_text(), 'upstream_failed' );
	}
}
