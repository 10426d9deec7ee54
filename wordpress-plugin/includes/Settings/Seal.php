<?php
declare( strict_types=1 );

namespace MxChat\Settings;

/**
 * Encrypts secrets for the database with a key that is not in it, so that a copy of the database alone opens nothing.
 *
 * The key comes from the salts of wp-config.php. Where those change, what was sealed is lost and has to be entered again.
 */
final class Seal {

	public static function close( Secret $secret ): string {
		$nonce = random_bytes( SODIUM_CRYPTO_SECRETBOX_NONCEBYTES );
		return base64_encode( $nonce . sodium_crypto_secretbox( $secret->reveal(), $nonce, self::key() ) );
	}

	/**
	 * The secret, or null if this is not what was sealed here.
	 */
	public static function open( string $sealed ): ?Secret {
		$bytes = base64_decode( $sealed, true );
		if ( $bytes === false || strlen( $bytes ) <= SODIUM_CRYPTO_SECRETBOX_NONCEBYTES ) {
			return null;
		}
		$nonce  = substr( $bytes, 0, SODIUM_CRYPTO_SECRETBOX_NONCEBYTES );
		$opened = sodium_crypto_secretbox_open( substr( $bytes, SODIUM_CRYPTO_SECRETBOX_NONCEBYTES ), $nonce, self::key() );
		return $opened === false ? null : new Secret( $opened );
	}

	/**
	 * One key for a whole network, since its sites may share a connection.
	 */
	private static function key(): string {
		return hash_hmac( 'sha256', 'mxchat-engine', wp_salt( 'secure_auth' ), true );
	}
}
