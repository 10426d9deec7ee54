<?php
declare( strict_types=1 );

namespace MxChat\Webhooks;

use MxChat\Http\Fetcher;

/**
 * One attempt: signed with the time of the attempt, no redirect followed.
 */
final class Sender {

	private const MAX_SECONDS = 15.0;

	public static function send( Webhook $webhook, Delivery $delivery ): Outcome {
		$now     = time();
		$secrets = $webhook->secrets( $now );
		if ( ! $secrets ) {
			return new Outcome( 0, 'mxchat_webhook_secret_lost', null, 0 );
		}
		$begun_at = microtime( true );
		// Nobody reads the answer's body: a damaged compression of it must be no failure.
		$headers  = Signature::headers( $delivery->message_id, $now, $delivery->body, $secrets ) + array( 'Content-Type' => 'application/json', 'Accept-Encoding' => 'identity' );
		$fetched  = Fetcher::post( $webhook->url, $delivery->body, $headers, max_seconds: self::MAX_SECONDS );
		$took     = (int) round( 1000 * ( microtime( true ) - $begun_at ) );
		if ( is_wp_error( $fetched ) ) {
			return new Outcome( 0, (string) $fetched->get_error_code(), null, $took );
		}
		$outcome = new Outcome( $fetched->status, '', $fetched->retry_after_seconds(), $took );
		return $outcome->is_delivered() ? $outcome : new Outcome( $fetched->status, 'mxchat_webhook_refused', $outcome->retry_after_seconds, $took );
	}
}
