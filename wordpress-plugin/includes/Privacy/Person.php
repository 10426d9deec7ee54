<?php
declare( strict_types=1 );

namespace MxChat\Privacy;

use MxChat\Bot_Api;
use MxChat\Contacts;
use MxChat\OpenAI;
use MxChat\Transcripts;

/**
 * Which sessions are of the person with an e-mail address: those in which they were signed in, those of the contact with
 * the address, and the threads that programs have made for their account.
 */
final class Person {

	/**
	 * @return string[] Each once.
	 */
	public static function session_ids( string $email, int $limit, int $offset = 0 ): array {
		$user = get_user_by( 'email', $email );
		$all  = array(
			...Transcripts\Store::session_ids_of_email( $email ),
			...self::of_contact( Contacts\Store::find_by_email( $email, false ) ),
			...self::of_contact( Contacts\Store::find_by_email( $email, true ) ),
			...( $user === false ? array() : Transcripts\Store::session_ids_of_account( $user ) ),
			...( $user === false ? array() : OpenAI\Thread_Store::session_ids_of_user( $user->ID ) ),
		);
		return array_slice( array_values( array_unique( $all ) ), $offset, $limit );
	}

	/**
	 * @return string[]
	 */
	private static function of_contact( ?Contacts\Contact $contact ): array {
		return $contact === null ? array() : Bot_Api\Store::session_ids_of_contact( $contact->contact_id );
	}
}
