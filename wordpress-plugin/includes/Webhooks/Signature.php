<?php
declare( strict_types=1 );

namespace MxChat\Webhooks;

use MxChat\Settings\Secret;

/**
 * Standard Webhooks 1.0: the receiver can tell who sent a message, that it is whole, and when it was sent.
 *
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
final class Signature {

	private const PREFIX = 'whsec_';
	private const BYTES  = 32;

	public static function new_secret(): Secret {
		return new Secret( self::PREFIX . base64_encode( random_bytes( self::BYTES ) ) );
	}

	/**
	 * @param string   $message_id The same for every attempt; without a full stop.
	 * @param int      $sent_at    The time of this attempt.
	 * @param string   $body       The very bytes that are sent.
	 * @param Secret[] $secrets    Several while one takes the place of another.
	 * @return array<string,string>
	 */
	public static function headers( string $message_id, int $sent_at, string $body, array $secrets ): array {
		$signatures = array_map( static fn( Secret $secret ) => self::sign( "$message_id.$sent_at.$body", $secret ), $secrets );
		return array(
			'webhook-id'        => $message_id,
			'webhook-timestamp' => (string) $sent_at,
			'webhook-signature' => implode( ' ', $signatures ),
		);
	}

	private static function sign( string $content, Secret $secret ): string {
		$key = (string) base64_decode( substr( $secret->reveal(), strlen( self::PREFIX ) ), true );
		return 'v1,' . base64_encode( hash_hmac( 'sha256', $content, $key, true ) );
	}
}
