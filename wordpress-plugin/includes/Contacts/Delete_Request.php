<?php
declare( strict_types=1 );

namespace MxChat\Contacts;

use MxChat\Capability;
use MxChat\Rest\Context;
use MxChat\Rest\Rest_Error;
use MxChat\Rest\Schema;

/**
 * A contact to be deleted, with or without what was said.
 */
final class Delete_Request {

	private function __construct( public readonly Contact $contact, public readonly bool $with_conversations ) {}

	public static function schema(): array {
		return Contact_Request::schema() + array( 'with_conversations' => Schema::boolean( false ) );
	}

	public static function from( array $params, Context $context ): self|\WP_Error {
		$contact = Contact_Request::find( $params['contact_id'], $context );
		if ( $contact === null ) {
			return Rest_Error::make( 'mxchat_contact_not_found' );
		}
		$may_delete = $context->token === null ? current_user_can( Capability::DELETE_TRANSCRIPTS ) : $context->token->has_scope( 'transcripts:delete' );
		return $params['with_conversations'] && ! $may_delete
			? Rest_Error::make( 'mxchat_rest_forbidden' )
			: new self( $contact, $params['with_conversations'] );
	}
}
