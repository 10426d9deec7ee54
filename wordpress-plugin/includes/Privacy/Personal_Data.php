<?php
declare( strict_types=1 );

namespace MxChat\Privacy;

use MxChat\Embeddings;
use MxChat\Rest\Time;
use MxChat\Settings;
use MxChat\Spend;
use MxChat\Transcripts;
use MxChat\Webhooks;

/**
 * WordPress's export and erase of personal data, by e-mail address.
 */
final class Personal_Data {

	private const PAGE          = 100;
	private const SESSIONS_PAGE = 20;

	public static function add_exporter( array $exporters ): array {
		$exporters['mxchat-engine'] = array(
			'exporter_friendly_name' => __( 'Chat messages', 'mxchat-engine' ),
			'callback'               => array( self::class, 'export' ),
		);
		return $exporters;
	}

	public static function add_eraser( array $erasers ): array {
		$erasers['mxchat-engine'] = array(
			'eraser_friendly_name' => __( 'Chat messages', 'mxchat-engine' ),
			'callback'             => array( self::class, 'erase' ),
		);
		return $erasers;
	}

	public static function export( string $email, int $page = 1 ): array {
		$rows = Transcripts\Store::find_by_email( $email, self::PAGE, self::PAGE * ( $page - 1 ) );
		return array(
			'data' => array_map( array( self::class, 'exported' ), $rows ),
			'done' => count( $rows ) < self::PAGE,
		);
	}

	public static function erase( string $email, int $page = 1 ): array {
		$session_ids = Transcripts\Store::session_ids_of_email( $email, self::SESSIONS_PAGE );
		Transcripts\Deletion::delete( $session_ids );
		$user = get_user_by( 'email', $email );
		$user && Spend\Store::forget( 'user:' . $user->ID );
		return array(
			'items_removed'  => (bool) $session_ids,
			'items_retained' => false,
			'messages'       => array(),
			'done'           => count( $session_ids ) < self::SESSIONS_PAGE,
		);
	}

	public static function add_policy_text(): void {
		wp_add_privacy_policy_content(
			'MxChat Engine',
			wp_kses_post(
				'<p>' . __( 'When you use the chat, we store your questions, the answers and the page you asked on. If you are signed in, we store your name and e-mail address with them.', 'mxchat-engine' )
					. ' ' . self::who_answers() . ' ' . self::who_is_told()
					. __( 'If you leave your e-mail address, we keep it as a contact, with what you agreed to and when. Your browser keeps the conversation’s id so that you find it again; you can clear it in the chat.', 'mxchat-engine' ) . '</p>'
			)
		);
	}

	private static function who_answers(): string {
		return self::is_model_asked()
			? __( 'To answer, we send your question and what was said before to the provider of the language model that we use. Name it here, and what you have agreed with it.', 'mxchat-engine' )
			: __( 'Answers come from this site’s own pages.', 'mxchat-engine' );
	}

	private static function who_is_told(): string {
		if ( Webhooks\Store::all() ) {
			return __( 'We tell other services of what happens in the chat. Name them here, and what you have agreed with them.', 'mxchat-engine' ) . ' ';
		}
		return self::is_model_asked() ? '' : __( 'No message leaves this site.', 'mxchat-engine' ) . ' ';
	}

	private static function is_model_asked(): bool {
		return Settings\Store::get( 'assistant_enabled' ) === true || Embeddings\State_Store::wanted() !== null;
	}

	private static function exported( \stdClass $row ): array {
		$fields = array(
			__( 'Time', 'mxchat-engine' )    => Time::to_iso( $row->created_at ),
			__( 'By', 'mxchat-engine' )      => $row->role,
			__( 'Message', 'mxchat-engine' ) => $row->message,
			__( 'Page', 'mxchat-engine' )    => $row->originating_page_url,
		);
		return array(
			'group_id'    => 'mxchat-messages',
			'group_label' => __( 'Chat messages', 'mxchat-engine' ),
			'item_id'     => 'mxchat-message-' . $row->id,
			'data'        => array_map(
				static fn( string $name, string $value ) => compact( 'name', 'value' ),
				array_keys( $fields ),
				array_values( $fields )
			),
		);
	}
}
