<?php
declare( strict_types=1 );

namespace MxChat\Contacts;

use MxChat\Bot_Api;
use MxChat\Transcripts;

/**
 * Deletes a contact; what was said with it stays as nobody's, or goes as well.
 */
final class Deletion {

	private const SESSIONS_AT_ONCE = 50;

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
		$deleted = 0;
		while ( $session_ids = Bot_Api\Store::session_ids_of_contact( $contact_id, self::SESSIONS_AT_ONCE ) ) {
			Transcripts\Deletion::delete( $session_ids );
			$deleted += count( $session_ids );
		}
		return $deleted;
	}
}
