<?php
declare( strict_types=1 );

namespace MxChat\Transcripts;

use MxChat\Capability;
use MxChat\Rest\Page_Request;
use MxChat\Rest\Paging;
use MxChat\Rest\Time;

/**
 * GET and DELETE /transcripts, and the list of conversations.
 */
final class Rest_Controller {

	public static function list_transcripts( Transcript_Query $query ): \WP_REST_Response {
		[ 'rows' => $rows, 'total' => $total ] = List_Store::find( $query );
		return Paging::respond( array_map( array( self::class, 'item' ), $rows ), $total, $query->limit, $query->offset, 'transcripts', $query->filters );
	}

	public static function list_conversations( Page_Request $query ): \WP_REST_Response {
		[ 'rows' => $rows, 'total' => $total ] = List_Store::conversations( $query );
		return Paging::respond( array_map( array( self::class, 'conversation' ), $rows ), $total, $query->limit, $query->offset, 'transcripts/conversations' );
	}

	public static function delete_transcripts( Delete_Request $request ): \WP_REST_Response {
		$deleted = Deletion::delete( $request->session_ids, $request->cascade );
		return new \WP_REST_Response(
			array(
				'session_ids_requested' => count( $request->session_ids ),
				'transcripts_deleted'   => $deleted['transcripts'],
				'translations_deleted'  => $deleted['translations'],
				'url_clicks_deleted'    => $deleted['url_clicks'],
				'cascade'               => $request->cascade,
			)
		);
	}

	public static function item( \stdClass $row ): array {
		return array(
			'id'                     => (int) $row->id,
			'session_id'             => $row->session_id,
			'role'                   => $row->role,
			'message'                => $row->message,
			'user_id'                => (int) $row->user_id,
			'user_email'             => $row->user_email,
			'user_name'              => $row->user_name,
			'user_identifier'        => $row->user_identifier,
			'originating_page_url'   => $row->originating_page_url,
			'originating_page_title' => $row->originating_page_title,
			'has_rag_context'        => (bool) $row->has_rag_context,
			'rag_context'            => json_decode( $row->rag_context ),
			'timestamp'              => Time::to_iso( $row->created_at ),
		) + ( $row->is_agent ? array( 'agent' => true ) : array() ) + self::early_end( $row ) + self::turn( $row );
	}

	/**
	 * An answer that did not come to its end says so.
	 */
	private static function early_end( \stdClass $row ): array {
		return in_array( $row->finish, array( '', 'complete' ), true ) ? array() : array( 'finish' => $row->finish );
	}

	/**
	 * Who may look into a turn is told its name.
	 */
	private static function turn( \stdClass $row ): array {
		return $row->turn_id !== '' && current_user_can( Capability::USE_DEBUGGER ) ? array( 'turn_id' => $row->turn_id ) : array();
	}

	private static function conversation( \stdClass $row ): array {
		return array(
			'session_id'      => $row->session_id,
			'bot_id'          => $row->bot_id,
			'started_at'      => Time::to_iso( $row->started_at ),
			'last_message_at' => Time::to_iso( $row->last_message_at ),
			'message_count'   => (int) $row->message_count,
			'first_message'   => $row->first->message,
			'page_url'        => $row->first->originating_page_url,
			'page_title'      => $row->first->originating_page_title,
		);
	}
}
