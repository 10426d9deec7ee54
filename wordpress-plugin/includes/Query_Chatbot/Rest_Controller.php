<?php
declare( strict_types=1 );

namespace MxChat\Query_Chatbot;

use MxChat\Bots;
use MxChat\Chat\Turn;
use MxChat\Chat\Turn_Runner;
use MxChat\Knowledge;
use MxChat\Rest\Paging;
use MxChat\Transcripts;
use function MxChat\Core\format_threshold;

/**
 * The query-chatbot API: ask a chatbot, search what it knows, read what was said.
 */
final class Rest_Controller {

	/** Who asked, in the transcripts. */
	public const USER = 'rest_api';

	public static function query( Query_Request $request ): \WP_REST_Response|\WP_Error {
		$bot_id   = $request->chatbot_id;
		$thread   = $request->thread_id === null ? Thread::start( $request->client, $bot_id ) : Thread::of( $request->client, $bot_id, $request->thread_id );
		$messages = $thread->messages();
		$turn     = new Turn(
			Turn::id( $thread->session_id, '' ),
			$thread->session_id,
			$thread->thread_id,
			$bot_id,
			$request->query,
			'',
			'',
			self::USER,
			$request->min_similarity,
			$request->spender,
		);
		$answer = Turn_Runner::answer( $turn );
		return is_wp_error( $answer ) ? $answer : new \WP_REST_Response(
			array(
				'chatbot_id'     => $bot_id,
				'kb_source'      => implode( ',', Bots\Store::find( $bot_id )->content_types ?? array() ),
				'min_similarity' => format_threshold( $request->min_similarity ),
				'thread_id'      => $thread->thread_id,
				'answer'         => $answer->content,
				'sources'        => $answer->sources,
				'scoring'        => $answer->rag_context['scoring'] ?? 'lexical',
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
}
