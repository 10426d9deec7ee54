<?php
declare( strict_types=1 );

namespace MxChat\Webhooks;

use MxChat\Storage_Exception;

/**
 * What a webhook can be told of. Anybody reports an event with `do_action( 'mxchat_event', $type, $data )`.
 */
final class Events {

	public const TYPES = array(
		'message.created',
		'conversation.created',
		'conversation.closed',
		'action.executed',
		'contact.created',
		'contact.updated',
		'handoff.requested',
		'knowledge.updated',
	);

	/** A message that the owner sends to see whether it arrives. */
	public const PING = 'webhook.ping';

	/**
	 * Only notes what is to be sent: no receiver is asked while a visitor waits, and no failure here reaches one.
	 *
	 * @param array<string,mixed> $data Ids first; what it tells of a session has its `session_id`.
	 */
	public static function on_event( string $type, array $data = array() ): void {
		if ( ! in_array( $type, self::TYPES, true ) ) {
			_doing_it_wrong( 'mxchat_event', esc_html( "There is no event of the type $type." ), '0.1.0' );
			return;
		}
		try {
			Outbox::put( $type, $data );
		} catch ( Storage_Exception ) {
			error_log( "MxChat: an event of the type $type could not be stored for its webhooks." ); // phpcs:ignore
		}
	}
}
