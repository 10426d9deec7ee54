<?php
declare( strict_types=1 );

namespace MxChat\Contacts;

use MxChat\Rest\Empty_Request;
use MxChat\Rest\Paging;
use MxChat\Rest\Rest_Error;
use MxChat\Settings;

/**
 * /contacts: list, export, make, change, delete.
 */
final class Rest_Controller {

	public static function list_contacts( Contact_Query $query ): \WP_REST_Response {
		[ 'contacts' => $contacts, 'total' => $total ] = Store::list( $query );
		$items = array_map( static fn( Contact $contact ) => $contact->item(), $contacts );
		return Paging::respond( $items, $total, $query->limit, $query->offset, 'contacts', $query->filters );
	}

	public static function export_contacts( Contact_Query $query ): \WP_REST_Response {
		return new Csv_Response( $query );
	}

	public static function create_contact( Create_Request $request ): \WP_REST_Response|\WP_Error {
		if ( ! Saving::insert( $request->contact ) ) {
			return Rest_Error::make( 'mxchat_contact_exists' );
		}
		return new \WP_REST_Response( $request->contact->item(), 201 );
	}

	public static function show_contact( Contact_Request $request ): \WP_REST_Response {
		return new \WP_REST_Response( $request->contact->item() );
	}

	public static function change_contact( Change_Request $request ): \WP_REST_Response|\WP_Error {
		$changed = Saving::change( $request->contact, $request->fields );
		return is_wp_error( $changed ) ? $changed : new \WP_REST_Response( $changed->item() );
	}

	public static function show_settings( Empty_Request $request ): \WP_REST_Response {
		return self::settings();
	}

	public static function change_settings( Settings_Request $request ): \WP_REST_Response {
		Settings\Store::set( 'contact_retention_days', $request->retention_days );
		return self::settings();
	}

	public static function delete_contact( Delete_Request $request ): \WP_REST_Response {
		$deleted = Deletion::delete( $request->contact, $request->with_conversations );
		return new \WP_REST_Response( array( 'id' => $request->contact->contact_id ) + $deleted );
	}

	private static function settings(): \WP_REST_Response {
		return new \WP_REST_Response( array( 'retention_days' => (int) Settings\Store::get( 'contact_retention_days' ) ) );
	}
}
