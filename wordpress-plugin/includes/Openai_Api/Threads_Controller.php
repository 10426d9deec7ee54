<?php
declare( strict_types=1 );

namespace MxChat\Openai_Api;

use MxChat\Rest\Rest_Error;
use MxChat\Transcripts;
use function MxChat\Core\mint_session_id;

/**
 * Threads and their messages.
 */
final class Threads_Controller {

	public static function create( Thread_Request $request ): \WP_REST_Response {
		return new \WP_REST_Response( self::thread( self::insert( $request->owner, $request->messages, $request->metadata ?? array() ) ) );
	}

	/**
	 * @param array<int,array{role:string,text:string,metadata:array}> $messages
	 */
	public static function insert( string $owner, array $messages, array $metadata ): Stored {
		$thread = Store::insert( 'thread', $owner, 'thread_' . bin2hex( random_bytes( 12 ) ), array( 'metadata' => $metadata ), '', mint_session_id( random_bytes( 16 ) ) );
		foreach ( $messages as $message ) {
			self::add( $thread, $message['role'], $message['text'], $message['metadata'] );
		}
		return $thread;
	}

	/**
	 * @param array<int,array<string,mixed>> $annotations
	 */
	public static function add( Stored $thread, string $role, string $text, array $metadata = array(), ?string $assistant_id = null, ?string $run_id = null, array $annotations = array(), string $message_id = '' ): Stored {
		$message_id = $message_id === '' ? self::message_id() : $message_id;
		return Store::insert( 'message', $thread->owner, $message_id, compact( 'role', 'text', 'metadata', 'assistant_id', 'run_id', 'annotations' ), $thread->object_id, $thread->session_id );
	}

	public static function message_id(): string {
		return 'msg_' . bin2hex( random_bytes( 12 ) );
	}

	public static function show( Object_Request $request ): \WP_REST_Response {
		return new \WP_REST_Response( self::thread( $request->get( 'thread' ) ) );
	}

	public static function modify( Thread_Request $request ): \WP_REST_Response {
		return new \WP_REST_Response( self::thread( $request->metadata === null ? $request->thread : Store::update( $request->thread, array( 'metadata' => $request->metadata ) ) ) );
	}

	/**
	 * With all that was said in it, also in the transcripts.
	 */
	public static function delete( Object_Request $request ): \WP_REST_Response {
		$thread = $request->get( 'thread' );
		Transcripts\Deletion::delete( array( $thread->session_id ) );
		Store::delete( $thread );
		return new \WP_REST_Response( array( 'id' => $thread->object_id, 'object' => 'thread.deleted', 'deleted' => true ) );
	}

	public static function add_message( Message_Request $request ): \WP_REST_Response|\WP_Error {
		if ( $request->thread->active_id !== '' && Run_Object::is_active( $request->thread ) ) {
			return Rest_Error::make( 'mxchat_run_active' );
		}
		return new \WP_REST_Response( self::message( self::add( $request->thread, $request->role, $request->text, $request->metadata ) ) );
	}

	public static function list_messages( List_Request $request ): \WP_REST_Response {
		[ $messages, $has_more ] = Store::list( 'message', $request->owner, $request->parent_id, $request->listing );
		return new \WP_REST_Response( Listing::page( array_map( array( self::class, 'message' ), $messages ), $has_more ) );
	}

	public static function show_message( Object_Request $request ): \WP_REST_Response {
		return new \WP_REST_Response( self::message( $request->get( 'message' ) ) );
	}

	private static function thread( Stored $thread ): array {
		return array(
			'id'             => $thread->object_id,
			'object'         => 'thread',
			'created_at'     => $thread->created_at,
			'metadata'       => (object) $thread->content['metadata'],
			'tool_resources' => new \stdClass(),
		);
	}

	public static function message( Stored $message, string $status = 'completed' ): array {
		return array(
			'id'                 => $message->object_id,
			'object'             => 'thread.message',
			'created_at'         => $message->created_at,
			'assistant_id'       => $message->content['assistant_id'],
			'thread_id'          => $message->parent_id,
			'run_id'             => $message->content['run_id'],
			'role'               => $message->content['role'],
			'status'             => $status,
			'completed_at'       => $message->created_at,
			'incomplete_at'      => null,
			'incomplete_details' => null,
			'content'            => array( array( 'type' => 'text', 'text' => array( 'value' => $message->content['text'], 'annotations' => array() ) ) ),
			'attachments'        => array(),
			'metadata'           => (object) $message->content['metadata'],
		);
	}
}
