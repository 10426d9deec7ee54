<?php
declare( strict_types=1 );

namespace MxChat\Contacts;

use MxChat\Rest\Context;
use MxChat\Rest\Time;

/**
 * A contact to be made.
 */
final class Create_Request {

	private function __construct( public readonly Contact $contact ) {}

	public static function schema(): array {
		$fields                      = Fields::schema();
		$fields['email']['required'] = true;
		return $fields;
	}

	public static function from( array $params, Context $context ): self|\WP_Error {
		$source  = $context->token === null ? 'owner' : 'api';
		$empty   = new Contact( Contact::mint_id(), (bool) $context->token?->is_test, '', '', '', array(), null, null, $source, Time::now(), Time::now() );
		$contact = Fields::change( $empty, $params );
		return is_wp_error( $contact ) ? $contact : new self( $contact );
	}
}
