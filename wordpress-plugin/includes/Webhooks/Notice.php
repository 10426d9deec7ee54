<?php
declare( strict_types=1 );

namespace MxChat\Webhooks;

/**
 * Tells the site's owner by mail that a receiver has failed for good; of one receiver at most once a day.
 */
final class Notice {

	private const PAUSE_SECONDS = DAY_IN_SECONDS;

	public static function tell_owner( Webhook $webhook, Delivery $delivery, Outcome $outcome ): void {
		$now = time();
		if ( $webhook->told_at > $now - self::PAUSE_SECONDS || ! Store::try_tell( $webhook, $now ) ) {
			return;
		}
		$site = wp_specialchars_decode( get_option( 'blogname' ), ENT_QUOTES );
		wp_mail(
			get_option( 'admin_email' ),
			/* translators: 1: name of the site, 2: a host. */
			sprintf( __( '[%1$s] A webhook to %2$s has failed', 'mxchat-engine' ), $site, $webhook->host() ),
			self::text( $webhook, $delivery, $outcome )
		);
	}

	private static function text( Webhook $webhook, Delivery $delivery, Outcome $outcome ): string {
		$reason = $outcome->is_gone()
			/* translators: %s: a host. */
			? __( '%s answers that it is gone for good (410). The webhook is switched off until you switch it on again.', 'mxchat-engine' )
			/* translators: %s: a host. */
			: __( 'A message to %s was tried ten times over three days and could not be delivered. It is not tried again. Later messages still are.', 'mxchat-engine' );
		return implode(
			"\n\n",
			array(
				sprintf( $reason, $webhook->host() ),
				/* translators: 1: type of an event, 2: id of a message. */
				sprintf( __( 'Event: %1$s (%2$s)', 'mxchat-engine' ), $delivery->type, $delivery->message_id ),
				/* translators: %s: address of a page. */
				sprintf( __( 'Every attempt, and a button to send it again: %s', 'mxchat-engine' ), admin_url( 'admin.php?page=mxchat-webhooks&webhook=' . $webhook->id ) ),
			)
		);
	}
}
