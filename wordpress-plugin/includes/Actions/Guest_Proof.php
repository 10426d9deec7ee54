<?php
declare( strict_types=1 );

namespace MxChat\Actions;

use MxChat\Http\Continued_Response;
use MxChat\Rest\Limit_Store;
use MxChat\Settings\Install_Secret;
use function MxChat\Core\rate_window;
use function MxChat\Core\transient_key;

/**
 * A guest proves an e-mail address by a link that is sent there, and by a click on the page that it opens: mail
 * scanners open links too, and must prove nothing.
 */
final class Guest_Proof {

	private const PARAMETER = 'mxchat_proof';

	/** Whoever asks from however many addresses fills nobody's mailbox. */
	private const MAILS_AN_HOUR = 5;

	public static function email_of( string $session_id ): ?string {
		return Proof_Store::email_of( $session_id );
	}

	/**
	 * Whether there is such a customer is not told: the answer is the same, and out before anybody looks. Only the mailbox
	 * knows.
	 */
	public static function request( Proof_Request $request ): \WP_REST_Response {
		return new Continued_Response(
			array( 'status' => 'sent_if_known' ),
			static function () use ( $request ): void {
				if ( self::has_guest_orders( $request->email ) && self::may_be_mailed( $request->email, time() ) ) {
					$token = bin2hex( random_bytes( 32 ) );
					Proof_Store::add_link( $token, $request->session->session_id, $request->email );
					self::send( $request->email, add_query_arg( self::PARAMETER, $token, home_url( '/' ) ) );
				}
			}
		);
	}

	/**
	 * The page behind the link.
	 */
	public static function answer_link(): void {
		$token = $_GET[ self::PARAMETER ] ?? null; // phpcs:ignore
		if ( ! is_string( $token ) || ! preg_match( '/^[0-9a-f]{64}$/', $token ) ) {
			return;
		}
		nocache_headers();
		header( 'Referrer-Policy: no-referrer' );
		$link = Proof_Store::find_link( $token );
		if ( $link === null ) {
			self::show( __( 'This link is no longer valid. Ask for a new one in the chat.', 'mxchat-engine' ), 410 );
		}
		if ( ( $_SERVER['REQUEST_METHOD'] ?? '' ) !== 'POST' ) {
			self::show( self::button( $link['email'] ), 200 );
		}
		Proof_Store::delete_link( $token );
		Proof_Store::set_email( $link['session_id'], $link['email'] );
		self::show( __( 'Thank you. Go back to the chat and ask for your orders again.', 'mxchat-engine' ), 200 );
	}

	public static function may_be_mailed( string $email, int $now ): bool {
		$key = transient_key( Install_Secret::get(), get_current_blog_id(), 'limit_proof_mail', $email );
		return Limit_Store::try_hit( $key, rate_window( $now, HOUR_IN_SECONDS ), self::MAILS_AN_HOUR );
	}

	private static function has_guest_orders( string $email ): bool {
		return function_exists( 'wc_get_orders' )
			&& wc_get_orders( array( 'billing_email' => $email, 'customer_id' => 0, 'limit' => 1, 'return' => 'ids' ) ) !== array();
	}

	private static function send( string $email, string $address ): void {
		/* translators: %s: name of the site. */
		$subject = sprintf( __( 'Your orders at %s', 'mxchat-engine' ), wp_specialchars_decode( get_bloginfo( 'name' ), ENT_QUOTES ) );
		/* translators: %s: address of a page. */
		$text = sprintf( __( "Somebody asked in our chat for the orders of this e-mail address. If it was you, open this page within 15 minutes and press the button:\n\n%s\n\nIf it was not you, nothing needs to be done.", 'mxchat-engine' ), $address );
		wp_mail( $email, $subject, $text );
	}

	private static function button( string $email ): string {
		return sprintf(
			'<form method="post"><p>%s</p><p><button type="submit" class="button button-large">%s</button></p></form>',
			/* translators: %s: an e-mail address. */
			esc_html( sprintf( __( 'Show the orders of %s in the chat that asked for them?', 'mxchat-engine' ), $email ) ),
			esc_html__( 'Yes, it was me', 'mxchat-engine' )
		);
	}

	private static function show( string $html, int $status ): never {
		wp_die( wp_kses( $html, array( 'form' => array( 'method' => true ), 'p' => array(), 'button' => array( 'type' => true, 'class' => true ) ) ), esc_html__( 'Your orders', 'mxchat-engine' ), array( 'response' => $status ) ); // phpcs:ignore
	}
}
