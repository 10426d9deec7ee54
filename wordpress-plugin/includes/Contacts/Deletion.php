<?php
declare( strict_types=1 );

namespace MxChat\Contacts;

use MxChat\Bot_Api;
use MxChat\Transcripts;

/**
 * Deletes a contact; what was said with it stays as nobody's, or goes as well.
 */
final class Deletion {

	/**
	 * @return array{deleted:bool,conversations_deleted:int}
	 */
	public static function delete( Contact $contact, bool $with_conversations ): array {
		$conversations = $with_conversations ? self::delete_conversations( $contact->contact_id ) : 0;
		return array(
			'deleted'               => Store::delete( $contact->contact_id ),
			'conversations_deleted' => $conversations,
		);
	}

	private static function delete_conversations( string $contact_id ): int {
		$session_ids = Bot_Api\Store::session_ids_of_contact( $contact_id );
		Transcripts\Deletion::delete( $session_ids );
		return count( $session_ids );
	}
}
