<?php
/**
 * API tokens: the twin of the core's `token`.
 *
 * @package MxChat
 */

declare( strict_types=1 );

namespace MxChat\Core\Polyfill;

use MxChat\Core\Core_Exception;

/**
 * Mints, recognises and verifies API tokens.
 */
final class Token {

	private const PREFIX          = 'mxc_';
	private const TEST_PREFIX     = 'mxc_test_';
	private const RANDOM_BYTES    = 32;
	private const SECRET_LENGTH   = 38;
	private const CHECKSUM_LENGTH = 6;
	private const LENGTH          = 48;
	private const ALPHABET        = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

	/**
	 * See `MxChat\Core\mint_token()`.
	 *
	 * @param string $random_bytes Exactly 32 bytes.
	 * @throws Core_Exception `invalid_random_bytes`.
	 */
	public static function mint_token( #[\SensitiveParameter] string $random_bytes ): string {
		return self::mint_with( self::PREFIX, $random_bytes );
	}

	/**
	 * See `MxChat\Core\mint_test_token()`.
	 *
	 * @param string $random_bytes Exactly 32 bytes.
	 * @throws Core_Exception `invalid_random_bytes`.
	 */
	public static function mint_test_token( #[\SensitiveParameter] string $random_bytes ): string {
		return self::mint_with( self::TEST_PREFIX, $random_bytes );
	}

	/**
	 * See `MxChat\Core\is_token()`.
	 *
	 * @param string $token What a client sent.
	 */
	public static function is_token( #[\SensitiveParameter] string $token ): bool {
		return self::has_shape( $token ) && self::has_checksum( $token );
	}

	/**
	 * See `MxChat\Core\is_test_token()`.
	 *
	 * @param string $token What a client sent.
	 */
	public static function is_test_token( #[\SensitiveParameter] string $token ): bool {
		return str_starts_with( $token, self::TEST_PREFIX ) && self::is_token( $token );
	}

	/**
	 * See `MxChat\Core\hash_token()`.
	 *
	 * @param string $token The token.
	 */
	public static function hash_token( #[\SensitiveParameter] string $token ): string {
		return hash( 'sha256', $token );
	}

	/**
	 * See `MxChat\Core\verify_token()`.
	 *
	 * @param string $token What a client sent.
	 * @param string $hash  What was stored.
	 */
	public static function verify_token( #[\SensitiveParameter] string $token, string $hash ): bool {
		$is_hash   = 1 === preg_match( '/\A[0-9a-f]{64}\z/', $hash );
		$has_shape = self::has_shape( $token );
		// What is malformed is replaced, not skipped: each call hashes as much as any other.
		$stored    = $is_hash ? $hash : str_repeat( '0', 64 );
		$candidate = $has_shape ? $token : str_repeat( '0', self::LENGTH );

		$matches      = hash_equals( $stored, self::hash_token( $candidate ) );
		$has_checksum = self::has_checksum( $candidate );
		return $is_hash && $has_shape && $matches && $has_checksum;
	}

	/**
	 * A token with a beginning.
	 *
	 * @param string $prefix       The beginning.
	 * @param string $random_bytes Exactly 32 bytes.
	 * @throws Core_Exception `invalid_random_bytes`.
	 */
	private static function mint_with( string $prefix, #[\SensitiveParameter] string $random_bytes ): string {
		if ( self::RANDOM_BYTES !== strlen( $random_bytes ) ) {
			throw Core_Exception::of( 'invalid_random_bytes', self::RANDOM_BYTES );
		}
		$body = $prefix . self::base62( array_values( unpack( 'C*', $random_bytes ) ), self::SECRET_LENGTH );
		return $body . self::checksum( $body );
	}

	/**
	 * Whether a text is made like a token, for tests or not.
	 *
	 * @param string $token What a client sent.
	 */
	private static function has_shape( #[\SensitiveParameter] string $token ): bool {
		return 1 === preg_match( '/\Amxc_(?:test_)?[0-9A-Za-z]{44}\z/', $token );
	}

	/**
	 * Whether the last six characters belong to those before them.
	 *
	 * @param string $token As long as a token.
	 */
	private static function has_checksum( #[\SensitiveParameter] string $token ): bool {
		$body = substr( $token, 0, -self::CHECKSUM_LENGTH );
		return hash_equals( self::checksum( $body ), substr( $token, -self::CHECKSUM_LENGTH ) );
	}

	/**
	 * The last digits of a big-endian number in base 62, most significant first.
	 *
	 * @param int[] $bytes  The number.
	 * @param int   $length How many digits to keep.
	 */
	private static function base62( array $bytes, int $length ): string {
		$digits = '';
		for ( $i = 0; $i < $length; $i++ ) {
			$remainder = 0;
			foreach ( $bytes as $position => $byte ) {
				$value              = $remainder * 256 + $byte;
				$bytes[ $position ] = intdiv( $value, 62 );
				$remainder          = $value % 62;
			}
			$digits = self::ALPHABET[ $remainder ] . $digits;
		}
		return $digits;
	}

	/**
	 * Six digits that tell a mistyped token from a token, without a look into the database.
	 *
	 * @param string $body The prefix and the random characters.
	 */
	private static function checksum( #[\SensitiveParameter] string $body ): string {
		$bytes = unpack( 'C4', hash( 'sha256', $body, true ) );
		return self::base62( array_values( $bytes ), self::CHECKSUM_LENGTH );
	}
}
