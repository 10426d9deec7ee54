<?php
declare( strict_types=1 );

namespace MxChat\Rest;

/**
 * The envelope of the bot API's document: `{"success":true,"data":…,"error":null}` around every answer of a row that
 * says `envelope: true`, and around every failure on its path, whoever raised it.
 *
 * The status stays what it is; the document's five codes stand for all the reasons.
 */
final class Envelope {

	private const CODES = array(
		'mxchat_bot_not_found' => 'BOT_NOT_FOUND',
		// To be tried again after a moment, like a request too many.
		'mxchat_thread_busy'   => 'RATE_LIMIT_EXCEEDED',
		'mxchat_streams_busy'  => 'RATE_LIMIT_EXCEEDED',
	);

	public static function wrap( \WP_HTTP_Response $response, \WP_REST_Server $server, \WP_REST_Request $request ): \WP_HTTP_Response {
		$is_other = $request->get_method() === 'OPTIONS' || isset( $response->get_headers()['Content-Type'] );
		if ( $is_other || ! Routes::is_enveloped( $request->get_route() ) ) {
			return $response;
		}
		$body = $response->get_data();
		$response->set_data( $response->get_status() >= 400 ? self::failure( $response->get_status(), (array) $body ) : self::success( $body ) );
		return $response;
	}

	/**
	 * The document's own example reads `response` at the top, its shape shows it in `data`: it stands in both places.
	 */
	private static function success( mixed $body ): array {
		$envelope = array( 'success' => true, 'data' => $body, 'error' => null );
		$response = ( (array) $body )['response'] ?? null;
		return $response === null ? $envelope : $envelope + array( 'response' => $response );
	}

	/**
	 * @param array $body An error as WordPress writes it.
	 */
	private static function failure( int $status, array $body ): array {
		return array(
			'success' => false,
			'data'    => null,
			'error'   => array(
				'code'    => self::code( $status, (string) ( $body['code'] ?? '' ) ),
				'message' => Rest_Error::whole_sentence( $body ),
			),
		);
	}

	private static function code( int $status, string $reason ): string {
		return self::CODES[ $reason ] ?? match ( true ) {
			$status === 401, $status === 403 => 'INVALID_API_KEY',
			$status === 429                  => 'RATE_LIMIT_EXCEEDED',
			$status >= 500                   => 'INTERNAL_ERROR',
			default                          => 'INVALID_REQUEST',
		};
	}
}
