<?php
declare( strict_types=1 );

namespace MxChat\Contacts;

use MxChat\Rest\Context;
use MxChat\Rest\Rest_Error;

/**
 * One contact, by its id. The owner sees those of tests, too.
 */
final class Contact_Request {

	private function __construct( public readonly Contact $contact ) {}

	public static function schema(): array {
		return array( 'contact_id' => array( 'type' => 'string' ) );
	}

	public static function from( array $params, Context $context ): self|\WP_Error {
		$contact = self::find( $params['contact_id'], $context );
		return $contact === null ? Rest_Error::make( 'mxchat_contact_not_found' ) : new self( $contact );
	}

	public static function find( string $contact_id, Context $context ): ?Contact {
		if ( ! preg_match( '/^cont_[a-z0-9]{1,59}$/D', $contact_id ) ) {
			return null;
		}
		return $context->token === null
			? Store::find( $contact_id, false ) ?? Store::find( $contact_id, true )
			: Store::find( $contact_id, $context->token->is_test );
	}
}
