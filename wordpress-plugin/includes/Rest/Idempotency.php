<?php
declare( strict_types=1 );

namespace MxChat\Rest;

use MxChat\Settings;

/**
 * `Idempotency-Key`: a POST that is repeated with the same key has one effect, and gets the first answer again for a day.
 *
 * Answers are kept sealed: what opens one is made from the client's own key, of which only a hash is stored, and the
 * site's salt. A token that was shown once is in no dump.
 *
 * @see https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/
 */
final class Idempotency {

	private const HEADER         = 'Idempotency-Key';
	private const MAX_CHARACTERS = 255;
	private const KEPT_SECONDS   = DAY_IN_SECONDS;

	/** A request that has not ended after this long has died. */
	private const LEASE_SECONDS = 10 * MINUTE_IN_SECONDS;

	/**
	 * Strangers behind one address are one identity: only a key that nobody chooses twice keeps them apart.
	 */
	private const MIN_CHARACTERS_OF_A_STRANGER = 16;

	/**
	 * @param callable():(\WP_REST_Response|\WP_Error) $handle
	 */
	public static function once( Context $context, \WP_REST_Request $request, callable $handle ): \WP_REST_Response|\WP_Error {
		$key = $request->get_header( self::HEADER );
		if ( $key === null || $request->get_method() !== 'POST' ) {
			return $handle();
		}
		$problem = self::problem( $context, $key );
		if ( $problem !== '' ) {
			return Rest_Error::invalid_param( self::HEADER, $problem );
		}
		$entry = new Idempotency_Entry(
			self::identity_hash( $context->verified_identity() ),
			self::keyed_hash( 'key', $key ),
			self::request_hash( $request ),
			bin2hex( random_bytes( 16 ) ),
		);
		return Idempotency_Store::claim( $entry, time() + self::LEASE_SECONDS )
			? self::first( $entry, $key, $handle )
			: self::again( $entry, $key );
	}

	/**
	 * Forgets every kept answer of an identity, for example `session:…`.
	 */
	public static function forget( string $identity ): void {
		Idempotency_Store::forget( self::identity_hash( $identity ) );
	}

	private static function first( Idempotency_Entry $entry, string $key, callable $handle ): \WP_REST_Response|\WP_Error {
		$response = $handle();
		$answer   = is_wp_error( $response ) ? rest_convert_error_to_response( $response ) : $response;
		if ( $answer->get_status() >= 500 || self::asks_for_another_try( $answer ) ) {
			Idempotency_Store::release( $entry );
			return $response;
		}
		$body = wp_json_encode( $answer->get_data(), JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES | JSON_PRESERVE_ZERO_FRACTION );
		Idempotency_Store::keep( $entry, $answer->get_status(), self::seal( (string) $body, $entry, $key ), time() + self::KEPT_SECONDS );
		return $response;
	}

	/**
	 * Whoever is told to come again comes with the same key.
	 */
	private static function asks_for_another_try( \WP_REST_Response $answer ): bool {
		$body = $answer->get_data();
		return $answer->is_error() && is_array( $body ) && isset( $body['data']['retry_after_seconds'] );
	}

	private static function again( Idempotency_Entry $entry, string $key ): \WP_REST_Response|\WP_Error {
		$kept = Idempotency_Store::find( $entry );
		if ( $kept === null ) {
			return Rest_Error::make( 'mxchat_storage_failed' );
		}
		if ( ! hash_equals( $kept->request_hash, $entry->request_hash ) ) {
			return Rest_Error::make( 'mxchat_idempotency_mismatch' );
		}
		$body = $kept->status === 0 ? null : self::unseal( $kept->sealed_body, $entry, $key );
		if ( $body === null ) {
			return Rest_Error::make( 'mxchat_idempotency_in_progress' );
		}
		// WordPress and the envelope read an error as arrays.
		return new \WP_REST_Response( json_decode( $body, $kept->status >= 400 ), $kept->status, array( 'Idempotency-Replayed' => 'true' ) );
	}

	/**
	 * What is wrong with a key; empty if nothing is.
	 */
	private static function problem( Context $context, string $key ): string {
		if ( ! preg_match( '/^[\x20-\x7e]{1,' . self::MAX_CHARACTERS . '}$/D', $key ) ) {
			return __( 'must have 1 to 255 printable ASCII characters.', 'mxchat-engine' );
		}
		if ( ! $context->has_proof() && strlen( $key ) < self::MIN_CHARACTERS_OF_A_STRANGER ) {
			return __( 'must have at least 16 characters where nobody is signed in, for example a UUID.', 'mxchat-engine' );
		}
		return '';
	}

	private static function request_hash( \WP_REST_Request $request ): string {
		$parts = array( $request->get_method(), $request->get_route(), (string) wp_json_encode( $request->get_query_params() ), (string) $request->get_body() );
		return hash( 'sha256', implode( "\0", array_map( static fn( string $part ) => strlen( $part ) . ':' . $part, $parts ) ) );
	}

	private static function identity_hash( string $identity ): string {
		return self::keyed_hash( 'identity', $identity );
	}

	private static function keyed_hash( string $purpose, #[\SensitiveParameter] string $text ): string {
		return hash_hmac( 'sha256', get_current_blog_id() . "\0" . $purpose . "\0" . $text, Settings\Install_Secret::get() );
	}

	private static function seal( #[\SensitiveParameter] string $body, Idempotency_Entry $entry, #[\SensitiveParameter] string $key ): string {
		$nonce = random_bytes( SODIUM_CRYPTO_SECRETBOX_NONCEBYTES );
		return base64_encode( $nonce . sodium_crypto_secretbox( $body, $nonce, self::sealing_key( $entry, $key ) ) );
	}

	private static function unseal( string $sealed, Idempotency_Entry $entry, #[\SensitiveParameter] string $key ): ?string {
		$bytes = (string) base64_decode( $sealed, true );
		if ( strlen( $bytes ) <= SODIUM_CRYPTO_SECRETBOX_NONCEBYTES ) {
			return null;
		}
		$body = sodium_crypto_secretbox_open(
			substr( $bytes, SODIUM_CRYPTO_SECRETBOX_NONCEBYTES ),
			substr( $bytes, 0, SODIUM_CRYPTO_SECRETBOX_NONCEBYTES ),
			self::sealing_key( $entry, $key )
		);
		return $body === false ? null : $body;
	}

	private static function sealing_key( Idempotency_Entry $entry, #[\SensitiveParameter] string $key ): string {
		return hash_hmac( 'sha256', $entry->identity_hash . "\0" . $key, wp_salt( 'secure_auth' ) . Settings\Install_Secret::get(), true );
	}
}
