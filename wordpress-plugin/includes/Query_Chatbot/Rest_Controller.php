<?php
declare( strict_types=1 );

namespace MxChat\Query_Chatbot;

use MxChat\Assistant\Answer;
use MxChat\Assistant\Extractive;
use MxChat\Chat\Turn;
use MxChat\Knowledge;
use MxChat\Rest\Paging;
use MxChat\Rest\Rest_Error;
use MxChat\Transcripts;
use function MxChat\Core\format_threshold;

/**
 * The query-chatbot API: ask a chatbot, search what it knows, read what was said.
 */
final class Rest_Controller {

	/** Who asked, in the transcripts. */
	public const USER = 'rest_api';

	public static function query( Query_Request $request ): \WP_REST_Response|\WP_Error {
		$thread   = $request->thread_id === null ? Thread::start( $request->client ) : Thread::of( $request->client, $request->thread_id );
		$messages = $thread->messages();
		$turn     = new Turn(
			Turn::id( $thread->session_id, '' ),
			$thread->session_id,
			$thread->thread_id,
			$request->chatbot_id,
			$request->query,
			'',
			'',
			self::USER,
			$request->min_similarity,
		);
		if ( ! Transcripts\Store::insert_question( $turn ) ) {
			return Rest_Error::make( 'mxchat_storage_failed' );
		}
		$answer = self::answer( $turn );
		return $answer === null ? Rest_Error::make( 'mxchat_storage_failed' ) : new \WP_REST_Response(
			array(
				'chatbot_id'     => $request->chatbot_id,
				'kb_source'      => '',
				'min_similarity' => format_threshold( $request->min_similarity ),
				'thread_id'      => $thread->thread_id,
				'answer'         => $answer->content,
				'sources'        => $answer->sources,
				'scoring'        => 'lexical',
				'messages'       => $messages,
			)
		);
	}

	public static function search_knowledge( Knowledge_Request $request ): \WP_REST_Response {
		return Knowledge\Rest_Controller::search( $request->search );
	}

	public static function list_chat_log( Chat_Log_Request $request ): \WP_REST_Response {
		$query                                 = $request->query;
		[ 'rows' => $rows, 'total' => $total ] = Transcripts\List_Store::find( $query );
		$items = array_map( array( Transcripts\Rest_Controller::class, 'item' ), $rows );
		return Paging::respond( $items, $total, $query->limit, $query->offset, 'chat-log', $query->filters, 'twxchat/v1' );
	}

	/**
	 * @return ?Answer Null if it could not be stored.
	 */
	private static function answer( Turn $turn ): ?Answer {
		$answer = Answer::gather( new Extractive(), $turn );
		return Transcripts\Store::insert_answer( $turn, $answer->content, $answer->sources, $answer->engine, $answer->rag_context ) ? $answer : null;
	}
}
