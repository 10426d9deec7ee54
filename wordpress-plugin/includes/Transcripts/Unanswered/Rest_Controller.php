<?php
declare( strict_types=1 );

namespace MxChat\Transcripts\Unanswered;

use MxChat\Bots;
use MxChat\Rest\Page_Request;
use MxChat\Rest\Paging;
use MxChat\Rest\Rest_Error;
use MxChat\Rest\Time;

/**
 * What visitors asked and the site did not say, and what the owner does about it.
 */
final class Rest_Controller {

	public static function list_unanswered_questions( Page_Request $query ): \WP_REST_Response {
		$questions = Questions::all();
		$items     = array_map( array( self::class, 'item' ), array_slice( $questions, $query->offset, $query->limit ) );
		return Paging::respond( $items, count( $questions ), $query->limit, $query->offset, 'transcripts/unanswered' );
	}

	/**
	 * It comes back when somebody asks it again.
	 */
	public static function dismiss_unanswered_question( Question_Request $request ): \WP_REST_Response|\WP_Error {
		return self::settle( $request ) ? new \WP_REST_Response( array( 'id' => $request->id, 'dismissed' => true ) ) : Rest_Error::make( 'mxchat_storage_failed' );
	}

	/**
	 * Whoever writes the page has settled the question, until somebody asks it again.
	 */
	public static function draft_page_about_unanswered_question( Question_Request $request ): \WP_REST_Response|\WP_Error {
		$post_id = Page_Draft::create( $request->question->text );
		if ( is_wp_error( $post_id ) ) {
			return $post_id;
		}
		self::settle( $request );
		return new \WP_REST_Response( array( 'id' => $request->id, 'post_id' => $post_id, 'edit_url' => (string) get_edit_post_link( $post_id, 'raw' ) ), 201 );
	}

	private static function settle( Question_Request $request ): bool {
		return Store::settle( $request->question->ids_up_to( $request->id ) );
	}

	private static function item( Question $question ): array {
		return array(
			'id'            => $question->ids[0],
			'question'      => $question->text,
			'bot_id'        => $question->bot_id,
			'bot_name'      => Bots\Store::find( $question->bot_id )->name ?? $question->bot_id,
			'times_asked'   => count( $question->ids ),
			'last_asked_at' => Time::to_iso( $question->last_asked_at ),
			'session_id'    => $question->session_id,
		);
	}
}
