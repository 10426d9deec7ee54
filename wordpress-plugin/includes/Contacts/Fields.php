<?php
declare( strict_types=1 );

namespace MxChat\Contacts;

use MxChat\Rest\Rest_Error;
use MxChat\Rest\Schema;
use MxChat\Rest\Time;

/**
 * The fields of a contact that a program sets, and what each may be.
 */
final class Fields {

	private const MAX_ATTRIBUTES      = 50;
	private const MAX_ATTRIBUTE_CHARS = 1000;
	private const MAX_ATTRIBUTE_BYTES = 16384;
	private const ATTRIBUTE_NAME      = '/^[A-Za-z][A-Za-z0-9_.-]{0,63}$/D';

	public static function schema(): array {
		return array(
			'email'      => Schema::text( 191 ),
			'name'       => Schema::text( 191, 0 ),
			'phone'      => Schema::text( 64, 0 ),
			'attributes' => array(
				'type'                 => 'object',
				'maxProperties'        => self::MAX_ATTRIBUTES,
				'additionalProperties' => array(
					'type'      => array( 'string', 'number', 'boolean', 'null' ),
					'maxLength' => self::MAX_ATTRIBUTE_CHARS,
				),
			),
			'consent'    => array( 'type' => 'boolean' ),
			'consent_at' => Schema::time(),
		);
	}

	/**
	 * A contact with the fields that were sent; an attribute that is null is taken away.
	 *
	 * @param array<string,mixed> $params Validated by the schema.
	 */
	public static function change( Contact $contact, array $params ): Contact|\WP_Error {
		$changes = array_intersect_key( $params, array_flip( array( 'name', 'phone' ) ) );
		if ( isset( $params['email'] ) ) {
			$changes['email'] = trim( $params['email'] );
			if ( ! is_email( $changes['email'] ) ) {
				return Rest_Error::invalid_param( 'email', __( 'must be an e-mail address.', 'mxchat-engine' ) );
			}
		}
		if ( isset( $params['attributes'] ) ) {
			$changes['attributes'] = array_filter( $params['attributes'] + $contact->attributes, static fn( mixed $value ) => $value !== null );
			$problem               = self::problem_of( $changes['attributes'] );
			if ( $problem !== '' ) {
				return Rest_Error::invalid_param( 'attributes', $problem );
			}
		}
		if ( isset( $params['consent'] ) ) {
			$changes['has_consent'] = $params['consent'];
		}
		if ( isset( $params['consent_at'] ) ) {
			$changes['consent_at'] = Time::parse( $params['consent_at'] );
			if ( $changes['consent_at'] > Time::now() || ( $changes['has_consent'] ?? $contact->has_consent ) === null ) {
				return Rest_Error::invalid_param( 'consent_at', __( 'must be the time of a consent, not in the future.', 'mxchat-engine' ) );
			}
		}
		return $contact->with( array( 'updated_at' => Time::now() ) + $changes );
	}

	/**
	 * What is wrong with the attributes; empty if nothing is.
	 */
	private static function problem_of( array $attributes ): string {
		foreach ( array_keys( $attributes ) as $name ) {
			if ( ! preg_match( self::ATTRIBUTE_NAME, (string) $name ) ) {
				return __( 'must have names of 1 to 64 letters, digits, dots, dashes and underscores, beginning with a letter.', 'mxchat-engine' );
			}
		}
		if ( count( $attributes ) > self::MAX_ATTRIBUTES || strlen( (string) wp_json_encode( $attributes ) ) > self::MAX_ATTRIBUTE_BYTES ) {
			/* translators: 1: number of attributes, 2: number of bytes. */
			return sprintf( __( 'must be at most %1$d, in %2$d bytes of JSON.', 'mxchat-engine' ), self::MAX_ATTRIBUTES, self::MAX_ATTRIBUTE_BYTES );
		}
		return '';
	}
}
