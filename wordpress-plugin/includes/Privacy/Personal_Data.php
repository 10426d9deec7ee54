<?php
declare( strict_types=1 );

namespace MxChat\Privacy;

use MxChat\Embeddings;
use MxChat\Rest\Time;
use MxChat\Settings;
use MxChat\Spend;
use MxChat\Tools;
use MxChat\Transcripts;
use MxChat\Webhooks;

/**
 * WordPress's export and erase of personal data, by e-mail address.
 */
final class Personal_Data {

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
		$session_ids = Person::session_ids( $email, self::SESSIONS_PAGE, self::SESSIONS_PAGE * ( $page - 1 ) );
		return array(
			'data' => array(
				...array_map( array( self::class, 'message' ), Transcripts\Store::messages_of_person( $session_ids, $email, (int) ( get_user_by( 'email', $email )->ID ?? 0 ) ) ),
				...array_map( array( self::class, 'call' ), Tools\Call_Store::of_sessions( $session_ids ) ),
			),
			'done' => count( $session_ids ) < self::SESSIONS_PAGE,
		);
	}

	public static function erase( string $email, int $page = 1 ): array {
		$session_ids = Person::session_ids( $email, self::SESSIONS_PAGE );
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
					. ' ' . self::how_long() . ' ' . self::who_answers() . ' ' . self::who_is_told()
					. __( 'If you leave your e-mail address, we keep it as a contact, with what you agreed to and when. Your browser keeps the conversation’s id so that you find it again; you can clear it in the chat.', 'mxchat-engine' ) . '</p>'
			)
		);
	}

	private static function how_long(): string {
		$days = Transcripts\Retention_Job::days();
		return $days === 0
			? __( 'We keep conversations until you ask us to delete them.', 'mxchat-engine' )
			/* translators: %s: number of days. */
			: sprintf( _n( 'We delete a conversation %s day after its last message.', 'We delete a conversation %s days after its last message.', $days, 'mxchat-engine' ), number_format_i18n( $days ) );
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

	private static function message( \stdClass $row ): array {
		return Export::item(
			'mxchat-messages',
			__( 'Chat messages', 'mxchat-engine' ),
			'mxchat-message-' . $row->id,
			array(
				__( 'Time', 'mxchat-engine' )    => Time::to_iso( $row->created_at ),
				__( 'By', 'mxchat-engine' )      => $row->role,
				__( 'Name', 'mxchat-engine' )    => $row->user_name,
				__( 'Message', 'mxchat-engine' ) => $row->message,
				__( 'Page', 'mxchat-engine' )    => $row->originating_page_url,
				__( 'Shown', 'mxchat-engine' )   => $row->actions === '[]' ? '' : $row->actions,
			)
		);
	}

	/**
	 * What a tool gave to answer with: it may tell of orders that the answer does not.
	 */
	private static function call( \stdClass $row ): array {
		return Export::item(
			'mxchat-tools',
			__( 'What the chat looked up', 'mxchat-engine' ),
			'mxchat-tool-' . $row->call_key,
			array(
				__( 'Time', 'mxchat-engine' )    => Time::to_iso( $row->created_at ),
				__( 'Name', 'mxchat-engine' )    => $row->name,
				__( 'Outcome', 'mxchat-engine' ) => $row->status,
				__( 'Result', 'mxchat-engine' )  => $row->output,
			)
		);
	}
}
