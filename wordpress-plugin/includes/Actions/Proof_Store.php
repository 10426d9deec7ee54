<?php
declare( strict_types=1 );

namespace MxChat\Actions;

use MxChat\Settings\Install_Secret;
use function MxChat\Core\transient_key;

/**
 * Which e-mail address a guest's session has proved, and the links that would prove one.
 */
final class Proof_Store {

	private const LINK_SECONDS  = 15 * MINUTE_IN_SECONDS;
	private const PROOF_SECONDS = HOUR_IN_SECONDS;

	public static function email_of( string $session_id ): ?string {
		$email = get_transient( self::key( 'proof', $session_id ) );
		return is_string( $email ) && $email !== '' ? $email : null;
	}

	public static function set_email( string $session_id, string $email ): void {
		set_transient( self::key( 'proof', $session_id ), $email, self::PROOF_SECONDS );
	}

	public static function forget( string $session_id ): void {
		delete_transient( self::key( 'proof', $session_id ) );
	}

	public static function add_link( #[\SensitiveParameter] string $token, string $session_id, string $email ): void {
		set_transient( self::key( 'proof_link', $token ), array( 'session_id' => $session_id, 'email' => $email ), self::LINK_SECONDS );
	}

	/**
	 * @return array{session_id:string,email:string}|null
	 */
	public static function find_link( #[\SensitiveParameter] string $token ): ?array {
		$link = get_transient( self::key( 'proof_link', $token ) );
		return is_array( $link ) && is_string( $link['session_id'] ?? null ) && is_string( $link['email'] ?? null ) ? $link : null;
	}

	public static function delete_link( #[\SensitiveParameter] string $token ): void {
		delete_transient( self::key( 'proof_link', $token ) );
	}

	/** The key is a hash of its subject: neither token nor session stands in the database. */
	private static function key( string $purpose, string $subject ): string {
		return transient_key( Install_Secret::get(), get_current_blog_id(), $purpose, $subject );
	}
}
