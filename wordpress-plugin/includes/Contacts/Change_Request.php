<?php
declare( strict_types=1 );

namespace MxChat\Contacts;

use MxChat\Rest\Context;
use MxChat\Rest\Rest_Error;

/**
 * Changes of a contact: what is not sent stays as it is.
 */
final class Change_Request {

	/**
	 * @param array<string,mixed> $fields What was sent.
	 */
	private function __construct( public readonly Contact $contact, public readonly array $fields ) {}

	public static function schema(): array {
		return Contact_Request::schema() + Fields::schema();
	}

	public static function from( array $params, Context $context ): self|\WP_Error {
		$contact = Contact_Request::find( $params['contact_id'], $context );
		if ( $contact === null ) {
			return Rest_Error::make( 'mxchat_contact_not_found' );
		}
		$changed = Fields::change( $contact, $params );
		return is_wp_error( $changed ) ? $changed : new self( $contact, $params );
	}
}
