<?php
declare( strict_types=1 );

namespace MxChat\Bot_Api;

use MxChat\Bots;
use MxChat\Chat\Turn;
use MxChat\Chat\Turn_Runner;
use MxChat\Rest\Paging;
use MxChat\Rest\Rest_Error;
use MxChat\Rest\Time;
use MxChat\Transcripts;

/**
 * The bot API: send a message to a bot, and manage the conversations that come of it.
 */
final class Rest_Controller {

	/** Who asked, in the transcripts. */
	public const USER = 'bot_api';

	public static function answer( Message_Request $request ): \WP_REST_Response|\WP_Error {
		$conversation = self::conversation( $request );
		if ( $conversation === null ) {
			return Rest_Error::make( 'mxchat_storage_failed' );
		}
		$turn   = self::turn( $request, $conversation );
		$answer = Turn_Runner::answer( $turn );
		if ( is_wp_error( $answer ) ) {
			return $answer;
		}
		$body = array(
			'response'       => $answer->content,
			'conversationId' => $conversation->id(),
			'messageId'      => Conversation::message_id( $turn->turn_id, 'assistant' ),
		);
		return new \WP_REST_Response( $request->bot->is_test ? $body + array( 'mode' => 'test' ) : $body );
	}

	public static function list_conversations( Conversation_Query $query ): \WP_REST_Response {
		[ 'conversations' => $conversations, 'total' => $total ] = Store::list( $query );
		$counts = Transcripts\Store::summaries( array_map( static fn( Conversation $conversation ) => $conversation->session_id, $conversations ) );
		$items  = array_map( static fn( Conversation $conversation ) => self::item( $conversation, $counts[ $conversation->session_id ] ?? null ), $conversations );
		return Paging::respond( $items, $total, $query->limit, $query->offset, 'conversations', $query->filters );
	}

	public static function create_conversation( Create_Request $request ): \WP_REST_Response|\WP_Error {
		$is_new       = Store::insert( $request->session_id, $request->bot->bot_id, $request->reader->client, $request->client_session_id, $request->contact_id, $request->bot->is_test );
		$conversation = Store::find( $request->session_id );
		if ( $conversation === null ) {
			return Rest_Error::make( 'mxchat_storage_failed' );
		}
		return new \WP_REST_Response( self::with_counts( $conversation ), $is_new ? 201 : 200 );
	}

	public static function show_conversation( Conversation_Request $request ): \WP_REST_Response {
		return new \WP_REST_Response( self::with_counts( $request->conversation ) );
	}

	public static function list_messages( Messages_Request $request ): \WP_REST_Response {
		$session_id = $request->conversation->session_id;
		$rows       = Transcripts\Store::page_of_session( $session_id, $request->limit, $request->offset );
		$total      = Transcripts\Store::summaries( array( $session_id ) )[ $session_id ]->messages ?? 0;
		$path       = 'conversations/' . $request->conversation->id() . '/messages';
		return Paging::respond( array_map( array( self::class, 'message' ), $rows ), (int) $total, $request->limit, $request->offset, $path );
	}

	public static function close_conversation( Conversation_Request $request ): \WP_REST_Response|\WP_Error {
		if ( ! $request->reader->may_delete( $request->conversation ) ) {
			return Rest_Error::make( 'mxchat_rest_forbidden' );
		}
		Events::close( $request->conversation->session_id, $request->conversation->bot_id );
		$conversation = Store::find( $request->conversation->session_id );
		return $conversation === null ? Rest_Error::make( 'mxchat_conversation_not_found' ) : new \WP_REST_Response( self::with_counts( $conversation ) );
	}

	/**
	 * Deletes a conversation with every message in it.
	 */
	public static function delete_conversation( Conversation_Request $request ): \WP_REST_Response|\WP_Error {
		if ( ! $request->reader->may_delete( $request->conversation ) ) {
			return Rest_Error::make( 'mxchat_rest_forbidden' );
		}
		$deleted = Events::delete( $request->conversation->session_id, $request->conversation->bot_id );
		return new \WP_REST_Response(
			array(
				'id'               => $request->conversation->id(),
				'deleted'          => true,
				'messages_deleted' => $deleted['transcripts'],
			)
		);
	}

	private static function conversation( Message_Request $request ): ?Conversation {
		Store::insert( $request->session_id, $request->bot->bot_id, $request->reader->client, $request->client_session_id, '', $request->bot->is_test );
		$conversation = Store::find( $request->session_id );
		if ( $conversation?->closed_at !== null ) {
			Store::open( $request->session_id );
		}
		return $conversation;
	}

	private static function turn( Message_Request $request, Conversation $conversation ): Turn {
		return new Turn(
			Turn::id( $conversation->session_id, '' ),
			$conversation->session_id,
			$conversation->thread_id(),
			$request->bot->bot_id,
			$request->message,
			'',
			'',
			self::USER,
			Bots\Store::min_similarity( $request->bot->bot_id ),
			$request->spender,
			get_current_user_id(),
		);
	}

	private static function with_counts( Conversation $conversation ): array {
		return self::item( $conversation, Transcripts\Store::summaries( array( $conversation->session_id ) )[ $conversation->session_id ] ?? null );
	}

	/**
	 * @param ?\stdClass $summary messages, last_message_at; null if nothing was said yet.
	 */
	private static function item( Conversation $conversation, ?\stdClass $summary ): array {
		return array(
			'id'              => $conversation->id(),
			'session_id'      => $conversation->session_id,
			'bot_id'          => $conversation->bot_id,
			'sessionId'       => $conversation->client_session_id === '' ? null : $conversation->client_session_id,
			'contact_id'      => $conversation->contact_id === '' ? null : $conversation->contact_id,
			'status'          => $conversation->closed_at === null ? 'open' : 'closed',
			'mode'            => $conversation->is_test ? 'test' : 'live',
			'message_count'   => (int) ( $summary->messages ?? 0 ),
			'created_at'      => Time::to_iso( $conversation->created_at ),
			'last_message_at' => $summary === null ? null : Time::to_iso( $summary->last_message_at ),
			'closed_at'       => $conversation->closed_at === null ? null : Time::to_iso( $conversation->closed_at ),
		);
	}

	private static function message( \stdClass $row ): array {
		return array(
			'id'         => Conversation::message_id( $row->turn_id, $row->role ),
			'role'       => $row->role,
			'content'    => $row->message,
			'sources'    => json_decode( $row->sources, true ) ?? array(),
			'created_at' => Time::to_iso( $row->created_at ),
		);
	}
}
