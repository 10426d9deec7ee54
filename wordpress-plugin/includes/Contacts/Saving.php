<?php
declare( strict_types=1 );

namespace MxChat\Contacts;

use MxChat\Bot_Api;
use MxChat\Rest\Rest_Error;
use MxChat\Rest\Time;
use MxChat\Transaction;

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
	 * Changes a contact as it is stored now: of two who change it at once, neither undoes what the other did.
	 *
	 * @param array<string,mixed> $fields As Fields::change() takes them.
	 */
	public static function change( Contact $contact, array $fields ): Contact|\WP_Error {
		$changed = Transaction::run(
			static function () use ( $contact, $fields ): Contact|\WP_Error {
				Store::lock( $contact );
				$stored  = Store::find( $contact->contact_id, $contact->is_test );
				$changed = $stored === null ? Rest_Error::make( 'mxchat_contact_not_found' ) : Fields::change( $stored, $fields );
				return is_wp_error( $changed ) || Store::update( $changed ) ? $changed : Rest_Error::make( 'mxchat_contact_exists' );
			}
		);
		if ( ! is_wp_error( $changed ) ) {
			self::tell( 'contact.updated', $changed );
		}
		return $changed;
	}

	/**
	 * What a visitor left in a conversation: a new contact, or more about a known one. Fields as POST /contacts takes them.
	 *
	 * @param array<string,mixed> $fields     For example `array( 'name' => 'Ada', 'consent' => true )`.
	 * @param string              $session_id The conversation to link; empty for none.
	 */
	public static function note( string $email, array $fields, string $session_id, bool $is_test, string $source ): Contact|\WP_Error {
		$fields  = compact( 'email' ) + $fields;
		$contact = Fields::change( new Contact( Contact::mint_id(), $is_test, '', '', '', array(), null, null, $source, Time::now(), Time::now() ), $fields );
		if ( is_wp_error( $contact ) ) {
			return $contact;
		}
		if ( ! self::insert( $contact ) ) {
			$known   = Store::find_by_email( $email, $is_test );
			$contact = $known === null ? Rest_Error::make( 'mxchat_contact_not_found' ) : self::change( $known, $fields );
		}
		if ( ! is_wp_error( $contact ) && $session_id !== '' ) {
			Bot_Api\Store::link( $session_id, $contact->contact_id );
		}
		return $contact;
	}

	private static function tell( string $type, Contact $contact ): void {
		do_action( 'mxchat_event', $type, array( 'contact_id' => $contact->contact_id, 'mode' => $contact->is_test ? 'test' : 'live' ) );
	}
}
