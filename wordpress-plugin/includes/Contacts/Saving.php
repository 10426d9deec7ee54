<?php
declare( strict_types=1 );

namespace MxChat\Contacts;

use MxChat\Bot_Api;
use MxChat\Rest\Time;

/**
 * Stores contacts, and tells of it.
 */
final class Saving {

	/**
	 * @return bool Whether it was stored; not if the address is there already.
	 */
	public static function insert( Contact $contact ): bool {
		$is_stored = Store::insert( $contact );
		if ( $is_stored ) {
			self::tell( 'contact.created', $contact );
		}
		return $is_stored;
	}

	/**
	 * @return bool Whether it was stored; not if another contact has the address.
	 */
	public static function update( Contact $contact ): bool {
		$is_stored = Store::update( $contact );
		if ( $is_stored ) {
			self::tell( 'contact.updated', $contact );
		}
		return $is_stored;
	}

	/**
	 * What a visitor left in a conversation: a new contact, or more about a known one. Fields as POST /contacts takes them.
	 *
	 * @param array<string,mixed> $fields     For example `array( 'name' => 'Ada', 'consent' => true )`.
	 * @param string              $session_id The conversation to link; empty for none.
	 */
	public static function note( string $email, array $fields, string $session_id, bool $is_test, string $source ): Contact|\WP_Error {
		$known   = Store::find_by_email( $email, $is_test );
		$before  = $known ?? new Contact( Contact::mint_id(), $is_test, '', '', '', array(), null, null, $source, Time::now(), Time::now() );
		$contact = Fields::change( $before, compact( 'email' ) + $fields );
		if ( is_wp_error( $contact ) ) {
			return $contact;
		}
		if ( $known !== null || ! self::insert( $contact ) ) {
			// A twin may have been stored in between: then this adds to it.
			$stored  = Store::find_by_email( $email, $is_test ) ?? $contact;
			$contact = $contact->with( array( 'contact_id' => $stored->contact_id, 'created_at' => $stored->created_at ) );
			self::update( $contact );
		}
		if ( $session_id !== '' ) {
			Bot_Api\Store::link( $session_id, $contact->contact_id );
		}
		return $contact;
	}

	private static function tell( string $type, Contact $contact ): void {
		do_action( 'mxchat_event', $type, array( 'contact_id' => $contact->contact_id, 'mode' => $contact->is_test ? 'test' : 'live' ) );
	}
}
