<?php
declare( strict_types=1 );

namespace MxChat\Chat;

use MxChat\Bots;
use MxChat\Rest\Context;
use MxChat\Rest\Rest_Error;
use MxChat\Rest\Schema;
use MxChat\Sessions\Session;

final class Chat_Request {

	public const WHOLE  = 'whole';
	public const EVENTS = 'events';
	public const LATER  = 'later';

	private const MAX_CHARACTERS = 8000;

	/**
	 * @param string $spender  Against whose budget paid calls count.
	 * @param string $delivery WHOLE, EVENTS (`Accept: text/event-stream`) or LATER (`Prefer: respond-async`).
	 */
	private function __construct(
		public readonly Session $session,
		public readonly string $message,
		public readonly string $client_message_id,
		public readonly string $page_url,
		public readonly string $page_title,
		public readonly string $spender,
		public readonly string $delivery,
	) {}

	public static function schema(): array {
		return array(
			'session_id'        => Schema::id( 128, true ),
			'message'           => Schema::text( self::MAX_CHARACTERS, required: true ) + array( 'pattern' => '\S' ),
			'bot_id'            => Schema::id(),
			'client_message_id' => Schema::id(),
			'page'              => Schema::page(),
		);
	}

	public static function from( array $params, Context $context ): self|\WP_Error {
		$session = $context->session;
		if ( $session?->session_id !== $params['session_id'] ) {
			return Rest_Error::make( 'mxchat_session_not_found' );
		}
		if ( ( $params['bot_id'] ?? $session->bot_id ) !== $session->bot_id || ! Bots\Store::exists( $session->bot_id ) ) {
			return Rest_Error::make( 'mxchat_bot_not_found' );
		}
		return new self(
			$session,
			$params['message'],
			$params['client_message_id'] ?? '',
			$params['page']['url'] ?? '',
			$params['page']['title'] ?? '',
			$context->spender(),
			match ( true ) {
				$context->accepts_events => self::EVENTS,
				$context->prefers_async  => self::LATER,
				default                  => self::WHOLE,
			},
		);
	}
}
