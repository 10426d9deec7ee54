<?php
declare( strict_types=1 );

namespace MxChat\Rest;

use MxChat\Core\Core_Exception;
use MxChat\Provider\Failure;

/**
 * The one table from an error code to its status and sentence.
 */
final class Rest_Error {

	private const STATUS = array(
		'mxchat_rest_disabled'        => 401,
		'mxchat_rest_unauthorized'    => 401,
		'mxchat_rest_forbidden'       => 403,
		'mxchat_sign_in_required'     => 401,
		'mxchat_token_not_found'      => 404,
		'mxchat_token_expired'        => 409,
		'mxchat_too_many_tokens'      => 409,
		'mxchat_session_not_found'    => 404,
		'mxchat_bot_not_found'        => 404,
		'mxchat_bot_exists'           => 409,
		'mxchat_too_many_bots'        => 409,
		'mxchat_test_token'           => 403,
		'mxchat_conversation_not_found' => 404,
		'mxchat_contact_not_found'    => 404,
		'mxchat_contact_exists'       => 409,
		'mxchat_turn_not_found'       => 404,
		'mxchat_turn_lost'            => 500,
		'mxchat_thread_busy'          => 409,
		'mxchat_streams_busy'         => 503,
		'mxchat_job_not_found'        => 404,
		'mxchat_job_lost'             => 500,
		'mxchat_action_not_found'     => 404,
		'mxchat_object_not_found'     => 404,
		'mxchat_too_many_assistants'  => 409,
		'mxchat_run_active'           => 400,
		'mxchat_run_not_waiting'      => 400,
		'mxchat_test_not_found'       => 404,
		'mxchat_thumbnail_not_found'  => 404,
		'mxchat_confirmation_not_found' => 404,
		'mxchat_confirmation_over'    => 409,
		'mxchat_method_override'      => 400,
		'mxchat_invalid_json'         => 400,
		'mxchat_body_too_large'       => 413,
		'mxchat_idempotency_mismatch' => 422,
		'mxchat_idempotency_in_progress' => 409,
		'mxchat_rate_limited'         => 429,
		'mxchat_source_not_found'     => 404,
		'mxchat_too_many_sources'     => 409,
		'mxchat_robots_disallow'      => 403,
		'mxchat_robots_unreachable'   => 502,
		'mxchat_webhook_not_found'    => 404,
		'mxchat_delivery_not_found'   => 404,
		'mxchat_webhook_changed'      => 409,
		'mxchat_too_many_webhooks'    => 409,
		'mxchat_fetch_invalid_url'    => 400,
		'mxchat_fetch_refused'        => 400,
		'mxchat_fetch_blocked'        => 400,
		'mxchat_fetch_needs_curl'     => 500,
		'mxchat_fetch_unresolved'     => 502,
		'mxchat_fetch_unreachable'    => 502,
		'mxchat_fetch_certificate'    => 502,
		'mxchat_fetch_timeout'        => 504,
		'mxchat_fetch_too_large'      => 502,
		'mxchat_fetch_redirects'      => 502,
		'mxchat_fetch_failed'         => 502,
		'mxchat_assistant_not_found'  => 404,
		'mxchat_assistant_changed'    => 409,
		'mxchat_assistant_in_use'     => 409,
		'mxchat_alias_taken'          => 409,
		'mxchat_connection_of_network' => 409,
		'mxchat_internal_error'       => 500,
		'mxchat_storage_failed'       => 500,
	);

	public static function make( string $code, array $more = array() ): \WP_Error {
		return new \WP_Error( $code, self::sentence( $code ), array( 'status' => self::STATUS[ $code ] ) + $more );
	}

	/**
	 * A refused parameter, in the words and the shape of WordPress.
	 */
	public static function invalid_param( string $name, string $what_it_must_be ): \WP_Error {
		/* translators: 1: name of a parameter, 2: what it must be. */
		$sentence = sprintf( __( '%1$s %2$s', 'mxchat-engine' ), $name, $what_it_must_be );
		return new \WP_Error(
			'rest_invalid_param',
			/* translators: %s: name of a parameter. */
			sprintf( __( 'Invalid parameter(s): %s', 'mxchat-engine' ), $name ),
			array(
				'status' => 400,
				'params' => array( $name => $sentence ),
			)
		);
	}

	/**
	 * Why a call to the provider did not work, in words for the owner: only for routes that strangers cannot reach.
	 */
	public static function from_failure( Failure $failure ): \WP_Error {
		return new \WP_Error(
			'mxchat_provider_failed',
			$failure->owner_text(),
			array(
				// Nobody was asked where this site itself says no.
				'status'   => in_array( $failure->kind, array( 'budget', 'not_configured', 'disabled' ), true ) ? 409 : 502,
				'kind'     => $failure->kind,
				'error_id' => $failure->error_id,
			)
		);
	}

	/**
	 * The sentence of an error as WordPress writes it, with what is wrong with each parameter.
	 *
	 * @param array $body Of the response.
	 */
	public static function whole_sentence( array $body ): string {
		$message  = (string) ( $body['message'] ?? '' );
		$problems = (array) ( $body['data']['params'] ?? array() );
		return array_is_list( $problems ) ? $message : $message . '. ' . implode( ' ', array_map( 'strval', $problems ) );
	}

	public static function from_core( Core_Exception $error ): \WP_Error {
		return new \WP_Error( 'mxchat_' . $error->error_code, $error->getMessage(), array( 'status' => 400 ) );
	}

	public static function sentence( string $code ): string {
		return match ( $code ) {
			'mxchat_rest_disabled'        => __( 'The API is switched off: no token has been generated on this site.', 'mxchat-engine' ),
			// The documented sentence, the same bytes for every reason.
			'mxchat_rest_unauthorized'    => 'Invalid bearer token.',
			'mxchat_rest_forbidden'       => __( 'This is not allowed with your token or account.', 'mxchat-engine' ),
			'mxchat_sign_in_required'     => __( 'Sign in to use this.', 'mxchat-engine' ),
			'mxchat_token_not_found'      => __( 'There is no such token.', 'mxchat-engine' ),
			'mxchat_token_expired'        => __( 'This token has expired. Generate a new one.', 'mxchat-engine' ),
			'mxchat_too_many_tokens'      => __( 'There are too many tokens. Revoke one first.', 'mxchat-engine' ),
			'mxchat_session_not_found'    => __( 'There is no such session.', 'mxchat-engine' ),
			'mxchat_bot_not_found'        => __( 'There is no such bot.', 'mxchat-engine' ),
			'mxchat_too_many_bots'        => __( 'There are too many bots. Delete one first.', 'mxchat-engine' ),
			'mxchat_bot_exists'           => __( 'There is a bot with this id already.', 'mxchat-engine' ),
			'mxchat_test_token'           => __( 'A test token reaches bots in test mode, and nothing else.', 'mxchat-engine' ),
			'mxchat_conversation_not_found' => __( 'There is no such conversation.', 'mxchat-engine' ),
			'mxchat_contact_not_found'    => __( 'There is no such contact.', 'mxchat-engine' ),
			'mxchat_contact_exists'       => __( 'There is a contact with this e-mail address already.', 'mxchat-engine' ),
			'mxchat_turn_not_found'       => __( 'There is no such question.', 'mxchat-engine' ),
			'mxchat_turn_lost'            => __( 'The answer was interrupted on the server. Please ask again.', 'mxchat-engine' ),
			'mxchat_thread_busy'          => __( 'The last question of this conversation is still being answered.', 'mxchat-engine' ),
			'mxchat_streams_busy'         => __( 'Many people are asking just now. Please try again in a moment.', 'mxchat-engine' ),
			'mxchat_job_not_found'        => __( 'There is no such job.', 'mxchat-engine' ),
			'mxchat_job_lost'             => __( 'The job was begun several times and never came to its end.', 'mxchat-engine' ),
			'mxchat_action_not_found'     => __( 'There is no such action.', 'mxchat-engine' ),
			'mxchat_thumbnail_not_found'  => __( 'There is no such picture.', 'mxchat-engine' ),
			'mxchat_test_not_found'       => __( 'There is no such test.', 'mxchat-engine' ),
			'mxchat_confirmation_not_found' => __( 'There is nothing to confirm.', 'mxchat-engine' ),
			'mxchat_confirmation_over'    => __( 'This was decided before, or its time is over. Please ask again.', 'mxchat-engine' ),
			'mxchat_too_many_assistants'  => __( 'There are too many assistants of this token. Delete one first.', 'mxchat-engine' ),
			'mxchat_object_not_found'     => __( 'There is no such object.', 'mxchat-engine' ),
			'mxchat_run_active'           => __( 'The thread already has an active run.', 'mxchat-engine' ),
			'mxchat_run_not_waiting'      => __( 'The run does not wait for this.', 'mxchat-engine' ),
			'mxchat_method_override'      => __( 'A method override or a JSONP callback is not accepted here.', 'mxchat-engine' ),
			'mxchat_invalid_json'         => __( 'The body must be a JSON object, at most 64 levels deep.', 'mxchat-engine' ),
			'mxchat_body_too_large'       => __( 'The body is too large.', 'mxchat-engine' ),
			'mxchat_idempotency_mismatch' => __( 'This key or id was used for another request.', 'mxchat-engine' ),
			'mxchat_idempotency_in_progress' => __( 'The first request with this key is still running.', 'mxchat-engine' ),
			'mxchat_rate_limited'         => __( 'Too many requests. Please wait a moment.', 'mxchat-engine' ),
			'mxchat_assistant_not_found'  => __( 'There is no such assistant, or not in this version.', 'mxchat-engine' ),
			'mxchat_assistant_changed'    => __( 'Somebody has changed this assistant meanwhile. Load it again before you change it.', 'mxchat-engine' ),
			'mxchat_assistant_in_use'     => __( 'This assistant answers on the site or for a bot. Choose another one there first.', 'mxchat-engine' ),
			'mxchat_alias_taken'          => __( 'Another assistant already has this id.', 'mxchat-engine' ),
			'mxchat_connection_of_network' => __( 'The network’s connection is used here; only its administrator can change it.', 'mxchat-engine' ),
			'mxchat_storage_failed'       => __( 'It could not be saved. Please try again.', 'mxchat-engine' ),
			'mxchat_source_not_found'     => __( 'There is no such address in the knowledge.', 'mxchat-engine' ),
			'mxchat_too_many_sources'     => __( 'There are too many addresses. Remove one first.', 'mxchat-engine' ),
			'mxchat_robots_disallow'      => __( 'The robots.txt of this host does not allow it to be read.', 'mxchat-engine' ),
			'mxchat_robots_unreachable'   => __( 'The robots.txt of this host could not be read, so nothing else is.', 'mxchat-engine' ),
			'mxchat_page_gone'            => __( 'The page is gone.', 'mxchat-engine' ),
			'mxchat_page_status'          => __( 'The server did not answer with a page.', 'mxchat-engine' ),
			'mxchat_page_no_text'         => __( 'This is neither HTML nor text.', 'mxchat-engine' ),
			'mxchat_page_empty'           => __( 'There is no text that a reader can see.', 'mxchat-engine' ),
			'mxchat_page_noindex'         => __( 'The page asks not to be indexed.', 'mxchat-engine' ),
			'mxchat_page_own'             => __( 'This is a page of this very site, which is known already.', 'mxchat-engine' ),
			'mxchat_sitemap_unreadable'   => __( 'This is no sitemap, or it lists no page of its own host.', 'mxchat-engine' ),
			'mxchat_sitemap_too_long'     => __( 'The sitemap lists more than is read. The first pages are known.', 'mxchat-engine' ),
			'mxchat_webhook_not_found'    => __( 'There is no such webhook.', 'mxchat-engine' ),
			'mxchat_delivery_not_found'   => __( 'There is no such delivery.', 'mxchat-engine' ),
			'mxchat_webhook_changed'      => __( 'It was changed by somebody else at the same moment. Look again first.', 'mxchat-engine' ),
			'mxchat_too_many_webhooks'    => __( 'There are too many webhooks. Delete one first.', 'mxchat-engine' ),
			'mxchat_webhook_refused'      => __( 'The receiver answered, but not with a status from 200 to 299.', 'mxchat-engine' ),
			'mxchat_webhook_disabled'     => __( 'The webhook was switched off or deleted before it was sent.', 'mxchat-engine' ),
			'mxchat_webhook_secret_lost'  => __( 'The salts of this site have changed, so the secret cannot be opened. Rotate it.', 'mxchat-engine' ),
			'mxchat_fetch_invalid_url'    => __( 'This is no address of a page on the web.', 'mxchat-engine' ),
			'mxchat_fetch_refused'        => __( 'This address is not on the public internet, or on an unusual port. It is not asked.', 'mxchat-engine' ),
			'mxchat_fetch_blocked'        => __( 'This site is set to ask no other hosts (WP_HTTP_BLOCK_EXTERNAL).', 'mxchat-engine' ),
			'mxchat_fetch_needs_curl'     => __( 'Other addresses can be asked only where PHP has its curl extension.', 'mxchat-engine' ),
			'mxchat_fetch_unresolved'     => __( 'There is no such host.', 'mxchat-engine' ),
			'mxchat_fetch_unreachable'    => __( 'Nobody answers at this address.', 'mxchat-engine' ),
			'mxchat_fetch_certificate'    => __( 'The secure connection failed: the certificate is not valid for this host.', 'mxchat-engine' ),
			'mxchat_fetch_timeout'        => __( 'The answer took too long.', 'mxchat-engine' ),
			'mxchat_fetch_too_large'      => __( 'The answer is too large, or its compression is damaged.', 'mxchat-engine' ),
			'mxchat_fetch_redirects'      => __( 'The address leads on too many times.', 'mxchat-engine' ),
			'mxchat_fetch_failed'         => __( 'The connection failed.', 'mxchat-engine' ),
			default                       => __( 'Something went wrong on the server.', 'mxchat-engine' ),
		};
	}
}
