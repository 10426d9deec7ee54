<?php
declare( strict_types=1 );

namespace MxChat\Api_Access;

/**
 * Asks this site itself, through its own web server, what reaches PHP of a request.
 */
final class Loopback_Client {

	private const TIMEOUT_SECONDS = 10;

	/**
	 * Whether an Authorization header arrives; null if the site does not answer itself.
	 */
	public static function receives_authorization(): ?bool {
		$response = wp_remote_get(
			rest_url( 'mxchat/v1/authorization' ),
			array(
				'timeout'     => self::TIMEOUT_SECONDS,
				'redirection' => 0,
				'headers'     => array( 'Authorization' => 'Bearer is-this-received' ),
				/** This filter is documented in wp-includes/class-wp-http-streams.php */
				'sslverify'   => (bool) apply_filters( 'https_local_ssl_verify', true ),
			)
		);
		$answer = json_decode( wp_remote_retrieve_body( $response ), true );
		return wp_remote_retrieve_response_code( $response ) === 200 && is_bool( $answer['received'] ?? null ) ? $answer['received'] : null;
	}
}
